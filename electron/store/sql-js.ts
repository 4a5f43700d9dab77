/**
 * The driver without native code: sql.js holds the database in memory and writes it whole. A commit is a temporary file, fsync, two
 * renames and an fsync of the folder; the generation before stays as NAME.previous. Because every commit costs the whole size, a site
 * may not pass 64 MiB with it.
 */
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, writeSync } from "node:fs"
import { dirname } from "node:path"
import initSqlJs from "sql.js"
import type { Database as Memory, SqlJsStatic, Statement } from "sql.js"
import { DatabaseDamaged, SiteFull, SiteReadOnly } from "./database.ts"
import type { Database, Row, Value } from "./database.ts"

export const sqlJsLimit = 64 * 1024 * 1024

const damaged = /malformed|not a database|corrupt/ // sql.js gives SQLite's text only, no code (its issue 416)

function told<Result>(work: () => Result): Result {
  try {
    return work()
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    if (damaged.test(message))
      throw new DatabaseDamaged(`The site's database is damaged: ${message}.`, { cause: error })
    throw error
  }
}

/** A file that node:sqlite left says "write-ahead log" in bytes 18 and 19 of its header; in memory there is none (https://sqlite.org/fileformat.html, 1.3). */
function withoutLog(bytes: Uint8Array): Uint8Array {
  if (bytes.length > 20 && bytes[18] === 2) bytes.fill(1, 18, 20)
  return bytes
}

function fsyncFolder(path: string): void {
  if (process.platform === "win32") return // folders can't be opened there; NTFS journals the rename
  const folder = openSync(path, "r")
  fsyncSync(folder)
  closeSync(folder)
}

class SqlJs implements Database {
  readonly driver = "sql.js"
  readonly readOnly: boolean
  readonly #path: string
  readonly #engine: SqlJsStatic
  #memory: Memory
  readonly #statements = new Map<string, Statement>()
  #depth = 0
  #size = 0

  constructor(engine: SqlJsStatic, path: string, readOnly: boolean) {
    this.#engine = engine
    this.#path = path
    this.readOnly = readOnly
    this.#memory = this.#load()
  }

  /** After a crash between the two renames the newest whole file is NAME.new; without one, NAME.previous. */
  #load(): Memory {
    const present = [this.#path, `${this.#path}.new`, `${this.#path}.previous`].find((path) => existsSync(path))
    if (present === undefined) return new this.#engine.Database()
    const bytes = withoutLog(new Uint8Array(readFileSync(present)))
    this.#size = bytes.length
    return told(() => new this.#engine.Database(bytes))
  }

  #statement(sql: string): Statement {
    const known = this.#statements.get(sql)
    if (known) return known
    const made = told(() => this.#memory.prepare(sql))
    this.#statements.set(sql, made)
    return made
  }

  run(sql: string, ...values: Value[]): number {
    if (this.readOnly) throw new SiteReadOnly()
    const statement = this.#statement(sql)
    told(() => statement.run(values))
    const changes = this.#memory.getRowsModified()
    if (this.#depth === 0) this.#save()
    return changes
  }
  all<Shape extends Row>(sql: string, ...values: Value[]): Shape[] {
    const statement = this.#statement(sql)
    return told(() => {
      statement.bind(values)
      const rows: Shape[] = []
      while (statement.step()) rows.push(statement.getAsObject() as Shape)
      statement.reset()
      return rows
    })
  }
  get<Shape extends Row>(sql: string, ...values: Value[]): Shape | undefined {
    return this.all<Shape>(sql, ...values)[0]
  }
  script(sql: string): void {
    told(() => this.#memory.exec(sql))
    if (this.#depth === 0 && !this.readOnly) this.#save()
  }

  transaction<Result>(work: () => Result): Result {
    if (this.readOnly) throw new SiteReadOnly()
    if (this.#depth > 0) return work()
    this.#memory.run("BEGIN")
    this.#depth = 1
    try {
      const result = work()
      this.#judgeSize()
      this.#memory.run("COMMIT")
      this.#save()
      return result
    } catch (error) {
      this.#reload()
      throw error
    } finally {
      this.#depth = 0
    }
  }

  #judgeSize(): void {
    const pages = this.get<{ page_count: number }>("PRAGMA page_count")?.page_count ?? 0
    const page = this.get<{ page_size: number }>("PRAGMA page_size")?.page_size ?? 0
    if (pages * page > sqlJsLimit)
      throw new SiteFull(
        "The site has reached the 64 MiB that the sql.js database can hold. Use the node:sqlite database (Node 22.13 or newer), which has no such limit.",
      )
  }

  #dropStatements(): void {
    for (const statement of this.#statements.values()) statement.free()
    this.#statements.clear()
  }

  /** A failed save leaves memory ahead of the disk: what the disk has is what counts. */
  #reload(): void {
    this.#dropStatements()
    this.#memory.close()
    this.#memory = this.#load()
  }

  #save(): void {
    this.#dropStatements() // export() closes and opens the database anew, which ends all statements
    const bytes = this.#memory.export()
    const fresh = `${this.#path}.new`
    const file = openSync(fresh, "w", 0o600)
    try {
      for (let done = 0; done < bytes.length;) done += writeSync(file, bytes, done)
      fsyncSync(file)
    } finally {
      closeSync(file)
    }
    if (existsSync(this.#path)) renameSync(this.#path, `${this.#path}.previous`)
    renameSync(fresh, this.#path)
    fsyncFolder(dirname(this.#path))
    this.#size = bytes.length
  }

  backup(path: string): void {
    this.#dropStatements()
    const file = openSync(path, "wx", 0o600)
    const bytes = this.#memory.export()
    for (let done = 0; done < bytes.length;) done += writeSync(file, bytes, done)
    fsyncSync(file)
    closeSync(file)
  }
  check(): string[] {
    return this.all<{ quick_check: string }>("PRAGMA quick_check(20)")
      .map((row) => row.quick_check)
      .filter((line) => line !== "ok")
  }
  size(): number {
    return this.#size
  }
  close(): void {
    this.#dropStatements()
    this.#memory.close()
    rmSync(`${this.#path}.new`, { force: true })
  }
}

/** `wasm`: path of sql-wasm.wasm. */
export async function openSqlJs(path: string, readOnly: boolean, wasm: string): Promise<Database> {
  const bytes = new Uint8Array(readFileSync(wasm))
  const engine = await initSqlJs({ wasmBinary: bytes.buffer })
  return new SqlJs(engine, path, readOnly)
}
