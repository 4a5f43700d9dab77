/** Ethernet networks laid over IP: VXLAN (RFC 7348), with group policy (draft-smith-vxlan-group-policy) and as GPE (draft-ietf-nvo3-vxlan-gpe). */
import type { Dissector } from "../dissector.ts"
import { protocol } from "../protocol.ts"
import { inside } from "./opening.ts"

const vxlanProtocol = protocol({ name: "vxlan", title: "VXLAN", family: "office", wireshark: "vxlan" })

const HAS_NETWORK = 0x08
/** Group policy: a group of the sender stands where zeros are without it. */
const HAS_POLICY = 0x80
/** GPE: the last byte of the first word says what follows. */
const NAMES_NEXT = 0x04
/** By the numbers of GPE, section 3.1, and 0 where none is given; others stay closed. */
const NEXT: readonly number[] = [inside.ethernet, 0x0800, 0x86dd, inside.ethernet]

export const vxlan: Dissector = {
  protocol: vxlanProtocol,
  udp: [4789, 4790, 8472],

  /** Flags and reserved bits as the sender must set them (section 5): nothing else on these ports has that many zeros in their place. */
  probe(b, from, to) {
    if (to - from <= 8 || b[from + 7] !== 0) return false
    const flags = b[from]!
    if (flags === (HAS_NETWORK | HAS_POLICY)) return (b[from + 1]! & ~0x48) === 0
    // Some senders of GPE name what follows and leave out the bit that says so.
    const isKnown = (flags & ~NAMES_NEXT) === HAS_NETWORK && b[from + 3]! < NEXT.length
    return isKnown && b[from + 1] === 0 && b[from + 2] === 0
  },

  read(r, _about, out) {
    const hasPolicy = (r.u8("Flags") & HAS_POLICY) !== 0
    r.u8(hasPolicy ? "Policy flags" : "Reserved")
    r.u8(hasPolicy ? "Group policy, upper" : "Reserved")
    const last = r.u8(hasPolicy ? "Group policy, lower" : "Next protocol")
    const network = r.u24("Network identifier (VNI)")
    r.u8("Reserved")
    out.opening.within("vxlan", false, network)
    out.opening.frame(hasPolicy ? inside.ethernet : NEXT[last]!, r.at, r.end)
  },
}
