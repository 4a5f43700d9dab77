/** Tables talks and talk_functions: who stands behind the numbers that measures are kept under. */
import type { MeasuredKeys } from "../../shared/engine/batch.ts"
import type { Talk, TalkFunction } from "../../shared/model/talk.ts"
import { keepTalkBefore } from "./before.ts"
import type { Database } from "./database.ts"
import { columnsOf, shardKeys, visitBlock } from "./measure-block.ts"
import { settings } from "./settings.ts"

type TalkRow = Omit<Talk, "clientAddress" | "serverAddress" | "transport" | "cast"> & {
  readonly client_address: string
  readonly server_address: string
  readonly transport: string
  readonly sent_to: string
}

/** What the engine's numbers are counted from: an engine that began anew counts on behind what is there. */
export type Base = { readonly talk: number; readonly fn: number }
const baseName = "measures.base"
const noBase: Base = { talk: 1, fn: 0 }

export const talks = {
  base(database: Database): Base {
    const text = settings.get(database, baseName)
    return text === undefined ? noBase : (JSON.parse(text) as Base)
  },
  /** The engine's state is lost: its numbers will begin at 0 again. */
  beginAnew(database: Database): void {
    const last = (table: string): number =>
      database.get<{ n: number }>(`select coalesce(max(id), -1) + 1 as n from ${table}`)?.n ?? 0
    const base: Base = {
      talk: Math.max(1, last("talks"), nextKey(database, 0)),
      fn: Math.max(last("talk_functions"), nextKey(database, 1), nextKey(database, 2)),
    }
    settings.set(database, baseName, JSON.stringify(base))
  },
  add(database: Database, owner: string, { talks: changed, functions }: MeasuredKeys): void {
    const base = talks.base(database)
    for (const talk of changed) put(database, owner, { ...talk, id: base.talk + talk.id })
    for (const { id, talk, protocol, key, name } of functions)
      database.run(
        "insert or ignore into talk_functions (id, owner, talk, protocol, key, name) values (?, ?, ?, ?, ?, ?)",
        base.fn + id,
        owner,
        base.talk + talk,
        protocol,
        key,
        name,
      )
  },
  all: (database: Database): Talk[] =>
    database
      .all<TalkRow>(
        "select id, client, server, client_address, server_address, vlan, transport, port, protocol, sent_to from talks order by id",
      )
      .map(({ client_address, server_address, transport, sent_to, ...rest }) => ({
        ...rest,
        clientAddress: client_address,
        serverAddress: server_address,
        transport: transport as Talk["transport"],
        cast: sent_to as Talk["cast"],
      })),
  functions: (database: Database): TalkFunction[] =>
    database.all<TalkFunction>("select id, talk, protocol, key, name from talk_functions order by id"),
  count: (database: Database): number => database.get<{ n: number }>("select count(*) as n from talks")?.n ?? 0,
  functionCount: (database: Database): number =>
    database.get<{ n: number }>("select count(*) as n from talk_functions")?.n ?? 0,
}

/** Numbers that measures are kept under are never given again, also where a damaged database lost who they stood for. */
function nextKey(database: Database, part: number): number {
  const last = database.get<{ shard: number | null }>(
    "select max(shard) as shard from measures where grain = 2 and part = ?",
    part,
  )?.shard
  if (last === null || last === undefined) return 0
  let key = -1
  for (const { data } of database.all<{ data: Uint8Array }>(
    "select data from measures where part = ? and shard = ?",
    part,
    last,
  ))
    visitBlock(data, columnsOf[part]!, (one) => (key = Math.max(key, one)))
  return last * shardKeys + 1 + key + 1
}

function put(database: Database, owner: string, talk: Talk): void {
  keepTalkBefore(database, owner, talk.id)
  database.run(
    `insert or replace into talks (id, owner, client, server, client_address, server_address, vlan, transport, port, protocol, sent_to)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    talk.id,
    owner,
    talk.client,
    talk.server,
    talk.clientAddress,
    talk.serverAddress,
    talk.vlan,
    talk.transport,
    talk.port,
    talk.protocol,
    talk.cast,
  )
}
