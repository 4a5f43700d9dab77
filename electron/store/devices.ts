/** Tables devices and edits: what traffic shows, and what a person said, which outranks it. Edits of a device that was joined into another count for that one. */
import type { Device } from "../../shared/model/device.ts"
import { arrangementOf, composed, engineAliases, type Arrangement } from "./arrangement.ts"
import { keepBefore } from "./before.ts"
import type { Database } from "./database.ts"

/** What a person set. A field that is absent is as traffic shows it. */
export type DeviceEdit = {
  readonly name?: string
  readonly type?: Device["type"]
  readonly purdue?: Device["purdue"]
  readonly vendor?: string
  readonly model?: string
  readonly os?: string
  readonly description?: string
  readonly authorized?: boolean
  readonly important?: boolean
  readonly scanner?: boolean
  readonly programming?: boolean
}

export type EditedDevice = Device & {
  readonly edited: string[]
  readonly authorized: boolean
  readonly important: boolean
  readonly scanner: boolean
  readonly programming: boolean
}

/** Rows of before sub-devices were known say nothing of a host. */
const parse = (row: { data: string }): Device => ({
  parent: "",
  part: "",
  ...(JSON.parse(row.data) as Omit<Device, "parent" | "part">),
})

/** What people said, and which devices appeared when learning was over: those are authorised by a person or not at all. */
type Edits = { readonly of: ReadonlyMap<string, DeviceEdit>; readonly newcomers: ReadonlySet<string> }

const allEdits = (database: Database): Edits => ({
  of: new Map(
    database
      .all<{ device: string; data: string }>("select device, data from edits")
      .map((row) => [row.device, JSON.parse(row.data) as DeviceEdit]),
  ),
  newcomers: new Set(database.all<{ device: string }>("select device from newcomers").map((row) => row.device)),
})

function overlay(device: Device, { of: edits, newcomers }: Edits): EditedDevice {
  const authorized = !newcomers.has(device.id)
  const plain = { ...device, edited: [], authorized, important: false, scanner: false, programming: false }
  if (edits.size === 0) return plain
  const said = [...device.aliases, device.id].map((id) => edits.get(id) ?? {})
  const edit: DeviceEdit = Object.assign({}, ...said) as DeviceEdit
  return { ...plain, ...edit, edited: Object.keys(edit).sort() }
}

const countOf = (database: Database): number =>
  database.get<{ n: number }>(
    "select count(*) as n from devices where json_extract(data, '$.internet') = 0 and coalesce(json_extract(data, '$.parent'), '') = ''",
  )?.n ?? 0

/** Rows as they are shown: with what was joined into them, and what people said. */
function shown(database: Database, rows: readonly { data: string }[], arranged: Arrangement | null): EditedDevice[] {
  const edits = allEdits(database)
  if (arranged === null) return rows.map((row) => overlay(parse(row), edits))
  return rows.map(parse).flatMap((device) => {
    if (arranged.hidden.has(device.id) || arranged.deleted.has(device.parent)) return []
    const members = arranged.membersOf(device.id).flatMap((id) => devices.raw(database, [id]))
    const parent = device.parent === "" ? "" : arranged.nowOf(device.parent)
    return [overlay({ ...composed([device, ...members], arranged), parent }, edits)]
  })
}

export const devices = {
  /** As the engine told them, whatever people arranged. */
  raw: (database: Database, ids: readonly string[]): Device[] =>
    database
      .all<{ data: string }>(
        "select d.data from json_each(?) as wanted join devices d on d.id = wanted.value order by wanted.key",
        JSON.stringify(ids),
      )
      .map(parse),
  put(database: Database, owner: string, device: Device): void {
    keepBefore(database, owner, "devices", device.id)
    database.run(
      "insert into devices (id, owner, data) values (?, ?, ?) on conflict (id) do update set owner = excluded.owner, data = excluded.data",
      device.id,
      owner,
      JSON.stringify(device),
    )
  },
  drop(database: Database, owner: string, id: string): void {
    keepBefore(database, owner, "devices", id)
    keepBefore(database, owner, "claims", id)
    database.run("delete from devices where id = ?", id)
    database.run("delete from claims where id = ?", id)
  },
  /** Devices of the plant; addresses of the internet are none, and what stands behind a device counts with it. */
  count: (database: Database): number =>
    arrangementOf(database) === null
      ? countOf(database)
      : devices.hosts(database).filter(({ internet }) => !internet).length,
  /** Everything that has an address of its own. */
  hosts: (database: Database): EditedDevice[] =>
    devices.page(database, "", 1_000_000).filter(({ parent }) => parent === ""),
  /** What stands behind a device, or in its rack. */
  partsOf: (database: Database, id: string): EditedDevice[] => {
    const arranged = arrangementOf(database)
    const hosts = JSON.stringify([id, ...(arranged?.membersOf(id) ?? [])])
    const rows = database.all<{ data: string }>(
      "select data from devices where json_extract(data, '$.parent') in (select value from json_each(?)) limit 4096",
      hosts,
    )
    return shown(database, rows, arranged)
  },
  isThere: (database: Database, id: string): boolean =>
    database.get("select 1 as there from devices where id = ?", id) !== undefined,
  /** It was deleted, not heard since, and this is it again. */
  isBack: (database: Database, { id, lastSeen }: Pick<Device, "id" | "lastSeen">): boolean =>
    database.get(
      `select 1 as back from device_deletions x join devices d on d.id = x.device
       where x.device = ? and json_extract(d.data, '$.lastSeen') <= x.last_seen and x.last_seen < ?`,
      ...[id, lastSeen],
    ) !== undefined,
  /** A device that appeared when learning was over. */
  putNewcomer(database: Database, owner: string, id: string): void {
    database.run("insert or ignore into newcomers (device, owner) values (?, ?)", id, owner)
  },
  /** The ids of devices that were joined into others, and what they are now. */
  aliases: (database: Database): ReadonlyMap<string, string> => {
    const engine = engineAliases(database)
    const arranged = arrangementOf(database)
    if (arranged === null) return engine
    const joined = [...arranged.hidden].filter((id) => arranged.nowOf(id) !== id)
    return new Map([
      ...[...engine].map(([alias, id]) => [alias, arranged.nowOf(id)] as const),
      ...joined.map((id) => [id, arranged.nowOf(id)] as const),
    ])
  },
  /** Devices that a person marked as programming device or scanner. */
  marked(database: Database): EditedDevice[] {
    const ids = database
      .all<{ device: string }>(
        `select device from edits where json_extract(data, '$.programming') = 1 or json_extract(data, '$.scanner') = 1`,
      )
      .flatMap(({ device }) => devices.get(database, device) ?? [])
    return [...new Map(ids.map((one) => [one.id, one])).values()].sort((a, b) => (a.id < b.id ? -1 : 1))
  },
  /** In the order of their ids, after the given one. */
  page(database: Database, after: string, limit: number): EditedDevice[] {
    const arranged = arrangementOf(database)
    const rows = database.all<{ data: string }>(
      "select data from devices where id > ? and id not in (select value from json_each(?)) order by id limit ?",
      ...[after, JSON.stringify([...(arranged?.hidden ?? [])]), limit],
    )
    return shown(database, rows, arranged)
  },
  some(database: Database, ids: readonly string[]): EditedDevice[] {
    const arranged = arrangementOf(database)
    const rows = ids.flatMap((id) => database.get<{ data: string }>("select data from devices where id = ?", id) ?? [])
    return shown(database, rows, arranged)
  },
  /** The device, also by the id of one that was joined into it. */
  get(database: Database, id: string): EditedDevice | undefined {
    const direct = devices.some(database, [id])[0]
    if (direct) return direct
    const holder = devices.aliases(database).get(id)
    return holder === undefined ? undefined : devices.some(database, [holder])[0]
  },
  edit(database: Database, id: string, change: { readonly [field: string]: unknown }, by: string, at: number): void {
    const known = database.get<{ data: string }>("select data from edits where device = ?", id)
    const next: Record<string, unknown> = known ? (JSON.parse(known.data) as Record<string, unknown>) : {}
    for (const [field, value] of Object.entries(change))
      if (value === null) delete next[field]
      else if (value !== undefined) next[field] = value
    database.run(
      "insert or replace into edits (device, data, by, at) values (?, ?, ?, ?)",
      id,
      JSON.stringify(next),
      by,
      at,
    )
  },
}
