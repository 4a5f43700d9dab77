/** What the map draws: devices, one line for each pair of ends, and the places that a person gave. */
import type { MadeOutput } from "../../../shared/api/server.ts"
import { connections } from "../../store/connections.ts"
import type { Database } from "../../store/database.ts"
import { devices } from "../../store/devices.ts"
import { pins } from "../../store/pins.ts"
import { inventoryRows } from "./inventory-rows.ts"

const mostDevices = 50_000
const mostLines = 300_000
const mostNames = 200

type Line = MadeOutput<"map.get">["lines"][number]

function join(lines: Map<string, Line>, database: Database): void {
  for (const one of connections.all(database)) {
    const key = `${one.client} ${one.server}`
    const line = lines.get(key) ?? {
      client: one.client,
      server: one.server,
      protocols: [],
      ports: [],
      packets: 0,
      bytes: 0,
      lastSeen: 0,
    }
    lines.set(key, line)
    line.packets += one.packets
    line.bytes += one.bytes
    line.lastSeen = Math.max(line.lastSeen, one.lastSeen)
    if (line.protocols.length < mostNames && !line.protocols.includes(one.protocol)) line.protocols.push(one.protocol)
    if (one.port > 0 && line.ports.length < mostNames && !line.ports.includes(one.port)) line.ports.push(one.port)
  }
}

export function drawMap(database: Database): MadeOutput<"map.get"> {
  const lines = new Map<string, Line>()
  join(lines, database)
  const rowOf = inventoryRows(database)
  return {
    devices: devices.hosts(database).slice(0, mostDevices).map(rowOf),
    lines: [...lines.values()].slice(0, mostLines),
    pins: pins.all(database).slice(0, mostDevices),
  }
}
