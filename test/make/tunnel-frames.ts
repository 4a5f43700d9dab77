/** A frame of Modbus, and what wraps it: every tunnel by hand, byte by byte. */
import { bytes, ethernet, ipv4, modbusRequest, tcp, u16, u32, udp, type Net } from "./frames.ts"
import { hex } from "./hex.ts"

export const outer = { from: "10.0.0.1", to: "10.0.0.2" }
export const macs = { from: "02:00:00:00:00:01", to: "02:00:00:00:00:02" }
const innerMacs = { from: "02:00:00:00:01:01", to: "02:00:00:00:01:02" }
export const innerNet: Net = { from: "192.168.1.10", to: "192.168.1.20" }

/** Asks for a register. `seq`: so that several of them are one stream. */
export const modbusPacket = (net: Net = innerNet, n = 0): Uint8Array =>
  ipv4({ ...net, ttl: 61 }, tcp({ from: 40_000, to: 502, seq: 1 + 12 * n, ack: 1, data: modbusRequest(n + 1) }))
export const modbusFrame = (net: Net = innerNet, n = 0): Uint8Array => ethernet(innerMacs, modbusPacket(net, n))

/** fd00::10 to fd00::20, or with other first groups. */
export const ipv6 = (payload: Uint8Array, from = "fd00 0000", to = from, next = 6): Uint8Array =>
  bytes(hex("60000000"), u16(payload.length), next, 61, hex(`${from} 00*11 10`), hex(`${to} 00*11 20`), payload)
export const modbusOver6 = (from?: string, to?: string): Uint8Array =>
  ipv6(tcp({ from: 40_000, to: 502, seq: 1, ack: 1, data: modbusRequest(1) }), from, to)

let sent = 0
/** Every outer packet has an identification of its own, as real ones have. */
export const inIp = (protocol: number, payload: Uint8Array, ends = outer): Uint8Array =>
  ethernet(macs, ipv4({ ...ends, protocol, id: ++sent & 0xffff }, payload))
export const inUdp = (port: number, payload: Uint8Array, ends = outer): Uint8Array =>
  inIp(17, udp(50_000, port, payload), ends)

const u24 = (value: number): Uint8Array => bytes((value >> 16) & 255, u16(value & 0xffff))
export const vxlan = (network: number, frame: Uint8Array): Uint8Array => bytes(hex("08 000000"), u24(network), 0, frame)
/** With one option of four bytes. */
export const geneve = (network: number, frame: Uint8Array, type = 0x6558): Uint8Array =>
  bytes(hex("02 00"), u16(type), u24(network), 0, hex("0104 80 01 deadbeef"), frame)
export const gre = (type: number, payload: Uint8Array, key?: number): Uint8Array =>
  key === undefined ? bytes(u16(0), u16(type), payload) : bytes(u16(0x2000), u16(type), u32(key), payload)
export const ppp = (packet: Uint8Array): Uint8Array => bytes(hex("ff03 0021"), packet)
export const pppoe = (session: number, packet: Uint8Array): Uint8Array =>
  bytes(hex("11 00"), u16(session), u16(packet.length + 2), hex("0021"), packet)
export const l2tp = (packet: Uint8Array): Uint8Array =>
  bytes(hex("4002"), u16(packet.length + 12), u16(7), u16(9), ppp(packet))
export const erspan2 = (session: number, frame: Uint8Array): Uint8Array =>
  bytes(u16(0x1000), u16(0x88be), u32(1), u16(0x1005), u16(session), u32(0), frame)
export const erspan3 = (session: number, frame: Uint8Array): Uint8Array =>
  bytes(u16(0x1000), u16(0x22eb), u32(1), u16(0x2005), u16(session), u32(99), u16(0), u16(1), new Uint8Array(8), frame)
export const label = (value: number, isLast = true): Uint8Array => u32((value << 12) | (isLast ? 0x100 : 0) | 64)
/** A data message without fragments: header of 8 bytes, radio 1, binding 1, and 802.3 inside. */
export const capwap = (frame: Uint8Array): Uint8Array => bytes(hex("00 10 42 00 0000 0000"), frame)
/** The same with 802.11 inside: data to the network, LLC and SNAP before the packet. */
export const capwapWireless = (packet: Uint8Array, isSwapped = false): Uint8Array =>
  bytes(
    hex("00 10 43 00 0000 0000"),
    hex(isSwapped ? "01 08" : "08 01"),
    hex("0000 020000000201 020000000101 020000000102 0000 aaaa03 000000 0800"),
    packet,
  )
export const gtp = (packet: Uint8Array): Uint8Array => bytes(hex("30 ff"), u16(packet.length), u32(5), packet)
/** With authentication and origin before the packet. */
export const teredo = (packet: Uint8Array): Uint8Array =>
  bytes(hex("0001 00 00 0102030405060708 00"), hex("0000 f227 f5fffffe"), packet)
