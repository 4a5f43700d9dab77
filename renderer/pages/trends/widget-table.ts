/** The table twin of a widget: the same figures as rows, for reading and for CSV. */
import type { WidgetAnswer } from "../../../shared/api/contract/trends.ts"
import { spanWords } from "./site-times.ts"
import { wholeValue, unitTitle } from "./unit-words.ts"

export type TableRow = {
  readonly key: string
  readonly cells: readonly string[]
  /** What a click asks about. */
  readonly ask: { readonly key: string; readonly from: number; readonly to: number }
}
export type WidgetTable = {
  readonly columns: readonly { readonly title: string; readonly right: boolean; readonly wide: boolean }[]
  readonly rows: readonly TableRow[]
}

/** `exact`: bare numbers for a file instead of words. */
export function tableOf(
  answer: WidgetAnswer,
  zone: string,
  exact: boolean,
  share: (part: number, whole: number) => string,
): WidgetTable {
  if (answer.table) return givenTable(answer, answer.table)
  return answer.series.length > 0 ? timeTable(answer, zone, exact) : sliceTable(answer, exact, share)
}

function givenTable({ from, to }: WidgetAnswer, { columns, rows }: NonNullable<WidgetAnswer["table"]>): WidgetTable {
  return {
    columns: columns.map(({ title, right }, at) => ({ title, right, wide: at === 0 })),
    rows: rows.map(({ key, cells }) => ({ key, cells, ask: { key, from, to } })),
  }
}

/** Newest first: that is what is looked for; files run forward. */
function timeTable({ steps, series, unit }: WidgetAnswer, zone: string, exact: boolean): WidgetTable {
  const rows = steps.slice(0, -1).map((from, at): TableRow => {
    const to = steps[at + 1] ?? from
    const values = series.map(({ values }) => values[at] ?? null)
    const when = exact ? [isoOf(from), isoOf(to)] : [spanWords(from, to, zone)]
    const texts = values.map((value) =>
      value === null ? (exact ? "" : "not captured") : exact ? String(value) : wholeValue(unit, value),
    )
    return {
      key: String(from),
      cells: [...when, ...texts],
      ask: { key: series.length === 1 ? (series[0]?.key ?? "") : "", from, to },
    }
  })
  const times = exact ? ["From (UTC)", "To (UTC)"] : ["Time"]
  return {
    columns: [
      ...times.map((title) => ({ title, right: false, wide: true })),
      ...series.map(({ name }) => ({ title: exact ? `${name} (${unitTitle(unit)})` : name, right: true, wide: false })),
    ],
    rows: exact ? rows : rows.reverse(),
  }
}

function sliceTable(
  { slices, unit, from, to }: WidgetAnswer,
  exact: boolean,
  share: (part: number, whole: number) => string,
): WidgetTable {
  const whole = slices.reduce((sum, { value }) => sum + value, 0)
  return {
    columns: [
      { title: "Name", right: false, wide: true },
      { title: unitTitle(unit), right: true, wide: false },
      { title: "Share", right: true, wide: false },
    ],
    rows: slices.map(({ key, name, value }) => ({
      key,
      cells: [name, exact ? String(value) : wholeValue(unit, value), share(value, whole)],
      ask: { key, from, to },
    })),
  }
}

const isoOf = (time: number): string => new Date(time / 1000).toISOString()
