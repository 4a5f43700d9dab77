/** Tables packs and threats: the intelligence pack in force and what it names. */
import type { Policy, Threat } from "../../shared/detections/policy.ts"
import type { Database } from "./database.ts"
import { pattern } from "./like-pattern.ts"

/** What is kept of a pack beside its threats. Times in microseconds since 1970 UTC. */
export type StoredPack = {
  /** Of the whole file. */
  readonly sha256: string
  readonly version: string
  readonly issuer: string
  readonly issuedAt: number
  readonly installedAt: number
  readonly installedBy: string
  readonly size: number
  readonly contents: readonly { readonly path: string; readonly size: number; readonly what: string }[]
  /** Indicators that are not used, by reason. */
  readonly unused: readonly { readonly why: string; readonly count: number }[]
}
type ThreatRow = { what: Threat["what"]; value: string; source: string; suspicion: number }

const threatOf = ({ what, value, source, suspicion }: ThreatRow): Threat => ({
  ...{ what, value, source },
  ...(suspicion === 1 ? { isSuspicion: true } : {}),
})

export const packs = {
  active(database: Database): StoredPack | null {
    const row = database.get<{ data: string }>("select data from packs where active = 1")
    return row ? (JSON.parse(row.data) as StoredPack) : null
  },
  /** The one before keeps its threats: a capture may be half read with them. */
  install(database: Database, pack: StoredPack, threats: readonly Threat[]): void {
    database.run("delete from threats where pack not in (select id from packs where active = 1)")
    database.run("delete from packs where active = 0")
    database.run("update packs set active = 0")
    database.run("delete from threats where pack = ?", pack.sha256)
    database.run("insert or replace into packs (id, data, active) values (?, ?, 1)", pack.sha256, JSON.stringify(pack))
    for (const { what, value, source, isSuspicion } of threats)
      database.run(
        "insert or replace into threats (pack, what, value, source, suspicion) values (?, ?, ?, ?, ?)",
        ...[pack.sha256, what, value, source, isSuspicion === true ? 1 : 0],
      )
  },
  remove(database: Database): void {
    database.run("update packs set active = 0")
  },
  counts(
    database: Database,
    pack: string,
  ): { readonly addresses: number; readonly domains: number; readonly files: number } {
    const rows = database.all<{ what: string; n: number }>(
      "select what, count(*) as n from threats where pack = ? group by what",
      pack,
    )
    const of = (what: string): number => rows.find((row) => row.what === what)?.n ?? 0
    return { addresses: of("address"), domains: of("domain"), files: of("file") }
  },
  /** `text`: part of a value or of its source; "" for all. In the order of their values. */
  page(database: Database, pack: string, text: string, from: number, count: number) {
    const like = pattern(text.toLowerCase())
    const where = "where pack = ? and (value like ? escape '\\' or lower(source) like ? escape '\\')"
    const total = database.get<{ n: number }>(`select count(*) as n from threats ${where}`, pack, like, like)?.n ?? 0
    const rows = database.all<ThreatRow>(
      `select what, value, source, suspicion from threats ${where} order by value, what limit ? offset ?`,
      ...[pack, like, like, count, from],
    )
    return { total, threats: rows.map(threatOf) }
  },
  /** The policy with the threats of its pack, as the engine needs it. */
  full(database: Database, policy: Policy): Policy {
    if (policy.pack === undefined) return policy
    const rows = database.all<ThreatRow>(
      "select what, value, source, suspicion from threats where pack = ? order by what, value",
      policy.pack,
    )
    return { ...policy, threats: rows.map(threatOf) }
  },
}
