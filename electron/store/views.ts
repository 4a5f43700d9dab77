/** Tables preferences and views: how people like the console. */
import type { Database } from "./database.ts"

export const preferences = {
  set(database: Database, user: string, name: string, value: string): void {
    database.run("insert or replace into preferences (user, name, value) values (?, ?, ?)", user, name, value)
  },
  of: (database: Database, user: string): Record<string, string> =>
    Object.fromEntries(
      database
        .all<{ name: string; value: string }>("select name, value from preferences where user = ? order by name", user)
        .map((row) => [row.name, row.value]),
    ),
}

export type View = {
  readonly id: string
  readonly tool: string
  readonly name: string
  readonly value: string
  readonly by: string
}

export const views = {
  put(database: Database, one: View): void {
    database.run(
      "insert or replace into views (id, tool, name, value, by) values (?, ?, ?, ?, ?)",
      one.id,
      one.tool,
      one.name,
      one.value,
      one.by,
    )
  },
  of: (database: Database, tool: string): View[] =>
    database.all<{ id: string; tool: string; name: string; value: string; by: string }>(
      "select * from views where tool = ? order by name, id limit 500",
      tool,
    ),
  remove(database: Database, id: string): void {
    database.run("delete from views where id = ?", id)
  },
}
