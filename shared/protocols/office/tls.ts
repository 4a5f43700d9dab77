/** Transport Layer Security records (RFC 8446 section 5.1, RFC 5246 section 6.2): what the handshake says in the clear is read. */
import type { Dissector } from "../dissector.ts"
import { readHandshake } from "./tls-handshake.ts"
import { tlsProtocol } from "./tls-names.ts"

const HEADER = 5
const HANDSHAKE = 22

/** The most bytes a record may have: 2^14 of content and what encryption adds. */
const LONGEST = 16384 + 2048

export const tls: Dissector = {
  protocol: tlsProtocol,
  tcp: [443, 8443, 465, 636, 853, 989, 990, 992, 993, 995, 3269, 5986, 8883],
  over: ["cotp"],
  anyPort: true,

  size(bytes, from, to) {
    if (to - from < HEADER) return isRecord(bytes, from, to) ? 0 : -1
    return isRecord(bytes, from, to) ? HEADER + ((bytes[from + 3]! << 8) | bytes[from + 4]!) : -1
  },

  probe(bytes, from, to) {
    if (to - from < HEADER + 1 || !isRecord(bytes, from, to)) return false
    const kind = bytes[from]!
    const length = (bytes[from + 3]! << 8) | bytes[from + 4]!
    // An alert has 2 bytes in the clear and more when encrypted; a change of cipher has 1.
    return kind === 0x14 ? length === 1 : length >= 2
  },

  read(r, _about, out) {
    const kind = r.u8("Content type")
    r.u16("Version")
    r.u16("Length")
    const { at } = r
    r.skip(r.left, kind === HANDSHAKE ? "Handshake" : "Record")
    if (kind === HANDSHAKE) readHandshake(r.bytes, at, r.end, out)
  },
}

/** Content types 20 to 23, versions 3.0 to 3.4, a length that may be. */
function isRecord(bytes: Uint8Array, from: number, to: number): boolean {
  const kind = bytes[from]!
  if (kind < 0x14 || kind > 0x17) return false
  if (to - from > 1 && bytes[from + 1] !== 3) return false
  if (to - from > 2 && bytes[from + 2]! > 4) return false
  if (to - from < HEADER) return true
  const length = (bytes[from + 3]! << 8) | bytes[from + 4]!
  return length > 0 && length <= LONGEST
}
