/** Files of text that read many rows: made in a site thread. */
import { engines } from "../../../shared/detections/alert-kind.ts"
import { eventKinds } from "../../../shared/detections/event-kind.ts"
import type { ParsedInput } from "../../../shared/api/server.ts"
import type { Database } from "../../store/database.ts"
import { timeline } from "../../store/timeline.ts"
import { csv, isoTime } from "../csv.ts"
import { alertRows } from "./alert-row.ts"
import { filteredAlerts } from "./alerts.ts"
import { timelineEvents } from "./timeline.ts"

const chunk = 1000
const mostEvents = 100_000

const alertColumns = [
  ...["Source address", "Destination address", "Title", "Severity", "Message", "Additional information"],
  ...["Acknowledged", "PCAP available", "Engine", "Status", "Source device", "Destination device", "Protocol"],
  ...["First detection", "Last detection", "Detections", "ID"],
]

function* alertLines(database: Database, { filter }: ParsedInput<"alerts.exportCsv">): Generator<readonly string[]> {
  const all = filteredAlerts(database, filter)
  for (let at = 0; at < all.length; at += chunk)
    for (const row of alertRows(database, all.slice(at, at + chunk)))
      yield [
        ...[row.source.address, row.target.address, row.title, row.severity, row.message],
        row.closedBy === "" ? "" : `Closed: ${closings[row.closedBy]}`,
        ...[row.status === "new" ? "no" : "yes", row.packets ? "yes" : "no", engines[row.engine], row.status],
        ...[row.source.name, row.target.name, row.protocol, isoTime(row.first), isoTime(row.last)],
        ...[String(row.count), row.id],
      ]
}

const closings = {
  person: "by a person",
  learned: "learned",
  muted: "muted",
  silent: "not seen again for 90 days",
} as const

const eventColumns = ["Time", "Type", "Title", "Severity", "Text", "By", "Devices", "Protocol", "Alert"]

function* eventLines(database: Database, { filter }: ParsedInput<"timeline.exportCsv">): Generator<readonly string[]> {
  let before: { readonly at: number; readonly id: number } | null = null
  for (let found = 0; found < mostEvents; found += chunk) {
    const page = timeline.page(database, filter, before, chunk)
    for (const one of timelineEvents(database, page))
      yield [
        ...[isoTime(one.at), eventKinds[one.kind].title, one.title, one.severity, one.text, one.by],
        ...[one.devices.map(({ name }) => name).join("; "), one.protocol, one.alert],
      ]
    const last = page.at(-1)
    if (last === undefined || page.length < chunk) return
    before = { at: last.at, id: last.id }
  }
}

export const alertsCsv = (database: Database, input: ParsedInput<"alerts.exportCsv">): string =>
  csv(alertColumns, alertLines(database, input))

export const timelineCsv = (database: Database, input: ParsedInput<"timeline.exportCsv">): string =>
  csv(eventColumns, eventLines(database, input))
