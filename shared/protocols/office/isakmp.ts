/** Keys for IPsec tunnels (IKE: RFC 2408 section 3.1 and RFC 7296 section 3.1; RFC 3948 for port 4500): exchanges are counted by type. What follows is encrypted. */
import type { Reader } from "../../bytes/reader.ts"
import type { About, Dissector, Findings } from "../dissector.ts"
import { protocol } from "../protocol.ts"
import { espProtocol, isEsp, readEsp } from "./esp.ts"

const exchanges: ReadonlyMap<number, string> = new Map([
  [1, "base"],
  [2, "main mode"],
  [3, "authentication only"],
  [4, "aggressive mode"],
  [5, "informational (version 1)"],
  [32, "quick mode"],
  [33, "new group mode"],
  [34, "start of the association"],
  [35, "authentication"],
  [36, "child association"],
  [37, "informational"],
  [38, "resumption"],
  [43, "intermediate"],
  [44, "follow-up of keys"],
])

const isakmpProtocol = protocol({
  name: "isakmp",
  title: "IKE (IPsec)",
  family: "office",
  wireshark: "isakmp",
  functionName: (code) => exchanges.get(code),
  wiresharkFunction: (code) => `isakmp.exchangetype == ${code}`,
})

const HEADER = 28
/** Where a message begins: on port 4500 four zeros stand before (RFC 3948 section 2.2). */
const startOf = (bytes: Uint8Array, from: number, to: number): number =>
  to - from >= 4 && bytes[from] === 0 && bytes[from + 1] === 0 && bytes[from + 2] === 0 && bytes[from + 3] === 0
    ? from + 4
    : from

const u32 = (bytes: Uint8Array, at: number): number =>
  ((bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!) >>> 0

/** Version 2: this is an answer. */
const ANSWER = 0x20

export const isakmp: Dissector = {
  protocol: isakmpProtocol,
  udp: [500, 4500],

  /** Somebody began it, a version and an exchange that exist, flags of that version, and a length that fits. */
  probe(bytes, from, to) {
    const at = startOf(bytes, from, to)
    if (to - at < HEADER || (u32(bytes, at) === 0 && u32(bytes, at + 4) === 0)) return false
    const version = bytes[at + 17]! >> 4
    const exchange = bytes[at + 18]!
    const flags = bytes[at + 19]!
    if (version === 1 ? exchange > 33 || flags > 7 : version !== 2 || exchange < 34 || (flags & 0xc7) !== 0)
      return false
    const length = u32(bytes, at + 24)
    return exchanges.has(exchange) && length >= HEADER && length <= to - at
  },

  read(r, about, out) {
    if (isNatTraversal(about) && readOther(r, out)) return
    const at = startOf(r.bytes, r.at, r.end)
    if (at > r.at) r.skip(at - r.at, "Marker")
    r.skip(8, "Initiator's cookie")
    r.skip(8, "Responder's cookie")
    r.u8("First payload")
    const isSecond = r.u8("Version") >> 4 === 2
    const exchange = r.u8("Exchange")
    const flags = r.u8("Flags")
    const number = r.u32("Number")
    r.u32("Length")
    const outcome = !isSecond ? "message" : (flags & ANSWER) !== 0 ? "response" : "request"
    out.operation(isakmpProtocol, exchange, outcome, isSecond ? number & 0x3fff_ffff : -1)
    if (r.left > 0) r.skip(r.left, "Payloads")
  },
}

/** RFC 3948 section 2: there keys and encrypted payloads share a conversation. */
const isNatTraversal = ({ sourcePort, targetPort }: About): boolean => sourcePort === 4500 || targetPort === 4500

/** Not a key exchange: an encrypted payload, or the byte that keeps the way open (section 2.3). */
function readOther(r: Reader, out: Findings): boolean {
  if (r.left === 1) {
    r.u8("Keep alive")
    return true
  }
  if (!isEsp(r.bytes, r.at, r.end)) return false
  out.layer(espProtocol)
  readEsp(r)
  return true
}
