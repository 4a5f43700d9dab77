/**
 * Table verdicts: traffic that people learned or muted. It raises no alert; how often it would have is counted. What was learned of a departure
 * from the baseline is what the alert listed: an address that it did not list is another departure.
 */
import type { AlertChange, AlertLine } from "../../shared/detections/finding.ts"
import { mostLines } from "../../shared/detections/held-alert.ts"
import { keepHitsBefore } from "./before.ts"
import type { Database, Row } from "./database.ts"
import { kindOf } from "./kind-of.ts"

export type Verdict = {
  readonly key: string
  readonly verdict: "learned" | "muted"
  readonly kind: string
  readonly protocol: string
  readonly source: string
  readonly sourceAddress: string
  readonly target: string
  readonly targetAddress: string
  readonly by: string
  readonly at: number
  readonly hits: number
  readonly lastHit: number
}

type VerdictRow = Row & {
  key: string
  verdict: "learned" | "muted"
  kind: string
  protocol: string
  source: string
  source_address: string
  target: string
  target_address: string
  by: string
  at: number
  hits: number
  last_hit: number
  told: number
  lines: string
}

const byDevice: ReadonlySet<string> = new Set(["new-asset-detected"])

/** Kinds whose lines are learned one by one: functions, places, names. Who may scan, and which device is known, is not a matter of lines. */
const byLine = (kind: string): boolean => kindOf(kind).engine === "policy" && !byDevice.has(kind)

const keyOf = ({ what, where }: AlertLine): string => `${what}\u0000${where}`

/** What of the change was not learned: undefined where all of it was. */
function beyond({ kind, lines: learned }: VerdictRow, change: AlertChange): AlertChange | undefined {
  if (!byLine(kind)) return undefined
  const known = new Set(JSON.parse(learned) as string[])
  if (known.size >= mostLines) return undefined
  const lines = change.lines.filter((line) => !known.has(keyOf(line)))
  if (lines.length === 0) return undefined
  const asked = lines.reduce((sum, line) => sum + line.asked, 0)
  return { ...change, lines, added: Math.max(1, Math.min(change.added, asked)) }
}

type Met = { readonly verdict: "learned" | "muted"; readonly tell: boolean; readonly beyond: AlertChange | undefined }

const day = 86_400e6

const fromRow = (row: VerdictRow): Verdict => ({
  ...{ key: row.key, verdict: row.verdict, kind: row.kind, protocol: row.protocol, source: row.source },
  ...{ sourceAddress: row.source_address, target: row.target, targetAddress: row.target_address },
  ...{ by: row.by, at: row.at, hits: row.hits, lastHit: row.last_hit },
})

export const verdicts = {
  /** Newest first. */
  all: (database: Database): Verdict[] =>
    database.all<VerdictRow>("select * from verdicts order by at desc, key limit 10000").map(fromRow),
  of(database: Database, key: string): Verdict | undefined {
    const row = database.get<VerdictRow>("select * from verdicts where key = ?", key)
    return row === undefined ? undefined : fromRow(row)
  },
  /** What was said of the traffic, which happened once more; `tell`: the timeline is told of the first on each day. */
  meet(database: Database, owner: string, change: AlertChange): Met | undefined {
    const { key, added, last } = change
    const row = database.get<VerdictRow>("select * from verdicts where key = ?", key)
    if (!row) return undefined
    const today = Math.floor(last / day)
    const tell = row.verdict === "muted" && added > 0 && today > row.told
    if (added > 0) {
      keepHitsBefore(database, owner, "verdicts", key)
      database.run(
        "update verdicts set hits = hits + ?, last_hit = max(last_hit, ?), told = ? where key = ?",
        ...[added, last, tell ? today : row.told, key],
      )
    }
    return { verdict: row.verdict, tell, beyond: row.verdict === "learned" ? beyond(row, change) : undefined }
  },
  /** `lines`: what the alerts of this traffic listed. */
  put(database: Database, one: Omit<Verdict, "hits" | "lastHit">, lines: readonly AlertLine[]): void {
    database.run(
      `insert into verdicts (key, verdict, kind, protocol, source, source_address, target, target_address, by, at, lines)
       values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict (key)
       do update set verdict = excluded.verdict, by = excluded.by, at = excluded.at, lines = excluded.lines`,
      ...[one.key, one.verdict, one.kind, one.protocol, one.source, one.sourceAddress, one.target, one.targetAddress],
      ...[one.by, one.at, JSON.stringify([...new Set(lines.map(keyOf))])],
    )
  },
  drop(database: Database, key: string): void {
    database.run("delete from verdicts where key = ?", key)
  },
}
