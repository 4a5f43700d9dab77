/** ARP, DHCP, DNS, multicast DNS, LLMNR and NetBIOS names. */
import { fromHex, join, padded, type Part, u16, u32, zeros } from "./bytes.ts"
import type { Group } from "./network.ts"

export const MDNS: Group = { mac: fromHex("01005e0000fb"), ip: [224, 0, 0, 251], ttl: 255 }
export const LLMNR: Group = { mac: fromHex("01005e0000fc"), ip: [224, 0, 0, 252], ttl: 1 }

/** 1 asks, 2 answers. */
export const arp = (
  operation: number,
  senderMac: readonly number[],
  senderIp: readonly number[],
  targetMac: readonly number[],
  targetIp: readonly number[],
): Uint8Array => join([0, 1, 8, 0, 6, 4, 0, operation], senderMac, senderIp, targetMac, targetIp)

export type Lease = {
  /** 1 discover, 2 offer, 3 request, 5 acknowledge. */
  readonly message: number
  readonly transaction: number
  readonly mac: readonly number[]
  readonly yours: readonly number[]
  readonly server: readonly number[]
  readonly hostname: string
}

export function dhcp(lease: Lease): Uint8Array {
  const asks = lease.message === 1 || lease.message === 3
  const options: Part[] = [[53, 1, lease.message]]
  if (asks) {
    options.push([12, lease.hostname.length], lease.hostname, [60, 8], "MSFT 5.0", [55, 4, 1, 3, 6, 15])
    if (lease.message === 3) options.push([50, 4], lease.yours, [54, 4], lease.server)
  } else {
    options.push([54, 4], lease.server, [51, 4, 0, 1, 0x51, 0x80, 1, 4, 255, 255, 255, 0, 3, 4], lease.server)
  }
  const message = join(
    [asks ? 1 : 2, 1, 6, 0],
    u32(lease.transaction),
    zeros(8),
    asks ? zeros(4) : lease.yours,
    zeros(8),
    lease.mac,
    zeros(10 + 64 + 128),
    [0x63, 0x82, 0x53, 0x63],
    ...options,
    [255],
  )
  return message.length >= 300 ? message : join(message, zeros(300 - message.length))
}

const name = (text: string): Uint8Array => join(...text.split(".").map((label) => join([label.length], label)), [0])

/** Asks for the address of a name. */
export const dnsQuery = (id: number, text: string, flags = 0x0100): Uint8Array =>
  join(u16(id), u16(flags), [0, 1, 0, 0, 0, 0, 0, 0], name(text), [0, 1, 0, 1])

export const dnsAnswer = (id: number, text: string, ip: readonly number[], flags = 0x8180): Uint8Array =>
  join(
    u16(id),
    u16(flags),
    [0, 1, 0, 1, 0, 0, 0, 0],
    name(text),
    [0, 1, 0, 1, 0xc0, 0x0c, 0, 1, 0, 1],
    u32(3600),
    [0, 4],
    ip,
  )

export const dnsUnknown = (id: number, text: string): Uint8Array =>
  join(u16(id), [0x81, 0x83, 0, 1, 0, 0, 0, 0, 0, 0], name(text), [0, 1, 0, 1])

/** A device announces its own name; unique, so it replaces what was known. */
export const mdnsAnnouncement = (host: string, ip: readonly number[]): Uint8Array =>
  join([0, 0, 0x84, 0, 0, 0, 0, 1, 0, 0, 0, 0], name(`${host}.local`), [0, 1, 0x80, 1], u32(120), [0, 4], ip)

/** RFC 1001: 15 letters and a suffix, each byte as two letters. */
const netbiosName = (text: string, suffix: number): Uint8Array => {
  const bytes = join(padded(text, 15), [suffix])
  return join(
    [32],
    Array.from(bytes).flatMap((byte) => [0x41 + (byte >> 4), 0x41 + (byte & 15)]),
    [0],
  )
}

export const netbiosRegistration = (id: number, host: string, ip: readonly number[]): Uint8Array =>
  join(
    u16(id),
    [0x29, 0x10, 0, 1, 0, 0, 0, 0, 0, 1],
    netbiosName(host, 0),
    [0, 0x20, 0, 1, 0xc0, 0x0c, 0, 0x20, 0, 1],
    u32(300_000),
    [0, 6, 0, 0],
    ip,
  )

export const netbiosQuery = (id: number, host: string): Uint8Array =>
  join(u16(id), [0x01, 0x10, 0, 1, 0, 0, 0, 0, 0, 0], netbiosName(host, 0x20), [0, 0x20, 0, 1])
