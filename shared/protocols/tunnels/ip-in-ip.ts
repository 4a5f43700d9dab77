/** IP directly in IP: version 4 (RFC 2003), version 6 (RFC 4213), and 6to4 (RFC 3056), whose addresses name the ends themselves. */
import type { Dissector } from "../dissector.ts"
import { protocol } from "../protocol.ts"

const ipInIpProtocol = protocol({ name: "ip-in-ip", title: "IP in IP", family: "office", wireshark: "ip" })
const ipv6InIpProtocol = protocol({ name: "ipv6-in-ip", title: "IPv6 in IP", family: "office", wireshark: "ipv6" })
const sixToFourProtocol = protocol({
  name: "6to4",
  title: "6to4",
  family: "office",
  wireshark: "ipv6",
  unseen: "RFC 3056",
})

export const ipInIp: Dissector = {
  protocol: ipInIpProtocol,
  over: ["ip:4"],
  probe: (_bytes, from, to) => to > from,
  read(r, _about, out) {
    out.opening.within("ip-in-ip", true)
    out.opening.frame(0x0800, r.at, r.end)
  },
}

/** Section 2: 2002::/16. */
const isSixToFour = (b: Uint8Array, at: number): boolean => b[at] === 0x20 && b[at + 1] === 0x02

/** Whoever has such an address is the same behind every relay: its tunnel is all of 6to4. */
export const sixToFour: Dissector = {
  protocol: sixToFourProtocol,
  over: ["ip:41"],
  probe: (b, from, to) =>
    to - from >= 40 && b[from]! >> 4 === 6 && (isSixToFour(b, from + 8) || isSixToFour(b, from + 24)),
  read(r, _about, out) {
    out.opening.within("6to4", false)
    out.opening.frame(0x86dd, r.at, r.end)
  },
}

export const ipv6InIp: Dissector = {
  protocol: ipv6InIpProtocol,
  over: ["ip:41"],
  probe: (_bytes, from, to) => to > from,
  read(r, _about, out) {
    out.opening.within("ipv6-in-ip", true)
    out.opening.frame(0x86dd, r.at, r.end)
  },
}
