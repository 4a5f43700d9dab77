/** Encrypted payloads of IPsec (ESP: RFC 4303 section 2; within UDP port 4500: RFC 3948 section 2.1): only their numbers can be read. */
import type { Reader } from "../../bytes/reader.ts"
import type { Dissector } from "../dissector.ts"
import { protocol } from "../protocol.ts"

export const espProtocol = protocol({ name: "esp", title: "IPsec ESP", family: "office", wireshark: "esp" })

/** RFC 4303 section 2.1: 0 is no security association; 1 to 255 are reserved. */
const reserved = 255
/** The two numbers, and at least one block with its padding. */
const SHORTEST = 16

/** Do the bytes begin like an encrypted payload, and not like the marker of a key exchange? */
export function isEsp(bytes: Uint8Array, from: number, to: number): boolean {
  if (to - from < SHORTEST) return false
  const high = (bytes[from]! << 16) | (bytes[from + 1]! << 8) | bytes[from + 2]!
  return high !== 0 || bytes[from + 3]! > reserved
}

export function readEsp(r: Reader): void {
  r.u32("Security parameters index")
  r.u32("Sequence number")
  r.skip(r.left, "Encrypted data")
}

export const esp: Dissector = {
  protocol: espProtocol,
  over: ["ip:50"],
  probe: isEsp,
  read: readEsp,
}
