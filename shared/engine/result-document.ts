/** The result document of `analyze --json`: its keys are a stable contract. Equal input gives equal bytes, timing apart. */
import type { WholeAlert } from "../detections/alert-book.ts"
import { alertText } from "../detections/alert-text.ts"
import { alertKind } from "../detections/catalogue/index.ts"
import type { End } from "../detections/finding.ts"
import type { Claim, Connection, Device } from "../model/device.ts"
import type { Accounting, CaptureFacts } from "./batch.ts"
import type { Analysis } from "./analysis.ts"
import { functionCounts } from "./naming.ts"

export type Timing = {
  readonly seconds: number
  readonly packetsPerSecond: number
  readonly megabytesPerSecond: number
  readonly peakMemoryBytes: number
}

export type Site = {
  readonly captures: readonly CaptureFacts[]
  readonly devices: readonly Device[]
  /** By device id. */
  readonly claims: ReadonlyMap<string, readonly Claim[]>
  readonly connections: readonly Connection[]
  readonly alerts: readonly WholeAlert[]
  readonly accounting: Accounting
  readonly timing: Timing
}

type Counts = { txPackets: number; rxPackets: number; txBytes: number; rxBytes: number }

/** Microseconds since 1970 UTC as ISO 8601 with microseconds; "" for 0 packets. */
export function isoTime(time: number): string {
  const second = Math.floor(time / 1e6)
  const micro = Math.floor(time - second * 1e6)
  if (!Number.isFinite(second) || Math.abs(second) > 8.6e12) return ""
  const { year, month, day } = civil(Math.floor(second / 86_400))
  const inDay = second - Math.floor(second / 86_400) * 86_400
  const two = (value: number): string => String(value).padStart(2, "0")
  const clock = `${two(Math.floor(inDay / 3600))}:${two(Math.floor(inDay / 60) % 60)}:${two(inDay % 60)}`
  return `${String(year).padStart(4, "0")}-${two(month)}-${two(day)}T${clock}.${String(micro).padStart(6, "0")}Z`
}

/** Days since 1970-01-01 to the Gregorian calendar (E. Richards, Explanatory Supplement to the Astronomical Almanac, 15.11). */
function civil(days: number): { readonly year: number; readonly month: number; readonly day: number } {
  const z = days + 719_468
  const era = Math.floor(z / 146_097)
  const inEra = z - era * 146_097
  const yearOfEra = Math.floor(
    (inEra - Math.floor(inEra / 1460) + Math.floor(inEra / 36_524) - Math.floor(inEra / 146_096)) / 365,
  )
  const dayOfYear = inEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const shifted = Math.floor((5 * dayOfYear + 2) / 153)
  const month = shifted < 10 ? shifted + 3 : shifted - 9
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * shifted + 2) / 5) + 1,
  }
}

export function resultDocument(analysis: Analysis, site: Site): object {
  const { engine } = analysis
  return {
    format: 1,
    captures: site.captures.map(({ first, last, ...capture }) => ({
      ...capture,
      first: timeOr(capture.packets, first),
      last: timeOr(capture.packets, last),
    })),
    accounting: site.accounting,
    protocols: sorted(engine.tallies.totals()),
    addresses: addresses(analysis),
    vlans: vlans(analysis),
    conversations: { tcp: engine.conversations.tcp.count, udp: engine.conversations.udp.count },
    functions: functions(analysis),
    names: namesOf(analysis),
    devices: [...site.devices].sort(byLowestAddress).map((device) => deviceEntry(device, site)),
    ...tunnelsOf(analysis),
    connections: [...site.connections]
      .sort(
        (a, b) =>
          compare(a.client, b.client) ||
          compare(a.server, b.server) ||
          compare(a.protocol, b.protocol) ||
          a.port - b.port,
      )
      .map(({ client, server, protocol, port, packets, bytes }) => ({
        client,
        server,
        protocol,
        port,
        packets,
        bytes,
      })),
    alerts: site.alerts.map((alert) => alertEntry(alert, site.devices)),
    timing: site.timing,
  }
}

/** `source` and `target` are addresses. */
function alertEntry(alert: WholeAlert, devices: readonly Device[]): object {
  const { title, engine, severity, techniques } = alertKind(alert.kind)
  const nameOf = ({ device, address }: End): string => devices.find(({ id }) => id === device)?.name ?? address
  const ends = { source: nameOf(alert.source), target: nameOf(alert.target) }
  return {
    rule: alert.kind,
    title,
    engine,
    severity,
    source: alert.source.address,
    target: alert.target.address,
    time: isoTime(alert.first),
    technique: techniques,
    message: alertText(alert.message, ends, alert.lines),
    count: alert.count,
  }
}

const timeOr = (packets: number, time: number): string => (packets === 0 ? "" : isoTime(time))

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

function sorted<Value>(values: ReadonlyMap<string, Value>): Readonly<Record<string, Value>> {
  return Object.fromEntries([...values].sort(([a], [b]) => compare(a, b)))
}

/** Of the outermost headers, as the frames are counted there: what is in a tunnel is listed with it. */
function addresses({ engine: { endpoints, tunnels } }: Analysis): object {
  const found = { mac: new Map<string, Counts>(), ipv4: new Map<string, Counts>(), ipv6: new Map<string, Counts>() }
  for (let id = 0; id < endpoints.count; id++) {
    const m = endpoints.measure(id)
    const [mac, address] = [endpoints.mac(id), endpoints.address(id)]
    const tunnel = endpoints.tunnel(id)
    if (mac !== "" && tunnel === 0) add(found.mac, mac, m)
    if (address !== "" && !tunnels.isBeneathIp(tunnel))
      add(endpoints.family(id) === 4 ? found.ipv4 : found.ipv6, address, m)
  }
  return { mac: sorted(found.mac), ipv4: sorted(found.ipv4), ipv6: sorted(found.ipv6) }
}

function add(
  map: Map<string, Counts>,
  key: string,
  m: { sentPackets: number; receivedPackets: number; sentBytes: number; receivedBytes: number },
): void {
  const counts = map.get(key) ?? { txPackets: 0, rxPackets: 0, txBytes: 0, rxBytes: 0 }
  counts.txPackets += m.sentPackets
  counts.rxPackets += m.receivedPackets
  counts.txBytes += m.sentBytes
  counts.rxBytes += m.receivedBytes
  map.set(key, counts)
}

/** Frames per outermost tag: every frame has one sender, so the senders' counts add up to them. */
function vlans({ engine: { endpoints, tunnels } }: Analysis): object {
  const found = new Map<number, number>()
  for (let id = 0; id < endpoints.count; id++) {
    const vlan = endpoints.vlan(id)
    if (tunnels.isTagged(endpoints.tunnel(id))) continue
    const sent = endpoints.measure(id).sentPackets
    if (vlan >= 0 && sent > 0) found.set(vlan, (found.get(vlan) ?? 0) + sent)
  }
  return Object.fromEntries([...found].sort(([a], [b]) => a - b).map(([id, frames]) => [String(id), frames]))
}

/** Tunnels that were opened, with the addresses inside; absent where there were none. */
function tunnelsOf({ engine }: Analysis): object {
  const { tunnels, endpoints, conversations } = engine
  if (tunnels.count <= 1) return {}
  const inner = Array.from({ length: tunnels.count }, () => new Set<string>())
  for (let id = 0; id < endpoints.count; id++) {
    const address = endpoints.address(id)
    if (address !== "") inner[endpoints.tunnel(id)]!.add(address)
  }
  const opened = inner.map((addresses, id) => {
    const { kind, title, ends } = tunnels.facts(id)
    const isBeneathIp = tunnels.isBeneathIp(id)
    return {
      kind,
      title,
      ends: ends.toSorted(compare),
      beneathIp: isBeneathIp,
      addresses: [...addresses].sort(compare),
    }
  })
  const { innerTcp, innerUdp } = conversations
  return {
    tunnels: {
      conversations: { tcp: innerTcp.count, udp: innerUdp.count },
      opened: opened.slice(1).sort((a, b) => compare(a.title + a.ends.join(), b.title + b.ends.join())),
    },
  }
}

function functions({ engine: { pairs } }: Analysis): object {
  const found = new Map<
    string,
    Map<string, { name: string; requests: number; responses: number; exceptions: number; count: number }>
  >()
  const all = Array.from({ length: pairs.operations.count }, (_, id) => id)
  for (const { protocol, key, name, requests, responses, exceptions, messages } of functionCounts(pairs, all)) {
    const ofProtocol =
      found.get(protocol) ??
      new Map<string, { name: string; requests: number; responses: number; exceptions: number; count: number }>()
    found.set(protocol, ofProtocol)
    const sum = ofProtocol.get(key) ?? { name, requests: 0, responses: 0, exceptions: 0, count: 0 }
    sum.requests += requests
    sum.responses += responses
    sum.exceptions += exceptions
    sum.count += messages
    ofProtocol.set(key, sum)
  }
  return sorted(
    new Map(
      [...found].map(([protocol, byKey]) => [
        protocol,
        sorted(new Map([...byKey].map(([key, sum]) => [key, entry(sum)]))),
      ]),
    ),
  )
}

/** Protocols that know requests and answers say so; the others count messages. */
function entry({
  name,
  requests,
  responses,
  exceptions,
  count,
}: {
  name: string
  requests: number
  responses: number
  exceptions: number
  count: number
}): object {
  const asked = requests + responses + exceptions
  if (asked === 0) return { name, count }
  return count === 0 ? { name, requests, responses, exceptions } : { name, requests, responses, exceptions, count }
}

function namesOf({ engine }: Analysis): object {
  const { dns, dhcpHostnames, lldpSystems } = engine.dissection.names
  return {
    dns: [...dns].sort(compare),
    dhcpHostnames: [...dhcpHostnames].sort(compare),
    lldpSystems: [...lldpSystems].sort(compare),
  }
}

const lowest = (device: Device): string =>
  [...device.addresses, ...device.macs].map(padded).sort(compare)[0] ?? device.id

/** So that 10.0.0.9 stands before 10.0.0.10. */
const padded = (address: string): string =>
  address.includes(":")
    ? `~${address}`
    : address
        .split(".")
        .map((part) => part.padStart(3, "0"))
        .join(".")

function byLowestAddress(a: Device, b: Device): number {
  // Sub-devices have no address: they follow, host by host.
  return compare(a.parent, b.parent) || compare(lowest(a), lowest(b)) || compare(a.part, b.part) || compare(a.id, b.id)
}

function deviceEntry(device: Device, site: Site): object {
  const claims = (site.claims.get(device.id) ?? []).map(({ field, value, rule, confidence, capture, spans }) => {
    const sha256 = capture === undefined ? undefined : site.captures[Number(capture)]?.sha256
    return { field, value, rule, confidence, evidence: { capture: sha256 ?? "", spans } }
  })
  const { id, macs, addresses, vlans, hostnames, type, purdue, vendor, model, firmware, serial, mode, protocols } =
    device
  return {
    id,
    macs,
    addresses,
    vlans,
    ...(device.tunnel === undefined ? {} : { tunnel: device.tunnel }),
    hostnames,
    type,
    purdue,
    vendor,
    model,
    firmware,
    serial,
    mode,
    protocols,
    claims,
    firstSeen: isoTime(device.firstSeen),
    lastSeen: isoTime(device.lastSeen),
    ...(device.parent === "" ? {} : { parent: device.parent, part: device.part }),
  }
}
