/** Table connections: who asks whom, with which protocol. */
import type { Connection } from "../../shared/model/device.ts"
import { arrangementOf, type Arrangement } from "./arrangement.ts"
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
  of(database: Database, device: string, limit: number): Connection[] {
    const arranged = arrangementOf(database)
    const ends = JSON.stringify([device, ...(arranged?.membersOf(device) ?? [])])
    const rows = database.all<{ data: string }>(
      `select data from connections where client in (select value from json_each(?1)) or server in (select value from json_each(?1))
       order by id limit ?2`,
      ...[ends, limit],
    )
    return shown(rows, arranged)
  },
  all: (database: Database): Connection[] =>
    shown(
      database.all<{ data: string }>("select data from connections order by client, server"),
      arrangementOf(database),
    ),
}

/** Between the devices as people arranged them: not with a deleted one, and not of one with itself. */
function shown(rows: readonly { data: string }[], arranged: Arrangement | null): Connection[] {
  if (arranged === null) return rows.map(parse)
  return rows.map(parse).flatMap((one) => {
    const [client, server] = [arranged.nowOf(one.client), arranged.nowOf(one.server)]
    if (arranged.deleted.has(client) || arranged.deleted.has(server)) return []
    if (client === server && one.client !== one.server) return []
    return [{ ...one, client, server }]
  })
}
