/** Table sessions: who is signed in. Only a hash of the token is stored: who reads the file can't sign in with it. */
import type { Database } from "./database.ts"

export type StoredSession = {
  readonly hash: string
  readonly user: string
  readonly seenAt: number
  /** Names the session to people; tells nothing of the token. */
  readonly id: string
  readonly origin: string
  readonly program: string
  readonly since: number
}

export const sessions = {
  put(database: Database, one: StoredSession): void {
    database.run(
      "insert or replace into sessions (hash, user, seen_at, id, origin, program, since) values (?, ?, ?, ?, ?, ?, ?)",
      one.hash,
      one.user,
      one.seenAt,
      one.id,
      one.origin,
      one.program,
      one.since,
    )
  },
  all: (database: Database): StoredSession[] =>
    database.all<StoredSession>("select hash, user, seen_at as seenAt, id, origin, program, since from sessions"),
  remove(database: Database, hash: string): void {
    database.run("delete from sessions where hash = ?", hash)
  },
}
