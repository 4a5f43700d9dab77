/** Table exclusions: devices, kinds and times that raise no alert. */
import { exclusionFits, type Exclusion } from "./exclusion-fits.ts"
import type { AlertChange } from "../../shared/detections/finding.ts"
import { keepHitsBefore } from "./before.ts"
import type { Database, Row } from "./database.ts"

export type StoredExclusion = Exclusion & {
  readonly id: string
  readonly by: string
  readonly changedAt: number
  readonly hits: number
  readonly lastHit: number
}

type ExclusionRow = Row & { id: string; data: string; by: string; changed_at: number; hits: number; last_hit: number }

export const exclusions = {
  all: (database: Database): StoredExclusion[] =>
    database.all<ExclusionRow>("select * from exclusions order by changed_at desc, id limit 500").map((row) => ({
      ...(JSON.parse(row.data) as Exclusion),
      ...{ id: row.id, by: row.by, changedAt: row.changed_at, hits: row.hits, lastHit: row.last_hit },
    })),
  put(database: Database, id: string, one: Exclusion, by: string, at: number): void {
    database.run(
      `insert into exclusions (id, data, by, changed_at) values (?, ?, ?, ?)
       on conflict (id) do update set data = excluded.data, by = excluded.by, changed_at = excluded.changed_at`,
      ...[id, JSON.stringify(one), by, at],
    )
  },
  remove(database: Database, id: string): void {
    database.run("delete from exclusions where id = ?", id)
  },
  /** The first that covers it is counted. `nowOf`: what a device's id is now. */
  meet(
    database: Database,
    owner: string,
    change: AlertChange,
    rules: { readonly all: readonly StoredExclusion[]; readonly zone: string; readonly nowOf: (id: string) => string },
  ): boolean {
    const found = rules.all.find((one) => exclusionFits(one, change, rules.zone, rules.nowOf))
    if (!found) return false
    if (change.added > 0) {
      keepHitsBefore(database, owner, "exclusions", found.id)
      database.run(
        "update exclusions set hits = hits + ?, last_hit = max(last_hit, ?) where id = ?",
        ...[change.added, change.last, found.id],
      )
    }
    return true
  },
}
