/** The wire that the sensor listens to: Ethernet frames with VLAN tags, IPv4, UDP and TCP segments with valid check sums. */
import { join, type Part, u16, u32, zeros } from "./bytes.ts"
import type { Host } from "./host.ts"

export const BROADCAST = [255, 255, 255, 255, 255, 255]
const SHORTEST = 60

/** Takes frames in any order; whoever makes it sorts them. `time` in microseconds since 1970 UTC. */
export type Sink = (time: number, frame: Uint8Array) => void

/** Where a group's packets go: its MAC and its address. */
export type Group = { readonly mac: readonly number[]; readonly ip: readonly number[]; readonly ttl?: number }

export class Network {
  private readonly sink: Sink
  /** The router's own MAC on each VLAN. */
  private readonly router: Host
  private readonly identifications = new Map<Host, number>()

  constructor(sink: Sink, router: Host) {
    this.sink = sink
    this.router = router
  }

  /** A frame as it stands, with the VLAN tag of `vlan` (0: untagged). */
  frame(time: number, to: readonly number[], from: readonly number[], vlan: number, type: number, payload: Part): void {
    const tag = vlan === 0 ? [] : [0x81, 0x00, vlan >> 8, vlan & 255]
    const bytes = join(to, from, tag, u16(type), payload)
    this.sink(time, bytes.length >= SHORTEST ? bytes : join(bytes, zeros(SHORTEST - bytes.length)))
  }

  /** A frame of IEEE 802.3 with a length instead of a type: spanning tree and CDP. */
  frame8023(time: number, to: readonly number[], from: readonly number[], payload: Uint8Array): void {
    const bytes = join(to, from, u16(payload.length), payload)
    this.sink(time, bytes.length >= SHORTEST ? bytes : join(bytes, zeros(SHORTEST - bytes.length)))
  }

  udp(time: number, from: Host, to: Host, sourcePort: number, targetPort: number, payload: Part): void {
    const segment = udpSegment(from.ip, to.ip, sourcePort, targetPort, payload)
    this.route(time, from, to, 17, segment)
  }

  /** To a group or to everybody of the sender's VLAN. */
  udpToGroup(time: number, from: Host, to: Group, sourcePort: number, targetPort: number, payload: Part): void {
    const segment = udpSegment(from.ip, to.ip, sourcePort, targetPort, payload)
    const packet = this.packet(from, from.ip, to.ip, to.ttl ?? from.ttl, 17, segment)
    this.frame(time, to.mac, from.mac, from.vlan, 0x0800, packet)
  }

  /** From nobody yet: DHCP before there is an address. */
  udpFromNobody(time: number, from: Host, sourcePort: number, targetPort: number, payload: Part): void {
    const nobody = [0, 0, 0, 0]
    const everybody = [255, 255, 255, 255]
    const segment = udpSegment(nobody, everybody, sourcePort, targetPort, payload)
    this.frame(time, BROADCAST, from.mac, from.vlan, 0x0800, this.packet(from, nobody, everybody, 128, 17, segment))
  }

  tcp(time: number, from: Host, to: Host, segment: Uint8Array): void {
    this.route(time, from, to, 6, segment)
  }

  icmp(time: number, from: Host, to: Host, message: Uint8Array): void {
    this.route(time, from, to, 1, message)
  }

  /** Seen on the VLAN that both are on; else on that of the plant's side, with the router in place of the other. */
  private route(time: number, from: Host, to: Host, kind: number, segment: Uint8Array): void {
    const vlan = from.vlan === to.vlan ? from.vlan : from.vlan === 0 ? to.vlan : to.vlan === 0 ? from.vlan : 20
    const routerMac = [...this.router.mac.slice(0, 5), this.router.mac[5]! + vlan]
    const source = from.vlan === vlan ? from.mac : routerMac
    const target = to.vlan === vlan ? to.mac : routerMac
    const ttl = from.ttl - (from.vlan === vlan ? 0 : 1 + from.hops)
    this.frame(time, target, source, vlan, 0x0800, this.packet(from, from.ip, to.ip, ttl, kind, segment))
  }

  private packet(
    from: Host,
    source: readonly number[],
    target: readonly number[],
    ttl: number,
    kind: number,
    segment: Uint8Array,
  ): Uint8Array {
    const identification = ((this.identifications.get(from) ?? from.ip[3]! * 251) + 1) & 0xffff
    this.identifications.set(from, identification)
    const packet = join(
      [0x45, 0],
      u16(20 + segment.length),
      u16(identification),
      [0x40, 0, ttl, kind, 0, 0],
      source,
      target,
      segment,
    )
    put16(packet, 10, checksum(packet, 0, 20, 0))
    return packet
  }
}

function udpSegment(
  source: readonly number[],
  target: readonly number[],
  sourcePort: number,
  targetPort: number,
  payload: Part,
): Uint8Array {
  const segment = join(u16(sourcePort), u16(targetPort), u16(8 + payload.length), [0, 0], payload)
  put16(segment, 6, checksum(segment, 0, segment.length, pseudo(source, target, 17, segment.length)) || 0xffff)
  return segment
}

export type TcpHeader = {
  readonly source: Host
  readonly target: Host
  readonly sourcePort: number
  readonly targetPort: number
  readonly sequence: number
  readonly acknowledged: number
  readonly flags: number
  readonly window: number
}

/** A segment; with SYN it offers the largest segment size. */
export function tcpSegment(header: TcpHeader, payload: Part): Uint8Array {
  const options = (header.flags & 2) !== 0 ? [2, 4, 5, 0xb4] : []
  const segment = join(
    u16(header.sourcePort),
    u16(header.targetPort),
    u32(header.sequence),
    u32(header.acknowledged),
    [(5 + options.length / 4) << 4, header.flags],
    u16(header.window),
    [0, 0, 0, 0],
    options,
    payload,
  )
  put16(
    segment,
    16,
    checksum(segment, 0, segment.length, pseudo(header.source.ip, header.target.ip, 6, segment.length)),
  )
  return segment
}

/** RFC 793 and 768: addresses, protocol and length count too. */
function pseudo(source: readonly number[], target: readonly number[], kind: number, length: number): number {
  let sum = kind + length
  for (const ip of [source, target]) sum += (ip[0]! << 8) + ip[1]! + (ip[2]! << 8) + ip[3]!
  return sum
}

/** RFC 1071. */
export function checksum(bytes: Uint8Array, from: number, to: number, start: number): number {
  let sum = start
  for (let at = from; at + 1 < to; at += 2) sum += (bytes[at]! << 8) | bytes[at + 1]!
  if (((to - from) & 1) === 1) sum += bytes[to - 1]! << 8
  while (sum > 0xffff) sum = (sum & 0xffff) + Math.floor(sum / 65536)
  return ~sum & 0xffff
}

export function put16(bytes: Uint8Array, at: number, value: number): void {
  bytes[at] = value >>> 8
  bytes[at + 1] = value & 255
}
