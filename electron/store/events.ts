/** Table events: the timeline. What people and the sensor itself did, and what traffic showed; of each, the newest are kept. */
import {
  eventKinds,
  eventSeverities,
  type EventKindCode,
  type EventSeverity,
} from "../../shared/detections/event-kind.ts"
import type { End } from "../../shared/detections/finding.ts"
import { importMark } from "./capture-source.ts"
import type { Database } from "./database.ts"

export type StoredEvent = {
  readonly at: number
  readonly kind: string
  readonly title: string
  readonly text: string
  readonly who: string
  readonly origin: string
}

/** More of what a person did, for the timeline. */
export type NotedEvent = StoredEvent & {
  readonly code?: EventKindCode | undefined
  readonly severity?: EventSeverity | undefined
  readonly device?: string | undefined
  readonly alert?: string | undefined
}

/** What traffic showed. `owner`: who takes it back. */
export type ShownEvent = {
  readonly at: number
  readonly code: EventKindCode
  /** `{source}` and `{target}` stand for the ends, `{protocol}` for how people write it. */
  readonly text: string
  readonly source: End
  readonly target: End
  readonly protocol?: string
  readonly alert?: string
  readonly frame?: number
  readonly capture?: string
  /** Where it is not that of its kind. */
  readonly severity?: EventSeverity
}

/** Of what people did, and of what traffic showed. */
const keptOfPeople = 100_000
/** sql.js holds the database in memory and writes it whole. */
const keptOfTraffic = { "node:sqlite": 500_000, "sql.js": 50_000 } as const
/** So many more are deleted at once than come in, so that no commit is long. */
const step = 2000
const shown = "traffic"

const codeOf = (kind: string): EventKindCode => (kind === "sign-in" ? "USER_LOGIN" : "USER_OPERATION")
const nobody: End = { device: "", address: "" }

export const events = {
  /** Its place. */
  add(database: Database, one: NotedEvent): number {
    const code = one.code ?? codeOf(one.kind)
    database.run(
      "insert into events (at, kind, title, text, who, origin, code, severity, source, alert) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      ...[one.at, one.kind, one.title, one.text, one.who, one.origin, code],
      ...[eventSeverities.indexOf(one.severity ?? eventKinds[code].severity), one.device ?? "", one.alert ?? ""],
    )
    const place = newest(database)
    if (place % step === 0) dropOfPeople(database)
    return place
  },
  addShown(
    database: Database,
    owner: string,
    all: readonly ShownEvent[],
    kept: number = keptOfTraffic[database.driver],
  ): void {
    for (const one of all) {
      const { code, source = nobody, target = nobody, frame = 0 } = one
      const capture = frame > 0 && one.capture === "" ? importMark + owner : (one.capture ?? "")
      database.run(
        `insert into events (at, kind, title, text, who, origin, code, severity, source, source_address, target, target_address, protocol, alert, frame, capture, owner)
         values (?, '${shown}', ?, ?, '', '', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        ...[
          one.at,
          eventKinds[code].title,
          one.text,
          code,
          eventSeverities.indexOf(one.severity ?? eventKinds[code].severity),
        ],
        ...[source.device, source.address, target.device, target.address, one.protocol ?? "", one.alert ?? ""],
        ...[frame, capture, owner],
      )
    }
    if (all.length > 0) dropShown(database, all.length, kept)
  },
  /** What people and the sensor did, of these kinds, or of all where none is named; newest first. */
  newest: (database: Database, kinds: readonly string[], limit: number): StoredEvent[] =>
    database.all<StoredEvent>(
      `select at, kind, title, text, who, origin from events where ${
        kinds.length > 0 ? `kind in (${kinds.map(() => "?").join(", ")})` : `kind <> '${shown}'`
      } order by place desc limit ?`,
      ...kinds,
      limit,
    ),
}

const newest = (database: Database): number =>
  database.get<{ place: number | null }>("select max(place) as place from events")?.place ?? 0

function dropShown(database: Database, added: number, kept: number): void {
  const until = newest(database) - kept
  if (until <= 0) return
  database.run(
    `delete from events where place in (select place from events where kind = '${shown}' and place <= ? order by place limit ?)`,
    until,
    added + step,
  )
}

function dropOfPeople(database: Database): void {
  const last = database.get<{ place: number }>(
    `select place from events where kind <> '${shown}' order by place desc limit 1 offset ?`,
    keptOfPeople,
  )
  if (last) database.run(`delete from events where kind <> '${shown}' and place <= ?`, last.place)
}
