/** The one contract every database driver keeps. Calls block, so they happen in worker threads only. */

export type Value = string | number | Uint8Array | null
export type Row = Record<string, Value>

export type Database = {
  readonly driver: DriverName
  readonly readOnly: boolean
  /** One statement that changes something; returns how many rows it touched. */
  run(sql: string, ...values: Value[]): number
  all<Shape extends Row>(sql: string, ...values: Value[]): Shape[]
  get<Shape extends Row>(sql: string, ...values: Value[]): Shape | undefined
  /** Several statements without values. */
  script(sql: string): void
  /** All or nothing; durable on the disk when it returns. A transaction within one is part of it. */
  transaction<Result>(work: () => Result): Result
  /** A whole, consistent copy in a new file. */
  backup(path: string): void
  /** What is wrong with the file, in SQLite's words; empty when sound. */
  check(): string[]
  /** Bytes on the disk. */
  size(): number
  close(): void
}

export const driverNames = ["node:sqlite", "sql.js"] as const
export type DriverName = (typeof driverNames)[number]

export class DatabaseDamaged extends Error {
  override readonly name = "DatabaseDamaged"
}

export class SiteFull extends Error {
  override readonly name = "SiteFull"
}

export class SiteReadOnly extends Error {
  override readonly name = "SiteReadOnly"
  constructor() {
    super(
      "This site is open read-only because another program uses it. Close that program and open the site again to change something.",
    )
  }
}
