/** What switches and stations tell their neighbours: LLDP (IEEE 802.1AB), spanning tree (802.1D) and CDP. */
import { join, type Part, u16, u32 } from "./bytes.ts"

export const LLDP_GROUP = [0x01, 0x80, 0xc2, 0, 0, 0x0e]
export const STP_GROUP = [0x01, 0x80, 0xc2, 0, 0, 0]
export const CDP_GROUP = [0x01, 0x00, 0x0c, 0xcc, 0xcc, 0xcc]

const tlv = (type: number, value: Part): Uint8Array => join(u16((type << 9) | value.length), value)

export type Neighbour = {
  readonly mac: readonly number[]
  readonly ip: readonly number[]
  readonly system: string
  readonly description: string
  /** 4 bridge, 16 router, 128 station. */
  readonly capabilities: number
}

export const lldp = (one: Neighbour, port: string): Uint8Array =>
  join(
    tlv(1, join([4], one.mac)),
    tlv(2, join([7], port)),
    tlv(3, [0, 120]),
    tlv(5, one.system),
    tlv(6, one.description),
    tlv(7, join(u16(one.capabilities), u16(one.capabilities))),
    tlv(8, join([5, 1], one.ip, [2], u32(1), [0])),
    [0, 0],
  )

/** A PROFINET station: its name is the chassis. */
export const lldpStation = (station: string, port: string, description: string): Uint8Array =>
  join(
    tlv(1, join([7], station)),
    tlv(2, join([7], port)),
    tlv(3, [0, 20]),
    tlv(6, description),
    tlv(7, [0, 128, 0, 128]),
    [0, 0],
  )

/** Rapid spanning tree in its LLC header: root and bridge are the same core switch for all. */
export const spanningTree = (
  root: readonly number[],
  bridge: readonly number[],
  cost: number,
  port: number,
): Uint8Array =>
  join([0x42, 0x42, 3], [0, 0, 2, 2, 0x3c], [0x10, 0], root, u32(cost), [0x80, 0], bridge, u16(0x8000 | port), [
    cost === 0 ? 0 : 1,
    0,
    20,
    0,
    2,
    0,
    15,
    0,
    0,
  ])

const cdpTlv = (type: number, value: Part): Uint8Array => join(u16(type), u16(4 + value.length), value)

/** CDP version 2 in its SNAP header, with its check sum. */
export function cdp(
  device: string,
  ip: readonly number[],
  port: string,
  version: string,
  platform: string,
): Uint8Array {
  const body = join(
    [2, 180, 0, 0],
    cdpTlv(1, device),
    cdpTlv(2, join([0, 0, 0, 1, 1, 1, 0xcc, 0, 4], ip)),
    cdpTlv(3, port),
    cdpTlv(4, [0, 0, 0, 0x29]),
    cdpTlv(5, version),
    cdpTlv(6, platform),
  )
  const sum = cdpChecksum(body)
  body[2] = sum >> 8
  body[3] = sum & 255
  return join([0xaa, 0xaa, 3, 0, 0, 0x0c, 0x20, 0], body)
}

/** The Internet check sum, but for an odd last byte, which counts as the low one. */
function cdpChecksum(bytes: Uint8Array): number {
  let sum = 0
  for (let at = 0; at + 1 < bytes.length; at += 2) sum += (bytes[at]! << 8) | bytes[at + 1]!
  if ((bytes.length & 1) === 1) sum += bytes[bytes.length - 1]!
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >> 16)
  return ~sum & 0xffff
}
