/** IPv6 in UDP, through routers that translate addresses (RFC 4380): an authentication and an origin may stand before it. */
import { Malformed } from "../../bytes/reader.ts"
import type { Dissector } from "../dissector.ts"
import { ipv4At } from "../../net/ip.ts"
import { protocol } from "../protocol.ts"

const teredoProtocol = protocol({ name: "teredo", title: "Teredo", family: "office", wireshark: "teredo" })

const AUTHENTICATION = 1
const ORIGIN = 0

/** Section 5.1.1: indicator, lengths of client id and authentication, both, a nonce of 8 bytes and a confirmation. */
const authenticationLength = (b: Uint8Array, at: number): number => 13 + b[at + 2]! + b[at + 3]!

/** 2001:0::/32 (section 2.6), or link-local while it asks a server for its address. */
const isTeredo = (b: Uint8Array, at: number): boolean =>
  (b[at] === 0x20 && b[at + 1] === 0x01 && b[at + 2] === 0 && b[at + 3] === 0) ||
  (b[at] === 0xfe && (b[at + 1]! & 0xc0) === 0x80)

/** Where the IPv6 header begins; beyond the end where there is none. */
function innerAt(b: Uint8Array, from: number, to: number): number {
  let at = from
  if (at + 4 <= to && b[at] === 0 && b[at + 1] === AUTHENTICATION) at += authenticationLength(b, at)
  if (at + 8 <= to && b[at] === 0 && b[at + 1] === ORIGIN) at += 8
  return at
}

export const teredo: Dissector = {
  protocol: teredoProtocol,
  udp: [3544],

  /** A whole IPv6 packet of which one end has an address of Teredo. */
  probe(b, from, to) {
    const at = innerAt(b, from, to)
    if (at + 40 > to || b[at]! >> 4 !== 6 || at + 40 + ((b[at + 4]! << 8) | b[at + 5]!) > to) return false
    return isTeredo(b, at + 8) || isTeredo(b, at + 24)
  },

  read(r, _about, out) {
    const b = r.bytes
    r.need(2)
    if (b[r.at] === 0 && b[r.at + 1] === AUTHENTICATION) {
      r.group("Authentication")
      r.u16("Indicator")
      const identifier = r.u8("Length of the client's id")
      const authentication = r.u8("Length of the authentication")
      r.skip(identifier, "Client's id")
      r.skip(authentication, "Authentication")
      r.skip(8, "Nonce")
      r.u8("Confirmation")
      r.endGroup()
      r.need(2)
    }
    if (b[r.at] === 0 && b[r.at + 1] === ORIGIN) {
      r.group("Origin")
      r.u16("Indicator")
      r.u16("Port, bits turned")
      r.need(4)
      r.trace?.field("Address, bits turned", r.at, 4, ipv4At(b, r.at))
      r.skip(4)
      r.endGroup()
    }
    if (r.left === 0) throw new Malformed("Teredo without a packet")
    // Addresses of Teredo are the same whoever relays; others hold between two ends only.
    const isGlobal = b[r.at + 8] === 0x20 || b[r.at + 24] === 0x20
    out.opening.within("teredo", !isGlobal)
    out.opening.frame(0x86dd, r.at, r.end)
  },
}
