/** A dashboard as a report: each widget with its picture, what it says in words, and a table where the picture alone is not exact. */
import type { Content } from "../trends/content.ts"
import { othersKey } from "../trends/rank.ts"
import { timeText } from "../trends/time-text.ts"
import type { Widget } from "../trends/widget.ts"
import type { Picture, ReportDocument, ReportPart, ReportTable } from "./document.ts"
import { figureText, numberText } from "./figure-text.ts"

export type ShownWidget = {
  readonly title: string
  readonly widget: Widget
  readonly filter: string
  readonly content: Content
}

type Head = Pick<ReportDocument, "title" | "site" | "range" | "made" | "zone">
type Values = readonly (number | null)[]

const mostSaid = 8

function picture({ shape }: Widget, { series, slices, steps, unit }: Content): Picture | null {
  if (series.length > 0) return { is: shape === "bars-over-time" ? shape : "lines", steps, series, unit }
  if (slices.length > 0) return { is: shape === "shares" ? shape : "bars", slices, unit }
  return null
}

type Extent = { readonly average: number; readonly most: number; readonly at: number; readonly steps: number }

/** Over the steps in which anything was captured. */
function extent(values: Values): Extent {
  let [sum, steps, most, at] = [0, 0, 0, 0]
  values.forEach((value, step) => {
    if (value === null) return
    sum += value
    steps++
    if (value > most) [most, at] = [value, step]
  })
  return { average: steps === 0 ? 0 : sum / steps, most, at, steps }
}

/** Lines say little of their figures: the table gives the average and the peak of each. */
function peaks({ series, steps, unit }: Content, zone: string): ReportTable {
  const right = (title: string): { title: string; right: boolean } => ({ title, right: true })
  return {
    columns: [{ title: "Name", right: false }, right("Average"), right("Highest"), right("Highest at")],
    rows: series.map(({ name, values }) => {
      const { average, most, at, steps: count } = extent(values)
      const when = most > 0 ? timeText((steps[at] ?? 0) / 60e6, zone) : ""
      return count === 0 ? [name, "", "", ""] : [name, figureText(average, unit), figureText(most, unit), when]
    }),
  }
}

function table({ shape }: Widget, content: Content, zone: string): ReportTable | null {
  if (content.table) return { columns: content.table.columns, rows: content.table.rows.map(({ cells }) => cells) }
  return shape === "lines" && content.series.length > 0 ? peaks(content, zone) : null
}

const partOf = (zone: string, { title, widget, filter, content }: ShownWidget): ReportPart => ({
  heading: title,
  level: 1,
  text: [widget.description, filter, content.reason].filter((one) => one !== "").join(" "),
  picture: picture(widget, content),
  table: table(widget, content, zone),
  note: content.note,
})

/** The one figure of a widget that a reader in a hurry wants. */
function said({ title, widget, content }: ShownWidget): string {
  const { series, slices, unit } = content
  const [line] = series
  if (line && series.length === 1 && widget.shape === "lines") {
    const { average, most } = extent(line.values)
    return `${title}: ${figureText(average, unit)} on average, ${figureText(most, unit)} at most.`
  }
  if (line && widget.shape === "bars-over-time")
    return `${title}: ${numberText(series.reduce((sum, one) => sum + one.total, 0))}.`
  const sum = slices.reduce((all, { value }) => all + value, 0)
  const named = slices.filter(({ key }) => key !== othersKey)
  const largest = named.reduce<(typeof named)[number] | null>(
    (best, one) => (best === null || one.value > best.value ? one : best),
    null,
  )
  if (!largest || sum === 0) return ""
  if (widget.shape !== "shares") return `${title}: most is ${largest.name} with ${largest.text}.`
  return `${title}: ${largest.name} leads with ${numberText(Math.round((largest.value / sum) * 100))} %.`
}

export const dashboardReport = (head: Head, shown: readonly ShownWidget[]): ReportDocument => ({
  ...head,
  summary: shown
    .map(said)
    .filter((line) => line !== "")
    .slice(0, mostSaid),
  parts: shown.map((one) => partOf(head.zone, one)),
})
