/** Generic routing encapsulation: RFC 2784 with key and sequence number (RFC 2890), its version 1 of PPTP (RFC 2637), and NVGRE (RFC 7637). */
import { Malformed } from "../../bytes/reader.ts"
import type { Dissector, Findings } from "../dissector.ts"
import type { Reader } from "../../bytes/reader.ts"
import { protocol } from "../protocol.ts"
import { inside } from "./opening.ts"

const greProtocol = protocol({ name: "gre", title: "GRE", family: "office", wireshark: "gre" })

const CHECKSUM = 0x8000
const ROUTING = 0x4000
const KEY = 0x2000
const SEQUENCE = 0x1000
const ACKNOWLEDGED = 0x0080
const PPP = 0x880b
const BRIDGED = 0x6558
const ERSPAN = 0x88be
const ERSPAN3 = 0x22eb
/** Networks below are reserved (RFC 7637, section 3.2): such a key is one of GRE. */
const FIRST_NVGRE = 0x1000
/** Mirrors of VMware's switches mark by the key which way a frame went: not a network, and both ways belong together. */
const isDirection = (key: number): boolean => key === 0 || key === 0x0200_0000
/** Aruba's access points send frames of 802.11, by priority and transfer. */
const isAruba = (type: number): boolean => (type >= 0x8200 && type <= 0x8370 && (type & 15) === 0) || type === 0x9000

export const gre: Dissector = {
  protocol: greProtocol,
  over: ["ip:47"],

  /** Reserved bits are zero, the version is 0 or, with PPP, 1. */
  probe(b, from, to) {
    if (to - from < 4) return false
    const flags = (b[from]! << 8) | b[from + 1]!
    const type = (b[from + 2]! << 8) | b[from + 3]!
    const version = flags & 7
    if (version === 0) return (flags & 0x07f8) === 0 && (flags & ROUTING) === 0
    return version === 1 && type === PPP && (flags & (CHECKSUM | ROUTING | KEY)) === KEY
  },

  read(r, _about, out) {
    const flags = r.u16("Flags and version")
    const type = r.u16("Protocol type")
    if ((flags & 7) === 1) return pointToPoint(r, flags, out)
    if ((flags & CHECKSUM) !== 0) {
      r.u16("Checksum")
      r.u16("Reserved")
    }
    const hasKey = (flags & KEY) !== 0
    const key = hasKey ? r.u32("Key") : -1
    if ((flags & SEQUENCE) !== 0) r.u32("Sequence number")
    if (r.left === 0) return // a keep-alive is empty
    const network = key >>> 8
    const isNvgre = type === BRIDGED && (flags & (CHECKSUM | KEY | SEQUENCE)) === KEY && network >= FIRST_NVGRE
    if (isNvgre && !isDirection(key)) out.opening.within("nvgre", false, network)
    else out.opening.within("gre", true, key, hasKey && !(type === BRIDGED && isDirection(key)))
    carries(r, type, (flags & SEQUENCE) !== 0, out)
  },
}

function carries(r: Reader, type: number, isNumbered: boolean, out: Findings): void {
  if (type === 0x0800 || type === 0x86dd) return out.opening.frame(type, r.at, r.end)
  if (type === BRIDGED) return out.opening.frame(inside.ethernet, r.at, r.end)
  if (isAruba(type)) return out.opening.frame(inside.wireless, r.at, r.end)
  const name =
    type === ERSPAN
      ? isNumbered
        ? "erspan:2"
        : "erspan:1"
      : type === ERSPAN3
        ? "erspan:3"
        : type === 0x8847 || type === 0x8848
          ? "mpls"
          : type === PPP
            ? "ppp"
            : ""
  out.inner(name, r, r.at, r.end)
}

/** The key is the length of what follows, and a number of the call that each direction has one of. */
function pointToPoint(r: Reader, flags: number, out: Findings): void {
  const length = r.u16("Payload length")
  r.u16("Call")
  if ((flags & SEQUENCE) !== 0) r.u32("Sequence number")
  if ((flags & ACKNOWLEDGED) !== 0) r.u32("Acknowledgement number")
  if (length > r.left) {
    r.need(length)
    throw new Malformed("PPTP announces more than there is")
  }
  if (length === 0) return
  out.opening.within("pptp", true)
  out.inner("ppp", r, r.at, r.at + length)
  out.layer(greProtocol) // what the two ends speak is this, not what is inside
}
