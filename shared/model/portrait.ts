/** How everything that is known of a device becomes what people are shown of it. */
import type { EndpointMeasure } from "../facts/fact.ts"
import { addressKind } from "../net/ip.ts"
import { strongest } from "./choose.ts"
import { tunnelTitle } from "./tunnel-title.ts"
import { purdueOf } from "./classify.ts"
import { type Claim, type Device, type DeviceProtocol, type DeviceType, type PlcMode, type Purdue } from "./device.ts"
import { weighedType } from "./weigh-types.ts"

export type Known = {
  /** "mac:…" or "ip:…": what the identity rules own it by. */
  readonly key: string
  readonly id: string
  readonly aliases: readonly string[]
  readonly addresses: readonly string[]
  readonly router: boolean
  readonly vlans: readonly number[]
  /** In words; "" for none. */
  readonly tunnel: string
  readonly protocols: readonly DeviceProtocol[]
  readonly measures: readonly EndpointMeasure[]
}

/** The device as a whole, from everything that is known of it. */
export function portrait(known: Known, claims: readonly Claim[]): Device {
  const shown = (field: Claim["field"]): string => strongest(claims, field)?.value ?? ""
  const { key, addresses, router } = known
  const mac = macOf(key)
  const names = claims.filter((c) => c.field === "hostname" || c.field === "stationName").map((c) => c.value)
  // Names are the same in any case of letters (RFC 4343); the one that is best proved is shown.
  const hostnames = names.filter((name, n) => names.findIndex((one) => one.toLowerCase() === name.toLowerCase()) === n)
  const internet = key.startsWith("ip:") && addressKind(key.slice(3)) === "public"
  const type = internet ? "unknown" : weighedType(claims)
  return {
    id: known.id,
    aliases: [...known.aliases],
    parent: "",
    part: "",
    name: shown("hostname") || shown("stationName") || plainName(known, mac),
    macs: mac === "" ? [] : [mac],
    addresses: [...addresses].sort(byAddress),
    vlans: [...new Set(known.vlans.filter((vlan) => vlan >= 0))].sort((a, b) => a - b),
    ...(known.tunnel === "" ? {} : { tunnel: known.tunnel }),
    hostnames,
    type,
    purdue: purdue(shown("purdue"), type),
    vendor: shown("vendor"),
    model: shown("model") || shown("orderNumber"),
    firmware: shown("firmware"),
    serial: shown("serial"),
    os: shown("os"),
    mode: modeOf(shown("mode")),
    description: shown("description"),
    protocols: known.protocols,
    internet,
    router,
    ...sum(known.measures),
  }
}

/** The same address may be that of another device outside of the tunnel. */
const plainName = ({ addresses, tunnel }: Known, mac: string): string =>
  (addresses[0] || mac) + (tunnel === "" ? "" : ` in ${tunnelTitle(tunnel)}`)

/** What the endpoints of a device measured together. */
export function sum(measures: readonly EndpointMeasure[]): EndpointMeasure {
  const total = {
    firstSeen: Number.MAX_SAFE_INTEGER,
    lastSeen: 0,
    sentPackets: 0,
    receivedPackets: 0,
    sentBytes: 0,
    receivedBytes: 0,
  }
  for (const m of measures) {
    total.firstSeen = Math.min(total.firstSeen, m.firstSeen)
    total.lastSeen = Math.max(total.lastSeen, m.lastSeen)
    total.sentPackets += m.sentPackets
    total.receivedPackets += m.receivedPackets
    total.sentBytes += m.sentBytes
    total.receivedBytes += m.receivedBytes
  }
  return total
}

export const macOf = (key: string): string => (key.startsWith("mac:") ? key.slice(4) : "")

const modes: readonly PlcMode[] = ["run", "program", "remote", "stop", "test", "fault"]
export const modeOf = (value: string): PlcMode => modes.find((mode) => mode === value) ?? "unknown"

function purdue(claimed: string, type: DeviceType): Purdue {
  const level = claimed === "" ? purdueOf(type) : Number(claimed)
  return level === 0 || level === 1 || level === 2 || level === 3 || level === 4 ? level : -1
}

/** IPv4 before IPv6, then by value. */
function byAddress(a: string, b: string): number {
  const [six, sixB] = [a.includes(":"), b.includes(":")]
  if (six !== sixB) return six ? 1 : -1
  if (six) return a < b ? -1 : 1
  const value = (text: string): number => text.split(".").reduce((sum, part) => sum * 256 + Number(part), 0)
  return value(a) - value(b)
}
