/** Tables users, sessions, preferences and views: who may sign in, who is signed in, and how they like it. */
import type { Database } from "./database.ts"

export type User = { readonly name: string; readonly role: string; readonly hash: string; readonly mustChange: boolean }

export const users = {
  put(database: Database, user: User): void {
    database.run(
      "insert or replace into users (name, role, hash, must_change) values (?, ?, ?, ?)",
      user.name,
      user.role,
      user.hash,
      user.mustChange ? 1 : 0,
    )
  },
  get(database: Database, name: string): User | undefined {
    const row = database.get<{ name: string; role: string; hash: string; must_change: number }>(
      "select name, role, hash, must_change from users where name = ?",
      name,
    )
    return row && { name: row.name, role: row.role, hash: row.hash, mustChange: row.must_change === 1 }
  },
  count: (database: Database): number => database.get<{ n: number }>("select count(*) as n from users")?.n ?? 0,
}

/** Only a hash of the token is stored: who reads the file can't sign in with it. */
export type StoredSession = { readonly hash: string; readonly user: string; readonly seenAt: number }

export const sessions = {
  put(database: Database, one: StoredSession): void {
    database.run(
      "insert or replace into sessions (hash, user, seen_at) values (?, ?, ?)",
      one.hash,
      one.user,
      one.seenAt,
    )
  },
  all: (database: Database): StoredSession[] =>
    database
      .all<{ hash: string; user: string; seen_at: number }>("select hash, user, seen_at from sessions")
      .map((row) => ({ hash: row.hash, user: row.user, seenAt: row.seen_at })),
  remove(database: Database, hash: string): void {
    database.run("delete from sessions where hash = ?", hash)
  },
}

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
