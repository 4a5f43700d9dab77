/** Tables reports and snapshots: the reports of data mining that people made, and frozen copies of what a report said. */
import type { Database } from "./database.ts"

export type KeptReport = {
  readonly id: string
  readonly name: string
  /** Its definition as JSON. */
  readonly value: string
  readonly by: string
  /** Microseconds since 1970 UTC. */
  readonly changedAt: number
}
type ReportRow = { id: string; name: string; value: string; by: string; changed_at: number }
const fromRow = ({ changed_at: changedAt, ...row }: ReportRow): KeptReport => ({ ...row, changedAt })

export const reports = {
  all: (database: Database): KeptReport[] =>
    database.all<ReportRow>("select * from reports order by name, id").map(fromRow),
  get(database: Database, id: string): KeptReport | undefined {
    const row = database.get<ReportRow>("select * from reports where id = ?", id)
    return row && fromRow(row)
  },
  put(database: Database, one: KeptReport): void {
    database.run(
      "insert or replace into reports (id, name, value, by, changed_at) values (?, ?, ?, ?, ?)",
      one.id,
      one.name,
      one.value,
      one.by,
      one.changedAt,
    )
  },
  /** Its snapshots stay: they say what was, whatever becomes of the report. */
  remove(database: Database, id: string): void {
    database.run("delete from reports where id = ?", id)
  },
}

export type KeptSnapshot = {
  readonly id: string
  readonly report: string
  readonly name: string
  readonly by: string
  /** Microseconds since 1970 UTC. */
  readonly madeAt: number
}
type SnapshotRow = { id: string; report: string; name: string; by: string; made_at: number }

export const snapshots = {
  /** Newest first, without what they hold. */
  all: (database: Database): KeptSnapshot[] =>
    database
      .all<SnapshotRow>("select id, report, name, by, made_at from snapshots order by made_at desc, id")
      .map(({ made_at: madeAt, ...row }) => ({ ...row, madeAt })),
  /** What it holds: gzip, in base64. */
  value: (database: Database, id: string): string | undefined =>
    database.get<{ value: string }>("select value from snapshots where id = ?", id)?.value,
  put(database: Database, one: KeptSnapshot, value: string): void {
    database.run(
      "insert into snapshots (id, report, name, value, by, made_at) values (?, ?, ?, ?, ?, ?)",
      one.id,
      one.report,
      one.name,
      value,
      one.by,
      one.madeAt,
    )
  },
  remove(database: Database, id: string): void {
    database.run("delete from snapshots where id = ?", id)
  },
}
