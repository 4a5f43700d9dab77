/** Which lines of a report show: those that the search finds, without what lies under a closed heading. */
import type { ReportLine } from "../../../shared/api/contract/mining.ts"

type RecordLine = Extract<ReportLine, { is: "record" }>

const textOf = ({ record }: RecordLine): string =>
  [record.name, record.address, record.mac, record.category, record.text, record.value, record.peer, record.state]
    .join(" ")
    .toLowerCase()

/** Headings stay where anything below them does, and count what is left. */
export function searchLines(lines: readonly ReportLine[], search: string): readonly ReportLine[] {
  const words = search
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== "")
  if (words.length === 0) return lines
  const found: ReportLine[] = []
  const above: Extract<ReportLine, { is: "heading" }>[] = []
  for (const line of lines) {
    if (line.is === "heading") {
      above.splice(line.depth, Number.MAX_SAFE_INTEGER, { ...line, records: 0 })
      continue
    }
    const text = textOf(line)
    if (!words.every((word) => text.includes(word))) continue
    for (const heading of above.slice(0, line.depth)) if (heading.records++ === 0) found.push(heading)
    found.push(line)
  }
  return found
}

export function openLines(lines: readonly ReportLine[], closed: ReadonlySet<string>): readonly ReportLine[] {
  const found: ReportLine[] = []
  let hiddenBelow = Number.MAX_SAFE_INTEGER
  for (const line of lines) {
    if (line.depth > hiddenBelow) continue
    hiddenBelow = line.is === "heading" && closed.has(line.key) ? line.depth : Number.MAX_SAFE_INTEGER
    found.push(line)
  }
  return found
}

export const headingKeys = (lines: readonly ReportLine[]): readonly string[] =>
  lines.flatMap((line) => (line.is === "heading" ? [line.key] : []))
