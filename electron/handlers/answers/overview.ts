/** The overview: what was watched, how much, with which OT protocols, and who is new. */
import "../../../shared/protocols/index.ts" // declares the protocols
import { declaredProtocols } from "../../../shared/protocols/protocol.ts"
import type { Protocol } from "../../../shared/protocols/protocol.ts"
import type { MadeOutput } from "../../../shared/api/server.ts"
import type { Connection } from "../../../shared/model/device.ts"
import { alertList } from "../../store/alert-list.ts"
import { connections } from "../../store/connections.ts"
import type { Database } from "../../store/database.ts"
import { devices } from "../../store/devices.ts"
import type { EditedDevice } from "../../store/devices.ts"
import { imports } from "../../store/imports.ts"
import { measuresOf } from "../../store/measures.ts"
import { siteZone } from "../../store/site-zone.ts"
import { captureRow } from "../capture-row.ts"
import { counted, sumAccounting } from "../counted-captures.ts"
import { inventoryRows } from "./inventory-rows.ts"
import { learning } from "./overview-learning.ts"
import { period } from "./overview-period.ts"

type Overview = MadeOutput<"overview.get">

/** Devices as the inventory shows them, so that its filter finds as many; traffic from the connections. */
function otProtocols(
  ours: readonly EditedDevice[],
  lines: readonly Connection[],
  known: ReadonlyMap<string, Protocol>,
): Overview["otProtocols"] {
  const found = new Map<string, { devices: number; packets: number; bytes: number }>()
  const of = (name: string): { devices: number; packets: number; bytes: number } => {
    const one = found.get(name) ?? { devices: 0, packets: 0, bytes: 0 }
    found.set(name, one)
    return one
  }
  const isOt = (name: string): boolean => known.get(name)?.family === "ot"
  for (const { protocols } of ours) for (const { name } of protocols) if (isOt(name)) of(name).devices++
  for (const { protocol, packets, bytes } of lines) {
    if (!isOt(protocol)) continue
    const one = of(protocol)
    one.packets += packets
    one.bytes += bytes
  }
  return [...found]
    .map(([name, one]) => ({ name, title: known.get(name)?.title ?? name, ...one }))
    .sort(
      (one, other) => other.devices - one.devices || other.packets - one.packets || (one.name < other.name ? -1 : 1),
    )
    .slice(0, 50)
}

/** A connection says its server's port, not whether it lies on TCP or UDP; these protocols lie on UDP (their specifications). */
const onUdp = new Set([
  "udp",
  "dns",
  "dhcp",
  "mdns",
  "llmnr",
  "nbns",
  "ntp",
  "snmp",
  "cip-io",
  "syslog",
  "tftp",
  "ssdp",
  "bacnet",
])

function ports(lines: readonly Connection[], known: ReadonlyMap<string, Protocol>): Overview["ports"] {
  const found = new Map<string, Overview["ports"][number]>()
  for (const line of lines) {
    if (line.port === 0) continue
    const transport = onUdp.has(line.protocol) ? "udp" : "tcp"
    const key = `${transport} ${line.port}`
    const one = found.get(key) ?? { transport, port: line.port, name: "", bytes: 0, packets: 0 }
    found.set(key, one)
    if (one.name === "" && line.protocol !== "tcp" && line.protocol !== "udp")
      one.name = (known.get(line.protocol)?.title ?? line.protocol).slice(0, 100)
    one.bytes += line.bytes
    one.packets += line.packets
  }
  return [...found.values()].sort((one, other) => other.bytes - one.bytes || one.port - other.port).slice(0, 50)
}

function tally<Key extends string | number>(
  all: readonly EditedDevice[],
  keyOf: (device: EditedDevice) => Key,
): Map<Key, number> {
  const counts = new Map<Key, number>()
  for (const device of all) counts.set(keyOf(device), (counts.get(keyOf(device)) ?? 0) + 1)
  return counts
}

export function overview(database: Database): Overview {
  const all = imports.listed(database)
  const everyone = devices.hosts(database)
  const ours = everyone.filter((device) => !device.internet)
  const lines = connections.all(database)
  const measures = measuresOf(database)
  const rowOf = inventoryRows(database)
  const known = new Map(declaredProtocols().map((one) => [one.name, one]))
  const facts = counted(all).flatMap((one) => (one.facts && one.facts.first > 0 ? [one.facts] : []))
  return {
    accounting: sumAccounting(all),
    problems: all
      .flatMap((one) => (one.facts?.problems ?? []).map((problem) => ({ file: one.file, problem })))
      .slice(0, 200),
    period: period(measures, siteZone(database)),
    learning: learning(lines, ours, measures.covered(0, Number.MAX_SAFE_INTEGER)),
    alerts: { judged: true, ...alertList.openCounts(database) },
    otProtocols: otProtocols(ours, lines, known),
    ports: ports(lines, known),
    newest: [...ours]
      .sort((one, other) => other.firstSeen - one.firstSeen || (one.id < other.id ? -1 : 1))
      .slice(0, 20)
      .map(rowOf),
    devices: ours.length,
    internet: everyone.length - ours.length,
    byType: [...tally(ours, (device) => device.type)]
      .map(([type, n]) => ({ type, devices: n }))
      .sort((one, other) => other.devices - one.devices),
    byPurdue: [...tally(ours, (device) => device.purdue)]
      .map(([purdue, n]) => ({ purdue, devices: n }))
      .sort((one, other) => one.purdue - other.purdue),
    captures: all.slice(0, 20).map((one) => captureRow(one, null)),
    first: facts.reduce((least, one) => Math.min(least, one.first), facts[0]?.first ?? 0),
    last: facts.reduce((most, one) => Math.max(most, one.last), 0),
  }
}
