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
/** By the numbers of GPE, section 3.1; others stay closed. */
const NEXT: readonly number[] = [inside.nothing, 0x0800, 0x86dd, inside.ethernet]

export const vxlan: Dissector = {
  protocol: vxlanProtocol,
  udp: [4789, 4790, 8472],

  /** Flags and reserved bits as the sender must set them (section 5): nothing else on these ports has that many zeros in their place. */
  probe(b, from, to) {
    if (to - from <= 8 || b[from + 7] !== 0) return false
    const flags = b[from]!
    if (flags === HAS_NETWORK) return b[from + 1] === 0 && b[from + 2] === 0 && b[from + 3] === 0
    if (flags === (HAS_NETWORK | HAS_POLICY)) return (b[from + 1]! & ~0x48) === 0
    return (
      flags === (HAS_NETWORK | NAMES_NEXT) && b[from + 1] === 0 && b[from + 2] === 0 && (NEXT[b[from + 3]!] ?? 0) !== 0
    )
  },

  read(r, _about, out) {
    const flags = r.u8("Flags")
    if ((flags & HAS_POLICY) !== 0) r.u8("Policy flags")
    else r.u8("Reserved")
    r.u8((flags & HAS_POLICY) === 0 ? "Reserved" : "Group policy, upper")
    const last = r.u8(
      (flags & HAS_POLICY) !== 0 ? "Group policy, lower" : (flags & NAMES_NEXT) !== 0 ? "Next protocol" : "Reserved",
    )
    const network = r.u24("Network identifier (VNI)")
    r.u8("Reserved")
    out.opening.within("vxlan", false, network)
    out.opening.frame((flags & NAMES_NEXT) === 0 ? inside.ethernet : (NEXT[last] ?? inside.nothing), r.at, r.end)
  },
}
