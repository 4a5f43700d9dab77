/** The default driver: node:sqlite with a write-ahead log; a commit is on the disk when it returns (synchronous=FULL). */
import { existsSync, statSync } from "node:fs"
import { createRequire } from "node:module"
import type * as NodeSqliteModule from "node:sqlite"
import type { DatabaseSync, StatementSync } from "node:sqlite"
import { DatabaseDamaged } from "./database.ts"
import type { Database, Row, Value } from "./database.ts"

/** Resolved when first used: the module is missing in older Nodes, where sql.js serves instead. */
const load = () => createRequire(import.meta.url)("node:sqlite") as typeof NodeSqliteModule

export function hasNodeSqlite(): boolean {
  try {
    load()
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ERR_UNKNOWN_BUILTIN_MODULE") return false
    throw error
  }
}

/** SQLITE_CORRUPT, SQLITE_NOTADB (https://sqlite.org/rescode.html). */
const damageCodes = new Set([11, 26])

function told<Result>(work: () => Result): Result {
  try {
    return work()
  } catch (error) {
    const code = (error as { errcode?: number }).errcode
    if (code !== undefined && damageCodes.has(code & 0xff))
      throw new DatabaseDamaged(`The site's database is damaged: ${(error as Error).message}.`, { cause: error })
    throw error
  }
}

class NodeSqlite implements Database {
  readonly driver = "node:sqlite"
  readonly readOnly: boolean
  readonly #path: string
  readonly #database: DatabaseSync
  readonly #statements = new Map<string, StatementSync>()
  #depth = 0

  constructor(path: string, readOnly: boolean) {
    this.#path = path
    this.readOnly = readOnly
    this.#database = new (load().DatabaseSync)(path, { readOnly, timeout: 5000 })
    told(() => {
      if (!readOnly)
        this.#database.exec(
          "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA journal_size_limit=67108864; PRAGMA wal_autocheckpoint=4000;",
        )
      this.#database.exec("PRAGMA cache_size=-16000; PRAGMA temp_store=MEMORY;")
    })
  }

  #statement(sql: string): StatementSync {
    const known = this.#statements.get(sql)
    if (known) return known
    const made = told(() => this.#database.prepare(sql))
    this.#statements.set(sql, made)
    return made
  }

  run(sql: string, ...values: Value[]): number {
    const statement = this.#statement(sql)
    return Number(told(() => statement.run(...values)).changes)
  }
  all<Shape extends Row>(sql: string, ...values: Value[]): Shape[] {
    const statement = this.#statement(sql)
    return told(() => statement.all(...values)) as Shape[]
  }
  get<Shape extends Row>(sql: string, ...values: Value[]): Shape | undefined {
    const statement = this.#statement(sql)
    return told(() => statement.get(...values)) as Shape | undefined
  }
  script(sql: string): void {
    told(() => this.#database.exec(sql))
  }

  transaction<Result>(work: () => Result): Result {
    if (this.#depth > 0) return work()
    this.script("BEGIN IMMEDIATE")
    this.#depth = 1
    try {
      const result = work()
      this.script("COMMIT")
      return result
    } catch (error) {
      if (this.#database.isTransaction) this.#database.exec("ROLLBACK")
      throw error
    } finally {
      this.#depth = 0
    }
  }

  backup(path: string): void {
    this.run("VACUUM INTO ?", path)
  }
  check(): string[] {
    return this.all<{ quick_check: string }>("PRAGMA quick_check(20)")
      .map((row) => row.quick_check)
      .filter((line) => line !== "ok")
  }
  size(): number {
    const wal = `${this.#path}-wal`
    return statSync(this.#path).size + (existsSync(wal) ? statSync(wal).size : 0)
  }
  close(): void {
    this.#statements.clear()
    this.#database.close()
  }
}

export const openNodeSqlite = (path: string, readOnly: boolean): Database => new NodeSqlite(path, readOnly)
