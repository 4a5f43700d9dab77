/** Access points and their controller (RFC 5415): what stations send in data messages, and control messages by their header. */
import { Malformed } from "../../bytes/reader.ts"
import type { Dissector } from "../dissector.ts"
import { protocol } from "../protocol.ts"
import { inside } from "./opening.ts"

const capwapProtocol = protocol({ name: "capwap", title: "CAPWAP", family: "office", wireshark: "capwap" })

const DATA = 5247
const ENCRYPTED = 1
/** Bits of the first word behind the preamble (section 4.3). */
const NATIVE = 0x100
const FRAGMENT = 0x80
const WIRELESS = 0x20
const HAS_MAC = 0x10
const KEEPS_ALIVE = 0x08
/** Wireless binding of 802.11 (RFC 5416); Cisco's access points say 0 for it, too. */
const IEEE_80211 = 1

export const capwap: Dissector = {
  protocol: capwapProtocol,
  udp: [5246, DATA],

  /** Version 0; then a header of a length that fits, with reserved bits zero, or a record of DTLS. */
  probe(b, from, to) {
    if (to - from < 8) return false
    if (b[from] === ENCRYPTED)
      return b[from + 1] === 0 && b[from + 2] === 0 && b[from + 3] === 0 && isDtls(b, from + 4, to)
    const header = (b[from + 1]! >> 3) << 2
    return b[from] === 0 && header >= 8 && from + header <= to && (b[from + 3]! & 7) === 0 && (b[from + 7]! & 7) === 0
  },

  read(r, about, out) {
    const start = r.at
    if (r.u8("Preamble") === ENCRYPTED) {
      r.u24("Reserved")
      return void out.inner("", r, r.at, r.end)
    }
    const word = r.u24("Header length, radio, binding and flags")
    r.u16("Fragment")
    r.u16("Fragment offset")
    const end = start + ((word >> 19) << 2)
    if (end > r.end || end < r.at) throw new Malformed("the header of CAPWAP does not fit its message")
    if ((word & HAS_MAC) !== 0) r.skip(r.u8("Length of the MAC"), "MAC of the radio")
    if (r.at > end) throw new Malformed("the MAC of CAPWAP is longer than its header")
    if ((word & WIRELESS) !== 0 && r.at < end) r.skip(end - r.at, "About the radio")
    else if (r.at < end) r.skip(end - r.at, "Padding")
    const isData = about.sourcePort === DATA || about.targetPort === DATA
    // Control, keep-alives and parts of frames are named and stay closed.
    if (!isData || (word & (FRAGMENT | KEEPS_ALIVE)) !== 0) return void out.inner("", r, r.at, r.end)
    out.opening.within("capwap", true)
    if ((word & NATIVE) === 0) return out.opening.frame(inside.ethernet, r.at, r.end)
    const binding = (word >> 9) & 31
    if (binding > IEEE_80211) return void out.inner("", r, r.at, r.end)
    out.opening.frame(inside.wireless, r.at, r.end)
  },
}

/** Types 20 to 23 of versions 1.0 and 1.2 (RFC 6347, section 4.1). */
const isDtls = (b: Uint8Array, at: number, to: number): boolean =>
  at + 13 <= to && b[at]! >= 20 && b[at]! <= 23 && b[at + 1] === 0xfe && (b[at + 2] === 0xff || b[at + 2] === 0xfd)
