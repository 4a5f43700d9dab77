/** A report of data mining on paper: a chapter for each category or device, its records as a table. */
import { timeText } from "../trends/time-text.ts"
import type { ReportDocument, ReportPart, ReportTable } from "./document.ts"

type PrintedRecord = {
  readonly name: string
  readonly address: string
  readonly category: string
  readonly text: string
  readonly value: string
  readonly peer: string
  readonly state: string
  readonly lastSeen: number
}
type PrintedLine =
  | { readonly is: "heading"; readonly depth: number; readonly text: string; readonly records: number }
  | { readonly is: "record"; readonly depth: number; readonly record: PrintedRecord }

type PrintedAnswer = {
  readonly description: string
  readonly filters: string
  readonly lines: readonly PrintedLine[]
  readonly total: number
  readonly shown: number
  readonly reason: string
}

type Head = Pick<ReportDocument, "title" | "site" | "range" | "made" | "zone">

/** Paper takes so many chapters; what has more is one table. */
const mostChapters = 250
const columns = ["Device", "Address", "Finding", "Value", "With", "State", "Last seen"].map((title) => ({
  title,
  right: false,
}))

type Chapter = { readonly heading: string; readonly rows: PrintedRecord[] }

/** Headings below a category become part of the findings: a chapter for each port or vendor would be all headings. */
function place(way: readonly string[], record: PrintedRecord): { readonly heading: string; readonly text: string } {
  const heading = way.join(" › ")
  if (heading === "") return { heading: "Newest first", text: record.text }
  if (heading !== record.category && !heading.startsWith(`${record.category} › `)) return { heading, text: record.text }
  const group = heading.slice(record.category.length + 3)
  const isNew = group !== "" && group !== record.text && group !== record.value
  return { heading: record.category, text: isNew ? `${group}: ${record.text}` : record.text }
}

function chapters(lines: readonly PrintedLine[]): readonly Chapter[] {
  const found: Chapter[] = []
  const way: string[] = []
  for (const line of lines) {
    if (line.is === "heading") {
      way.splice(line.depth, Number.MAX_SAFE_INTEGER, line.text)
      continue
    }
    const { heading, text } = place(way, line.record)
    if (found.at(-1)?.heading !== heading) found.push({ heading, rows: [] })
    found.at(-1)!.rows.push({ ...line.record, text })
  }
  return found
}

const table = (rows: readonly PrintedRecord[], zone: string): ReportTable => ({
  columns,
  rows: rows.map(({ name, address, text, value, peer, state, lastSeen }) => [
    ...[name, address, text, value, peer, state],
    timeText(lastSeen / 60e6, zone),
  ]),
})

const part = (heading: string, text: string, made: ReportTable | null): ReportPart => ({
  ...{ heading, level: 1, text, picture: null, table: made, note: "" },
})

export function miningReport(head: Head, answer: PrintedAnswer): ReportDocument {
  const { lines, total, shown, reason } = answer
  const all = chapters(lines)
  const rows = all.flatMap((one) => one.rows)
  const counted = total === 1 ? "1 record." : `${total.toLocaleString("en-US")} records.`
  const cut = shown < total ? `Only the first ${shown.toLocaleString("en-US")} are printed: narrow the report.` : ""
  return {
    ...head,
    summary: [answer.description, answer.filters, counted, cut].filter((line) => line !== ""),
    parts:
      all.length === 0
        ? [part("Nothing to report", reason, null)]
        : all.length > mostChapters
          ? [part("Records", "", table(rows, head.zone))]
          : all.map((one) => part(one.heading, "", table(one.rows, head.zone))),
  }
}
