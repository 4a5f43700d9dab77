/** Table alerts, the engine's side: what traffic raised. Columns that belong to people are in alert-care.ts. */
import { createHash } from "node:crypto"
import { goneOn, type WholeAlert } from "../../shared/detections/alert-book.ts"
import { severities, type Severity } from "../../shared/detections/alert-kind.ts"
import type { AlertChange, AlertLine } from "../../shared/detections/finding.ts"
import { importMark } from "./capture-source.ts"
import type { Database, Row } from "./database.ts"
import { keepAlertBefore, keepBefore } from "./before.ts"
import { kindOf } from "./kind-of.ts"

export const statuses = ["new", "active", "closed"] as const
export type AlertStatus = (typeof statuses)[number]
export type ClosedBy = "" | "person" | "learned" | "muted" | "silent"

export type AlertBrief = {
  readonly id: string
  readonly key: string
  readonly kind: string
  readonly title: string
  readonly engine: string
  readonly protocol: string
  readonly source: string
  readonly sourceAddress: string
  readonly target: string
  readonly targetAddress: string
  readonly message: string
  readonly first: number
  readonly last: number
  readonly count: number
  readonly status: AlertStatus
  readonly closedBy: ClosedBy
  readonly severity: Severity
  readonly severityEdited: boolean
  readonly comments: number
}

export type AlertRecord = Row & {
  id: string
  key: string
  ordinal: number
  kind: string
  title: string
  engine: string
  protocol: string
  source: string
  source_address: string
  target: string
  target_address: string
  message: string
  first: number
  last: number
  count: number
  status: number
  closed_by: ClosedBy
  severity: number
  severity_edited: number
  comments: number
}

export const briefOf = (row: AlertRecord): AlertBrief => ({
  ...{ id: row.id, key: row.key, kind: row.kind, title: row.title, engine: row.engine, protocol: row.protocol },
  ...{ source: row.source, sourceAddress: row.source_address, target: row.target, targetAddress: row.target_address },
  ...{ message: row.message, first: row.first, last: row.last, count: row.count },
  status: statuses[row.status] ?? "new",
  closedBy: row.closed_by,
  severity: severities[row.severity] ?? "warning",
  severityEdited: row.severity_edited === 1,
  comments: row.comments,
})

/** `before`: lines as an earlier alert of the same traffic left them; their counts are not this alert's. */
export type StoredLines = { readonly lines: readonly AlertLine[]; readonly before: readonly AlertLine[] }

const noLines: StoredLines = { lines: [], before: [] }

/** The same traffic gives the same ids, whoever reads it. */
const idOf = (key: string, ordinal: number, first: number): string =>
  createHash("sha256").update(`${key}\u0000${ordinal}\u0000${first}`).digest("base64url").slice(0, 22)

/** Of a rule of the user's own, its name stands with it. */
export const titleOf = ({ kind, rule }: Pick<AlertChange, "kind" | "rule">): string =>
  rule === undefined ? kindOf(kind).title : `${kindOf(kind).title}: ${rule.name}`

const lineKey = ({ what, where }: AlertLine): string => `${what}\u0000${where}`

export const alerts = {
  /** The newest alert of the traffic, open or closed. */
  latest: (database: Database, key: string): AlertRecord | undefined =>
    database.get<AlertRecord>("select * from alerts where key = ? order by ordinal desc limit 1", key),
  get(database: Database, id: string): AlertBrief | undefined {
    const row = database.get<AlertRecord>("select * from alerts where id = ?", id)
    return row && briefOf(row)
  },
  some: (database: Database, ids: readonly string[]): AlertBrief[] =>
    database
      .all<AlertRecord>(
        "select alerts.* from json_each(?) as wanted join alerts on alerts.id = wanted.value order by wanted.key",
        JSON.stringify(ids),
      )
      .map(briefOf),
  stored(database: Database, id: string): StoredLines {
    const row = database.get<{ data: string }>("select data from alert_lines where id = ?", id)
    return row ? (JSON.parse(row.data) as StoredLines) : noLines
  },
  /** What happened since the alert began. */
  linesOf(database: Database, id: string): AlertLine[] {
    const { lines, before } = alerts.stored(database, id)
    const counted = new Map(before.map((line) => [lineKey(line), line]))
    return lines.map((line) => since(counted.get(lineKey(line)), line))
  },
  /** Everything that the alerts of one traffic list. */
  listedOf: (database: Database, key: string): AlertLine[] =>
    database
      .all<{ id: string }>("select id from alerts where key = ?", key)
      .flatMap(({ id }) => alerts.stored(database, id).lines),
  /** A new alert; its id. `former`: the closed one of the same traffic. */
  raise(database: Database, owner: string, change: AlertChange, former: AlertRecord | undefined): string {
    const kind = kindOf(change.kind)
    const ordinal = (former?.ordinal ?? 0) + 1
    const id = idOf(change.key, ordinal, change.first)
    database.run(
      `insert into alerts (id, owner, key, ordinal, kind, title, engine, protocol, source, source_address, target, target_address, message,
       first, last, count, severity) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      ...[id, owner, change.key, ordinal, change.kind, titleOf(change), kind.engine, change.protocol],
      ...[change.source.device, change.source.address, change.target.device, change.target.address, change.message],
      ...[change.first, change.last, change.added, severities.indexOf(change.rule?.severity ?? kind.severity)],
    )
    const before = former ? alerts.stored(database, former.id).lines : []
    putLines(database, owner, id, { lines: marked(owner, change.lines), before })
    return id
  },
  goOn(database: Database, owner: string, row: AlertRecord, told: AlertChange): void {
    keepAlertBefore(database, owner, row.id)
    const stored = alerts.stored(database, row.id)
    const change = { ...told, lines: marked(owner, told.lines) }
    const whole = goneOn(wholeOf(row, stored.lines), change)
    database.run(
      "update alerts set owner = ?, source = ?, source_address = ?, target = ?, target_address = ?, first = ?, last = ?, count = ? where id = ?",
      ...[owner, whole.source.device, whole.source.address, whole.target.device, whole.target.address],
      ...[whole.first, whole.last, whole.count, row.id],
    )
    if (change.lines.length > 0) putLines(database, owner, row.id, { lines: whole.lines, before: stored.before })
  },
}

function putLines(database: Database, owner: string, id: string, stored: StoredLines): void {
  keepBefore(database, owner, "alert_lines", id)
  database.run(
    "insert into alert_lines (id, owner, data) values (?, ?, ?) on conflict (id) do update set owner = excluded.owner, data = excluded.data",
    ...[id, owner, JSON.stringify(stored)],
  )
}

/** A frame of a capture that has no SHA-256 yet names the import instead. */
const marked = (owner: string, lines: readonly AlertLine[]): readonly AlertLine[] =>
  lines.map((line) => (line.frame > 0 && line.capture === "" ? { ...line, capture: importMark + owner } : line))

function since(before: AlertLine | undefined, line: AlertLine): AlertLine {
  if (before === undefined) return line
  return {
    ...line,
    asked: Math.max(0, line.asked - before.asked),
    succeeded: Math.max(0, line.succeeded - before.succeeded),
    refused: Math.max(0, line.refused - before.refused),
    first: Math.max(line.first, Math.min(before.last, line.last)),
  }
}

const wholeOf = (row: AlertRecord, lines: readonly AlertLine[]): WholeAlert => ({
  ...{ key: row.key, kind: row.kind, protocol: row.protocol, message: row.message, lines },
  source: { device: row.source, address: row.source_address },
  target: { device: row.target, address: row.target_address },
  ...{ first: row.first, last: row.last, count: row.count },
})
