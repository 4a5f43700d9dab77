/** Questions about devices that read many rows: answered in a site thread. */
import type { MadeOutput, ParsedInput } from "../../../shared/api/server.ts"
import { claims } from "../../store/claims.ts"
import { connections } from "../../store/connections.ts"
import type { Database } from "../../store/database.ts"
import { devices } from "../../store/devices.ts"
import { claimRow, connectionRow, unknownDevice } from "../device-row.ts"
import { inventoryRows } from "./inventory-rows.ts"

export function listDevices(
  database: Database,
  { after, limit }: ParsedInput<"devices.list">,
): MadeOutput<"devices.list"> {
  const page = devices.page(database, after, limit + 1)
  const rowOf = inventoryRows(database)
  const rows = page.slice(0, limit).map(rowOf)
  return { devices: rows, total: devices.count(database), more: page.length > limit }
}

export function someDevices(database: Database, { ids }: ParsedInput<"devices.some">): MadeOutput<"devices.some"> {
  const found = devices.some(database, ids)
  const there = new Set(found.map((device) => device.id))
  const rowOf = inventoryRows(database)
  return { devices: found.map(rowOf), gone: ids.filter((id) => !there.has(id)) }
}

export function oneDevice(database: Database, { id }: ParsedInput<"devices.get">): MadeOutput<"devices.get"> {
  const device = devices.get(database, id)
  if (!device) throw unknownDevice()
  const lines = connections.of(database, device.id, 20_000)
  const ends = [...new Set(lines.flatMap((line) => [line.client, line.server]))]
  const names = new Map(devices.some(database, ends).map((one) => [one.id, one.name]))
  return {
    device: inventoryRows(database)(device),
    claims: claims.of(database, device.id).slice(0, 5000).map(claimRow),
    connections: lines.map((line) => connectionRow(line, (end) => names.get(end) ?? end)),
  }
}
