/** Tables raised and acknowledged: since when each system message stands, and who has read it. */
import type { Database } from "./database.ts"

export const raised = {
  all: (database: Database): Record<string, number> =>
    Object.fromEntries(
      database
        .all<{ message: string; at: number }>("select message, at from raised")
        .map((row) => [row.message, row.at]),
    ),
  put(database: Database, message: string, at: number): void {
    database.run("insert or replace into raised (message, at) values (?, ?)", message, at)
  },
  /** Cleared: who had read it must read it again when it comes back. */
  remove(database: Database, message: string): void {
    database.run("delete from raised where message = ?", message)
    database.run("delete from acknowledged where message = ?", message)
  },
}

export const acknowledged = {
  of: (database: Database, user: string): Record<string, number> =>
    Object.fromEntries(
      database
        .all<{ message: string; at: number }>("select message, raised_at as at from acknowledged where user = ?", user)
        .map((row) => [row.message, row.at]),
    ),
  put(database: Database, user: string, message: string, at: number): void {
    database.run("insert or replace into acknowledged (user, message, raised_at) values (?, ?, ?)", user, message, at)
  },
}
