/** Table dashboards: those that people made; and which one is shown first, for everybody. */
import type { Database } from "./database.ts"
import { settings } from "./settings.ts"

export type KeptDashboard = {
  readonly id: string
  readonly name: string
  /** Its widgets as JSON. */
  readonly value: string
  readonly by: string
  /** Microseconds since 1970 UTC. */
  readonly changedAt: number
}
type DashboardRow = { id: string; name: string; value: string; by: string; changed_at: number }

const fromRow = ({ changed_at: changedAt, ...row }: DashboardRow): KeptDashboard => ({ ...row, changedAt })

const firstSetting = "trends.first"

export const dashboards = {
  all: (database: Database): KeptDashboard[] =>
    database.all<DashboardRow>("select * from dashboards order by name, id").map(fromRow),
  put(database: Database, one: KeptDashboard): void {
    database.run(
      "insert or replace into dashboards (id, name, value, by, changed_at) values (?, ?, ?, ?, ?)",
      one.id,
      one.name,
      one.value,
      one.by,
      one.changedAt,
    )
  },
  remove(database: Database, id: string): void {
    database.run("delete from dashboards where id = ?", id)
  },
  /** Id of the one that is shown first, or "". */
  first: (database: Database): string => settings.get(database, firstSetting) ?? "",
  setFirst(database: Database, id: string): void {
    settings.set(database, firstSetting, id)
  },
}
