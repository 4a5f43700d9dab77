/** Frames and capture files as tests want them: readable, byte by byte where it matters. */

export type Link = {
  readonly from: string
  readonly to: string
  readonly vlans?: readonly number[]
  readonly type?: number
}
export type Net = {
  readonly from: string
  readonly to: string
  readonly ttl?: number
  readonly protocol?: number
  readonly id?: number
  readonly fragment?: number
  readonly options?: Uint8Array
}
export type Segment = {
  readonly from: number
  readonly to: number
  readonly seq: number
  readonly ack?: number
  readonly flags?: number
  readonly data?: Uint8Array
}

export const bytes = (...parts: readonly (number | Uint8Array)[]): Uint8Array =>
  Uint8Array.from(parts.flatMap((part) => (typeof part === "number" ? [part] : [...part])))
export const u16 = (value: number): Uint8Array => Uint8Array.of((value >> 8) & 255, value & 255)
export const u32 = (value: number): Uint8Array =>
  Uint8Array.of((value >>> 24) & 255, (value >>> 16) & 255, (value >>> 8) & 255, value & 255)
const macBytes = (mac: string): Uint8Array => Uint8Array.from(mac.split(":").map((part) => parseInt(part, 16)))
const ipBytes = (ip: string): Uint8Array => Uint8Array.from(ip.split(".").map(Number))

/** An Ethernet frame; `payload` follows the EtherType. */
export function ethernet(link: Link, payload: Uint8Array): Uint8Array {
  const tags = (link.vlans ?? []).flatMap((id) => [0x81, 0x00, (id >> 8) & 15, id & 255])
  return bytes(macBytes(link.to), macBytes(link.from), Uint8Array.from(tags), u16(link.type ?? 0x0800), payload)
}

export function ipv4(net: Net, payload: Uint8Array): Uint8Array {
  const options = net.options ?? new Uint8Array(0)
  const header = 20 + options.length
  return bytes(
    0x40 | (header / 4),
    0,
    u16(header + payload.length),
    u16(net.id ?? 1),
    u16(net.fragment ?? 0),
    net.ttl ?? 64,
    net.protocol ?? 6,
    u16(0),
    ipBytes(net.from),
    ipBytes(net.to),
    options,
    payload,
  )
}

export const tcp = ({ from, to, seq, ack = 0, flags = 0x18, data = new Uint8Array(0) }: Segment): Uint8Array =>
  bytes(u16(from), u16(to), u32(seq), u32(ack), 0x50, flags, u16(8192), u16(0), u16(0), data)

export const udp = (from: number, to: number, data: Uint8Array): Uint8Array =>
  bytes(u16(from), u16(to), u16(8 + data.length), u16(0), data)

export const arpReply = (mac: string, ip: string, targetMac: string, targetIp: string): Uint8Array =>
  bytes(u16(1), u16(0x0800), 6, 4, u16(2), macBytes(mac), ipBytes(ip), macBytes(targetMac), ipBytes(targetIp))

export type Stamped = { readonly time: number; readonly frame: Uint8Array; readonly wireLength?: number }

/** A classic pcap, little-endian, microseconds; `time` in microseconds since 1970. */
export function pcap(frames: readonly Stamped[], linkType = 1): Uint8Array {
  const little = (value: number): Uint8Array => u32(value).reverse()
  const records = frames.map(({ time, frame, wireLength }) =>
    bytes(
      little(Math.floor(time / 1e6)),
      little(time % 1e6),
      little(frame.length),
      little(wireLength ?? frame.length),
      frame,
    ),
  )
  return bytes(
    little(0xa1b2c3d4),
    little(0x00040002),
    little(0),
    little(0),
    little(65_535),
    little(linkType),
    ...records,
  )
}

/** Modbus/TCP: read holding registers, as a client asks and as a server answers. */
export const modbusRequest = (transaction: number): Uint8Array =>
  bytes(u16(transaction), u16(0), u16(6), 1, 3, u16(0), u16(1))
export const modbusResponse = (transaction: number): Uint8Array =>
  bytes(u16(transaction), u16(0), u16(5), 1, 3, 2, u16(7))
