/** The event timeline: answered in a site thread. */
import "../../../shared/protocols/index.ts" // declares the protocols
import { declaredProtocols } from "../../../shared/protocols/protocol.ts"
import type { TimelineEvent } from "../../../shared/api/contract/timeline.ts"
import type { MadeOutput, ParsedInput } from "../../../shared/api/server.ts"
import { filled } from "../../../shared/detections/alert-text.ts"
import { captureSources } from "../../store/capture-source.ts"
import type { Database } from "../../store/database.ts"
import { evidence } from "../../store/evidence.ts"
import { timeline, type TimelineRow } from "../../store/timeline.ts"
import { endOf, knownDevices } from "./ends.ts"

export function listTimeline(
  database: Database,
  { filter, before, limit }: ParsedInput<"timeline.list">,
): MadeOutput<"timeline.list"> {
  const found = timeline.page(database, filter, before, limit + 1)
  return { events: timelineEvents(database, found.slice(0, limit)), more: found.length > limit }
}

export function timelineEvents(database: Database, rows: readonly TimelineRow[]): TimelineEvent[] {
  const known = knownDevices(
    database,
    rows.flatMap(({ source, target }) => [source, target]),
  )
  const sourceOf = captureSources(database)
  return rows.map((row) => {
    const [source, target] = [endOf(known, row.source, row.sourceAddress), endOf(known, row.target, row.targetAddress)]
    const ends = [source, target].filter(({ device }) => device !== "")
    const devices = ends.map(({ device: id, name }) => ({ id, name }))
    return {
      ...{ id: row.id, at: row.at, kind: row.code, title: row.title.slice(0, 200), severity: row.severity },
      // What people wrote stays as they wrote it.
      text: (row.byPeople ? row.text : shownText(row, source.name, target.name)).slice(0, 4000),
      by: row.by,
      devices: devices.filter(({ id }, n) => n === 0 || id !== devices[0]?.id),
      ...{ protocol: row.protocol, alert: row.alert },
      packets: row.frame > 0 && evidence.hasAny(database, [{ import: sourceOf(row.capture).id, frame: row.frame }]),
    }
  })
}

const titles = new Map(declaredProtocols().map(({ name, title }) => [name, title]))

const shownText = ({ text, protocol }: TimelineRow, source: string, target: string): string =>
  filled(text, { source, target }).replaceAll("{protocol}", titles.get(protocol) ?? protocol.toUpperCase())
