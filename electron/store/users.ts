/** Table users: the accounts. */
import type { Database } from "./database.ts"

export type User = {
  readonly name: string
  readonly role: string
  /** "" for an account that has no password yet. */
  readonly hash: string
  readonly mustChange: boolean
  readonly firstName: string
  readonly lastName: string
  readonly email: string
  readonly enabled: boolean
  readonly createdAt: number
  /** 0: never. */
  readonly lastSignIn: number
}

type Row = {
  name: string
  role: string
  hash: string
  must_change: number
  first_name: string
  last_name: string
  email: string
  enabled: number
  created_at: number
  last_sign_in: number
}

const columns = "name, role, hash, must_change, first_name, last_name, email, enabled, created_at, last_sign_in"

const userOf = (row: Row): User => ({
  name: row.name,
  role: row.role,
  hash: row.hash,
  mustChange: row.must_change === 1,
  firstName: row.first_name,
  lastName: row.last_name,
  email: row.email,
  enabled: row.enabled === 1,
  createdAt: row.created_at,
  lastSignIn: row.last_sign_in,
})

export const users = {
  put(database: Database, user: User): void {
    database.run(
      `insert or replace into users (${columns}) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      user.name,
      user.role,
      user.hash,
      user.mustChange ? 1 : 0,
      user.firstName,
      user.lastName,
      user.email,
      user.enabled ? 1 : 0,
      user.createdAt,
      user.lastSignIn,
    )
  },
  get(database: Database, name: string): User | undefined {
    const row = database.get<Row>(`select ${columns} from users where name = ?`, name)
    return row && userOf(row)
  },
  all: (database: Database): User[] =>
    database.all<Row>(`select ${columns} from users order by name limit 1000`).map(userOf),
  /** What the account chose and where it is signed in go with it. */
  remove(database: Database, name: string): void {
    for (const table of ["preferences", "sessions", "acknowledged"])
      database.run(`delete from ${table} where user = ?`, name)
    database.run("delete from users where name = ?", name)
  },
  signedIn(database: Database, name: string, at: number): void {
    database.run("update users set last_sign_in = ? where name = ?", at, name)
  },
  count: (database: Database): number => database.get<{ n: number }>("select count(*) as n from users")?.n ?? 0,
}
