/** Tables devices and edits: what traffic shows, and what a person said, which outranks it. Edits of a device that was joined into another count for that one. */
import type { Device } from "../../shared/model/device.ts"
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

type Edits = ReadonlyMap<string, DeviceEdit>

const allEdits = (database: Database): Edits =>
  new Map(
    database
      .all<{ device: string; data: string }>("select device, data from edits")
      .map((row) => [row.device, JSON.parse(row.data) as DeviceEdit]),
  )

function overlay(device: Device, edits: Edits): EditedDevice {
  const plain = { ...device, edited: [], authorized: true, important: false, scanner: false, programming: false }
  if (edits.size === 0) return plain
  const said = [...device.aliases, device.id].map((id) => edits.get(id) ?? {})
  const edit: DeviceEdit = Object.assign({}, ...said) as DeviceEdit
  return { ...plain, ...edit, edited: Object.keys(edit).sort() }
}

export const devices = {
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
    database.get<{ n: number }>(
      "select count(*) as n from devices where json_extract(data, '$.internet') = 0 and coalesce(json_extract(data, '$.parent'), '') = ''",
    )?.n ?? 0,
  /** Everything that has an address of its own. */
  hosts: (database: Database): EditedDevice[] =>
    devices.page(database, "", 1_000_000).filter(({ parent }) => parent === ""),
  /** What stands behind a device, or in its rack. */
  partsOf: (database: Database, id: string): EditedDevice[] => {
    const edits = allEdits(database)
    return database
      .all<{ data: string }>("select data from devices where json_extract(data, '$.parent') = ? limit 4096", id)
      .map((row) => overlay(parse(row), edits))
  },
  /** In the order of their ids, after the given one. */
  page(database: Database, after: string, limit: number): EditedDevice[] {
    const edits = allEdits(database)
    return database
      .all<{ data: string }>("select data from devices where id > ? order by id limit ?", after, limit)
      .map((row) => overlay(parse(row), edits))
  },
  some(database: Database, ids: readonly string[]): EditedDevice[] {
    const edits = allEdits(database)
    return ids.flatMap((id) => {
      const row = database.get<{ data: string }>("select data from devices where id = ?", id)
      return row ? [overlay(parse(row), edits)] : []
    })
  },
  /** The device, also by the id of one that was joined into it. */
  get(database: Database, id: string): EditedDevice | undefined {
    const direct = devices.some(database, [id])[0]
    if (direct) return direct
    const holder = database.get<{ id: string }>(
      "select id from devices where exists (select 1 from json_each(devices.data, '$.aliases') where value = ?)",
      id,
    )
    return holder ? devices.some(database, [holder.id])[0] : undefined
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
