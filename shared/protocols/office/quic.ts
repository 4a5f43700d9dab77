/** QUIC (RFC 9000 section 17.2, RFC 8999, RFC 9369): recognised by the long headers that every connection begins with. What is inside is encrypted. */
import type { Dissector } from "../dissector.ts"
import { protocol } from "../protocol.ts"

const NEGOTIATION = 4
const types = ["initial", "early data", "handshake", "retry", "version negotiation"]

const quicProtocol = protocol({
  name: "quic",
  title: "QUIC",
  family: "office",
  wireshark: "quic",
  functionName: (code) => types[code],
  wiresharkFunction: (code) => (code === NEGOTIATION ? "quic.version == 0" : `quic.long.packet_type == ${code}`),
})

/** RFC 9369 section 3.2: there the types are counted from another one on. */
const SECOND = 0x6b33_43cf

const versionOf = (bytes: Uint8Array, from: number): number =>
  ((bytes[from + 1]! << 24) | (bytes[from + 2]! << 16) | (bytes[from + 3]! << 8) | bytes[from + 4]!) >>> 0

/** Versions 1 and 2, drafts, Facebook's, and those that only test whether unknown ones are refused (RFC 9000 section 15). */
function isKnown(version: number): boolean {
  if (version === 1 || version === SECOND) return true
  if (version >= 0xff00_0011 && version <= 0xff00_0022) return true
  return (version & 0x0f0f_0f0f) === 0x0a0a_0a0a || (version >= 0xface_b000 && version <= 0xface_b00f)
}

/** Version negotiation without names that offers one version. */
const SHORTEST = 11
/** A connection's name has at most 20 bytes (RFC 9000 section 17.2). */
const longest = 20

export const quic: Dissector = {
  protocol: quicProtocol,
  udp: [443, 4433, 4434, 8443],
  anyPort: true,

  probe(bytes, from, to) {
    if (to - from < SHORTEST || bytes[from]! < 0x80) return false
    const target = bytes[from + 5]!
    if (target > longest || bytes[from + 6 + target]! > longest) return false
    const version = versionOf(bytes, from)
    const list = from + 7 + target + bytes[from + 6 + target]!
    if (version === 0) return list + 4 <= to && (to - list) % 4 === 0
    return bytes[from]! >= 0xc0 && isKnown(version) && list < to
  },

  read(r, _about, out) {
    const { bytes, at } = r
    const version = versionOf(bytes, at)
    const type = (r.u8("Form and type") >> 4) & 3
    r.u32("Version")
    r.skip(r.u8("Length of the target's name"), "Target's name")
    r.skip(r.u8("Length of the sender's name"), "Sender's name")
    const code = version === 0 ? NEGOTIATION : version === SECOND ? (type + 3) & 3 : type
    out.operation(quicProtocol, code, "message")
    r.skip(r.left, version === 0 ? "Versions" : "Encrypted data")
  },
}
