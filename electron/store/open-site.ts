/** Opens the database of a site folder: lock, driver, soundness, tables. A damaged one is set aside, never overwritten, and what can be read of it is kept. */
import { copyFileSync, existsSync, mkdirSync, renameSync, rmSync, statSync } from "node:fs"
import { join } from "node:path"
import { DatabaseDamaged } from "./database.ts"
import type { Database, DriverName } from "./database.ts"
import { migrate } from "./migrate.ts"
import { hasNodeSqlite, openNodeSqlite } from "./node-sqlite.ts"
import { recover } from "./recover.ts"
import type { Kept } from "./recover.ts"
import { openSqlJs } from "./sql-js.ts"

export type SitePlace = {
  readonly folder: string
  readonly driver: DriverName | "best"
  readonly readOnly: boolean
  /** Path of sql-wasm.wasm. */
  readonly wasm: string
  /** Microseconds since 1970 UTC. */
  readonly now: number
}

export type Restored = { readonly setAside: string; readonly reason: string; readonly kept: readonly Kept[] }
export type OpenSite = { readonly database: Database; readonly restored: Restored | null }

const fileName = "site.db"
/** A larger file is judged page by page as it is read; a whole check would delay the start. */
const checkedWhole = 100 * 1024 * 1024

export function openDriver(place: SitePlace, path: string, readOnly: boolean): Promise<Database> {
  const driver = place.driver === "best" ? (hasNodeSqlite() ? "node:sqlite" : "sql.js") : place.driver
  return driver === "sql.js" ? openSqlJs(path, readOnly, place.wasm) : Promise.resolve(openNodeSqlite(path, readOnly))
}

function judge(database: Database): void {
  const wrong = database.size() <= checkedWhole ? database.check() : []
  if (wrong.length === 0) return
  // SQLite's report has a heading and a line for every page; the first of those says enough.
  const line = wrong[0]!.split("\n").find((one) => one !== "" && !one.startsWith("***"))
  throw new DatabaseDamaged(`The site's database is damaged: ${line ?? "its integrity check failed"}.`)
}

function setAside(place: SitePlace): string {
  const stamp = new Date(place.now / 1000).toISOString().replaceAll(/[:.]/g, "-")
  let aside = join(place.folder, `damaged-${stamp}`)
  for (let number = 2; existsSync(aside); number++) aside = join(place.folder, `damaged-${stamp}-${number}`)
  mkdirSync(aside, { mode: 0o700 })
  for (const ending of ["", "-wal", "-shm", ".new", ".previous"]) {
    const path = join(place.folder, fileName + ending)
    if (existsSync(path)) renameSync(path, join(aside, fileName + ending))
  }
  return aside
}

/** Reads from a copy, because opening a database with a log changes the file. */
async function keepFrom(place: SitePlace, damaged: string, database: Database): Promise<Kept[]> {
  const copy = join(place.folder, "rescue.db")
  for (const ending of ["", "-wal"]) if (existsSync(damaged + ending)) copyFileSync(damaged + ending, copy + ending)
  try {
    const from = await openDriver(place, copy, place.driver === "sql.js")
    const kept = recover(from, database)
    from.close()
    return kept
  } catch (error) {
    if (!(error instanceof DatabaseDamaged)) throw error
    return []
  } finally {
    for (const ending of ["", "-wal", "-shm"]) rmSync(copy + ending, { force: true })
  }
}

/** sql.js keeps the generation before: it serves where the newest can't be opened at all. */
async function rescue(place: SitePlace, reason: string): Promise<OpenSite> {
  const aside = setAside(place)
  const database = await openDriver(place, join(place.folder, fileName), false)
  migrate(database)
  for (const name of [fileName, `${fileName}.previous`]) {
    if (!existsSync(join(aside, name))) continue
    const kept = await keepFrom(place, join(aside, name), database)
    if (kept.length > 0) return { database, restored: { setAside: aside, reason, kept } }
  }
  return { database, restored: { setAside: aside, reason, kept: [] } }
}

export async function openSite(place: SitePlace): Promise<OpenSite> {
  if (!place.readOnly) mkdirSync(place.folder, { recursive: true, mode: 0o700 })
  const path = join(place.folder, fileName)
  let database: Database | undefined
  try {
    database = await openDriver(place, path, place.readOnly)
    if (statSync(path, { throwIfNoEntry: false })?.size) judge(database)
    if (!place.readOnly) migrate(database)
    return { database, restored: null }
  } catch (error) {
    database?.close()
    if (!(error instanceof DatabaseDamaged) || place.readOnly) throw error
    return rescue(place, error.message)
  }
}
