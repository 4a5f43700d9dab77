/** Table connections: who asks whom, with which protocol. */
import type { Connection } from "../../shared/model/device.ts"
import { keepBefore } from "./before.ts"
import type { Database } from "./database.ts"

const parse = (row: { data: string }): Connection => JSON.parse(row.data) as Connection

export const connections = {
  put(database: Database, owner: string, one: Connection): void {
    keepBefore(database, owner, "connections", one.id)
    database.run(
      `insert into connections (id, owner, client, server, data) values (?, ?, ?, ?, ?)
       on conflict (id) do update set owner = excluded.owner, client = excluded.client, server = excluded.server, data = excluded.data`,
      one.id,
      owner,
      one.client,
      one.server,
      JSON.stringify(one),
    )
  },
  drop(database: Database, owner: string, id: string): void {
    keepBefore(database, owner, "connections", id)
    database.run("delete from connections where id = ?", id)
  },
  count: (database: Database): number => database.get<{ n: number }>("select count(*) as n from connections")?.n ?? 0,
  of: (database: Database, device: string, limit: number): Connection[] =>
    database
      .all<{ data: string }>(
        "select data from connections where client = ? or server = ? order by id limit ?",
        device,
        device,
        limit,
      )
      .map(parse),
  all: (database: Database): Connection[] =>
    database.all<{ data: string }>("select data from connections order by client, server").map(parse),
}
