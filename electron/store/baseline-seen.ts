/** When an entry of the baseline was seen last, and how often: asked of what the traffic's own tables count, so that a batch need not write it twice. */
import type { StoredEntry } from "./baseline.ts"
import type { Connection } from "../../shared/model/device.ts"
import type { Place } from "../../shared/model/place.ts"
import type { Database } from "./database.ts"

export type Seen = { readonly last: number; readonly times: number }

type Host = { readonly id: string; readonly name: string; readonly last: number }

const mostKept = 2000

export class BaselineSeen {
  private readonly database: Database
  private readonly hosts = new Map<string, Host>()
  private readonly connections = new Map<string, readonly Connection[]>()
  private readonly places = new Map<string, readonly Place[]>()

  constructor(database: Database) {
    this.database = database
    const rows = database.all<{ id: string; name: string; last: number; addresses: string; macs: string }>(
      `select id, json_extract(data, '$.name') as name, json_extract(data, '$.lastSeen') as last,
         json_extract(data, '$.addresses') as addresses, json_extract(data, '$.macs') as macs
       from devices where coalesce(json_extract(data, '$.parent'), '') = ''`,
    )
    for (const { id, name, last, addresses, macs } of rows)
      for (const one of [...(JSON.parse(addresses) as string[]), ...(JSON.parse(macs) as string[])])
        this.hosts.set(one, { id, name, last })
  }

  /** The device that has the address; undefined: none, or it is gone. */
  hostOf(address: string): Host | undefined {
    return this.hosts.get(address)
  }

  of(one: StoredEntry): Seen {
    switch (one.sort) {
      case "device":
        return { last: this.hosts.get(one.who)?.last ?? 0, times: 0 }
      case "pair":
        return sum(
          this.between(one)
            .filter(({ port, protocol }) => String(port) === one.where && protocol === one.protocol)
            .map(({ lastSeen, packets }) => ({ last: lastSeen, times: packets })),
        )
      case "function":
        return sum(
          this.between(one)
            .flatMap(({ functions }) => functions)
            .filter(({ protocol, key }) => protocol === one.protocol && key === one.what)
            .map(({ lastSeen = 0, requests, messages }) => ({ last: lastSeen, times: requests + messages })),
        )
      case "place":
        return sum(
          this.between(one)
            .flatMap(({ id }) => this.placesOf(id))
            .filter(({ protocol, key, where }) => protocol === one.protocol && key === one.what && where === one.where)
            .map(({ lastSeen, asked }) => ({ last: lastSeen, times: asked })),
        )
      default:
        return { last: 0, times: 0 }
    }
  }

  private between({ who, whom }: StoredEntry): readonly Connection[] {
    const [client, server] = [this.hosts.get(who)?.id, this.hosts.get(whom)?.id]
    if (client === undefined || server === undefined) return []
    return kept(this.connections, `${client}|${server}`, () =>
      this.database
        .all<{ data: string }>("select data from connections where client = ? and server = ?", client, server)
        .map(({ data }) => JSON.parse(data) as Connection),
    )
  }

  private placesOf(connection: string): readonly Place[] {
    return kept(this.places, connection, () => {
      const row = this.database.get<{ data: string }>("select data from places where id = ?", connection)
      return row === undefined ? [] : (JSON.parse(row.data) as Place[])
    })
  }
}

const sum = (all: readonly Seen[]): Seen => ({
  last: all.reduce((last, one) => Math.max(last, one.last), 0),
  times: all.reduce((times, one) => times + one.times, 0),
})

function kept<Value>(of: Map<string, Value>, key: string, make: () => Value): Value {
  const known = of.get(key)
  if (known !== undefined) return known
  if (of.size >= mostKept) of.clear()
  const made = make()
  of.set(key, made)
  return made
}
