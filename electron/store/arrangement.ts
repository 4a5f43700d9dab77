/**
 * What people arranged of devices, laid over what the engine says: which devices are one, which are deleted until they are heard again,
 * which addresses are over. The engine's own rows stay as they are, so that all of it can be taken back.
 */
import type { Device, DeviceProtocol } from "../../shared/model/device.ts"
import type { Database } from "./database.ts"

export type Arrangement = {
  /** The device that this one is part of now, or itself. */
  readonly nowOf: (id: string) => string
  /** Ids of engine devices that were joined into this one. */
  readonly membersOf: (id: string) => readonly string[]
  /** Ids whose rows are not shown: joined into another, or deleted. */
  readonly hidden: ReadonlySet<string>
  /** Deleted, and not heard since. */
  readonly deleted: ReadonlySet<string>
  readonly retired: ReadonlyMap<string, ReadonlySet<string>>
}

type Join = { readonly gone: string; readonly holder: string }

const isArranged = (database: Database): boolean =>
  database.get<{ any: number }>(
    "select exists (select 1 from device_joins) or exists (select 1 from device_deletions) or exists (select 1 from retired_addresses) as any",
  )?.any === 1

/** The ids of devices that the engine joined into others. */
export const engineAliases = (database: Database): ReadonlyMap<string, string> =>
  new Map(
    database
      .all<{ alias: string; id: string }>(
        "select j.value as alias, d.id as id from devices d, json_each(d.data, '$.aliases') j where d.data not like '%\"aliases\":[]%'",
      )
      .map((row) => [row.alias, row.id]),
  )

/** null: people arranged nothing. */
export function arrangementOf(database: Database): Arrangement | null {
  if (!isArranged(database)) return null
  const joins = joinsNow(database)
  const nowOf = (id: string): string => joins.get(id) ?? id
  const members = new Map<string, string[]>()
  for (const gone of joins.keys()) members.set(nowOf(gone), [...(members.get(nowOf(gone)) ?? []), gone])
  const deleted = new Set(
    database
      .all<{ device: string }>(
        `select x.device from device_deletions x join devices d on d.id = x.device where json_extract(d.data, '$.lastSeen') <= x.last_seen`,
      )
      .map(({ device }) => device),
  )
  return {
    nowOf,
    membersOf: (id) => members.get(id) ?? [],
    hidden: new Set([...joins.keys(), ...deleted]),
    deleted,
    retired: retired(database),
  }
}

/** From each device that is gone to the one that holds it at the end, by the ids that the engine has now. */
function joinsNow(database: Database): Map<string, string> {
  const said = database.all<Join>("select gone, holder from device_joins order by at, gone")
  const aliases = said.length > 0 ? engineAliases(database) : new Map<string, string>()
  const engine = (id: string): string => aliases.get(id) ?? id
  const joins = new Map<string, string>()
  const nowOf = (id: string): string => {
    let now = id
    for (let step = 0; step <= joins.size && joins.has(now); step++) now = joins.get(now)!
    return now
  }
  for (const { gone, holder } of said) {
    const [from, to] = [nowOf(engine(gone)), nowOf(engine(holder))]
    if (from !== to) joins.set(from, to)
  }
  return new Map([...joins.keys()].map((id) => [id, nowOf(id)]))
}

function retired(database: Database): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>()
  const rows = database.all<{ device: string; address: string }>("select device, address from retired_addresses")
  for (const { device, address } of rows) found.set(device, (found.get(device) ?? new Set()).add(address))
  return found
}

const union = <Value>(all: readonly (readonly Value[])[]): Value[] => [...new Set(all.flat())]
const sum = (all: readonly number[]): number => all.reduce((total, one) => total + one, 0)

function spoken(all: readonly Device[]): DeviceProtocol[] {
  const roles = new Map<string, DeviceProtocol["role"]>()
  for (const { name, role } of all.flatMap(({ protocols }) => protocols)) {
    const known = roles.get(name)
    roles.set(name, known === undefined || known === role ? role : "both")
  }
  return [...roles].map(([name, role]) => ({ name, role }))
}

/** One device of several: what the first says of itself counts, the others fill in what it does not say. */
export function composed([first, ...more]: readonly [Device, ...Device[]], arranged: Arrangement): Device {
  const all = [first, ...more]
  const over = new Set(
    all.flatMap(({ id, aliases }) => [id, ...aliases].flatMap((one) => [...(arranged.retired.get(one) ?? [])])),
  )
  const addresses = union(all.map((one) => one.addresses)).filter((address) => !over.has(address))
  if (more.length === 0) return { ...first, addresses }
  const said = (field: "vendor" | "model" | "firmware" | "serial" | "os" | "description"): string =>
    all.find((one) => one[field] !== "")?.[field] ?? ""
  return {
    ...first,
    ...{ addresses, macs: union(all.map((one) => one.macs)), vlans: union(all.map((one) => one.vlans)) },
    aliases: union([first.aliases, ...more.map(({ id, aliases }) => [id, ...aliases])]),
    hostnames: union(all.map((one) => one.hostnames)),
    ...{ vendor: said("vendor"), model: said("model"), firmware: said("firmware"), serial: said("serial") },
    ...{ os: said("os"), description: said("description") },
    type: all.find(({ type }) => type !== "unknown")?.type ?? "unknown",
    purdue: all.find(({ purdue }) => purdue >= 0)?.purdue ?? -1,
    mode: all.find(({ mode }) => mode !== "unknown")?.mode ?? "unknown",
    protocols: spoken(all),
    router: all.some(({ router }) => router),
    firstSeen: Math.min(...all.map((one) => one.firstSeen)),
    lastSeen: Math.max(...all.map((one) => one.lastSeen)),
    sentPackets: sum(all.map((one) => one.sentPackets)),
    receivedPackets: sum(all.map((one) => one.receivedPackets)),
    sentBytes: sum(all.map((one) => one.sentBytes)),
    receivedBytes: sum(all.map((one) => one.receivedBytes)),
  }
}

type By = { readonly by: string; readonly at: number }

export const arrangement = {
  /** `gone` is part of `holder` from now on; what people set of either holds. */
  join(database: Database, gone: string, holder: string, { by, at }: By): void {
    database.run("insert or replace into device_joins (gone, holder, by, at) values (?, ?, ?, ?)", gone, holder, by, at)
  },
  /** Hidden until it is heard again. */
  remove(database: Database, device: string, lastSeen: number, { by, at }: By): void {
    database.run(
      "insert or replace into device_deletions (device, last_seen, by, at) values (?, ?, ?, ?)",
      device,
      lastSeen,
      by,
      at,
    )
  },
  retire(database: Database, device: string, addresses: readonly string[], { by, at }: By): void {
    for (const address of addresses)
      database.run(
        "insert or replace into retired_addresses (device, address, by, at) values (?, ?, ?, ?)",
        device,
        address,
        by,
        at,
      )
  },
  /** Of these devices, as the engine names them. */
  takeBack(database: Database, devices: readonly string[]): void {
    const ids = JSON.stringify(devices)
    const among = "in (select value from json_each(?1))"
    database.run(`delete from device_joins where gone ${among} and holder ${among}`, ids)
    database.run(`delete from device_deletions where device ${among}`, ids)
    database.run(`delete from retired_addresses where device ${among}`, ids)
  },
  unretire(database: Database, device: string, address: string): void {
    database.run("delete from retired_addresses where device = ? and address = ?", device, address)
  },
}
