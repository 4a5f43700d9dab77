/** Table events as the timeline asks for it: filtered, newest first, page after page. */
import { eventSeverities, type EventKindCode, type EventSeverity } from "../../shared/detections/event-kind.ts"
import { pattern } from "./like-pattern.ts"
import type { Database, Row, Value } from "./database.ts"
import { named, namedLike } from "./named-devices.ts"

export type TimelineFilter = {
  readonly search: string
  readonly from: number
  readonly to: number
  readonly people: boolean
  readonly least: EventSeverity
  readonly kinds: readonly string[]
  readonly withoutKinds: readonly string[]
  readonly devices: readonly string[]
  readonly withoutDevices: readonly string[]
}

export type TimelineRow = {
  readonly id: number
  readonly at: number
  readonly code: EventKindCode
  readonly title: string
  readonly text: string
  readonly severity: EventSeverity
  readonly by: string
  readonly byPeople: boolean
  readonly source: string
  readonly sourceAddress: string
  readonly target: string
  readonly targetAddress: string
  readonly protocol: string
  readonly alert: string
  readonly frame: number
  readonly capture: string
}

type EventRow = Row & {
  place: number
  at: number
  kind: string
  title: string
  text: string
  who: string
  code: EventKindCode
  severity: number
  source: string
  source_address: string
  target: string
  target_address: string
  protocol: string
  alert: string
  frame: number
  capture: string
}

const fromRow = (row: EventRow): TimelineRow => ({
  ...{ id: row.place, at: row.at, code: row.code, title: row.title, text: row.text, by: row.who },
  severity: eventSeverities[row.severity] ?? "info",
  byPeople: row.kind !== "traffic",
  ...{ source: row.source, sourceAddress: row.source_address, target: row.target, targetAddress: row.target_address },
  ...{ protocol: row.protocol, alert: row.alert, frame: row.frame, capture: row.capture },
})

type Part = readonly [sql: string, ...values: Value[]]

const listed = "(select value from json_each(?))"

function searching(database: Database, search: string): Part | [] {
  if (search.trim() === "") return []
  const like = pattern(search.trim())
  const ids = JSON.stringify(namedLike(database, like))
  const texts = ["title", "text", "who", "protocol", "source_address", "target_address"]
  const parts = [...texts.map((one) => `${one} like ? escape '\\'`), `source in ${listed}`, `target in ${listed}`]
  return [`(${parts.join(" or ")})`, ...texts.map(() => like), ids, ids]
}

function meeting(database: Database, devices: readonly string[], wanted: boolean): Part | [] {
  if (devices.length === 0) return []
  const ids = JSON.stringify(named(database, devices))
  const one = `(source in ${listed} or target in ${listed})`
  return [wanted ? one : `not ${one}`, ids, ids]
}

function whereOf(database: Database, filter: TimelineFilter): readonly Part[] {
  const { from, to, people, least, kinds, withoutKinds } = filter
  const parts: readonly (Part | [])[] = [
    ["at >= ? and at < ?", from, to],
    // What the sensor tells of itself is nobody's work.
    people ? [] : ["(kind = 'traffic' or (who = '' and kind in ('system', 'monitoring')))"],
    least === "info" ? [] : ["severity >= ?", eventSeverities.indexOf(least)],
    kinds.length > 0 ? [`code in ${listed}`, JSON.stringify(kinds)] : [],
    withoutKinds.length > 0 ? [`code not in ${listed}`, JSON.stringify(withoutKinds)] : [],
    meeting(database, filter.devices, true),
    meeting(database, filter.withoutDevices, false),
    searching(database, filter.search),
  ]
  return parts.filter((part): part is Part => part.length > 0)
}

export const timeline = {
  /** `before`: the last of the page before. */
  page(
    database: Database,
    filter: TimelineFilter,
    before: { readonly at: number; readonly id: number } | null,
    limit: number,
  ): TimelineRow[] {
    const after: readonly Part[] = before ? [["(at, place) < (?, ?)", before.at, before.id]] : []
    const parts = [...whereOf(database, filter), ...after]
    return database
      .all<EventRow>(
        `select * from events where ${parts.map(([sql]) => sql).join(" and ")} order by at desc, place desc limit ?`,
        ...parts.flatMap(([, ...values]) => values),
        limit,
      )
      .map(fromRow)
  },
  get(database: Database, id: number): TimelineRow | undefined {
    const row = database.get<EventRow>("select * from events where place = ?", id)
    return row && fromRow(row)
  },
}
