/** Routers that stand in for one another (VRRP version 2: RFC 3768, version 3: RFC 9568): which addresses they share, and who is worth how much. */
import { ipv4At, ipv6At } from "../../net/ip.ts"
import type { Dissector } from "../dissector.ts"
import { protocol } from "../protocol.ts"

const ADVERTISEMENT = 1
const RULE = "VRRP advertisement"
/** Section 5.2.4: the owner of the address; 0: it gives up. */
const OWNER = 255

const vrrpProtocol = protocol({
  name: "vrrp",
  title: "VRRP",
  family: "network",
  wireshark: "vrrp",
  functionName: (code) => (code === ADVERTISEMENT ? "advertisement" : undefined),
})

class Said {
  text = ""
}
const begin = (): Said => new Said()

export const vrrp: Dissector = {
  protocol: vrrpProtocol,
  over: ["ip:112"],

  /** Version 2 or 3, an advertisement, and room for the addresses that it counts. */
  probe(bytes, from, to) {
    if (to - from < 8) return false
    const first = bytes[from]!
    return (first === 0x21 || first === 0x31) && bytes[from + 3]! > 0 && from + 8 + bytes[from + 3]! * 4 <= to
  },

  read(r, about, out) {
    const { at } = r
    r.u8("Version and type")
    const group = r.u8("Virtual router")
    const priority = r.u8("Priority")
    const count = r.u8("Addresses")
    r.u16("Authentication and interval")
    r.u16("Checksum")
    out.operation(vrrpProtocol, ADVERTISEMENT, "message")
    const isSix = r.left >= count * 16
    const first = r.at
    for (let n = 0; n < count && r.left >= (isSix ? 16 : 4); n++) r.skip(isSix ? 16 : 4, "Shared address")
    // It is said every second: words are made where it changes.
    const shared = isSix ? ipv6At(r.bytes, first) : ipv4At(r.bytes, first)
    const worth = priority === OWNER ? "its owner" : priority === 0 ? "giving up" : `priority ${priority}`
    const said = about.recall(begin)
    const text = `VRRP group ${group}: shares ${shared}, ${worth}`
    if (text !== said.text) {
      said.text = text
      out.claim("sender", "type", "router", RULE, 0.7, at, 8)
      out.claim("sender", "description", text, RULE, 0.5, at, r.at - at)
    }
    if (r.left > 0) r.skip(r.left, "Authentication")
  },
}
