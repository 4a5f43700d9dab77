/** What mobile networks carry for their users: GTP-U (3GPP TS 29.281, section 5). */
import { Malformed } from "../../bytes/reader.ts"
import type { Dissector } from "../dissector.ts"
import { protocol } from "../protocol.ts"
import { inside } from "./opening.ts"

const MESSAGES: Readonly<Record<number, string>> = {
  1: "echo request",
  2: "echo response",
  26: "error indication",
  31: "supported extension headers",
  254: "end marker",
  255: "user data",
}
const USER_DATA = 255

const gtpProtocol = protocol({
  name: "gtp",
  title: "GTP-U",
  family: "office",
  wireshark: "gtp",
  functionName: (code) => MESSAGES[code],
})

export const gtp: Dissector = {
  protocol: gtpProtocol,
  udp: [2152],

  /** Version 1 of GTP, a type that it has, and a length that fits. */
  probe(b, from, to) {
    if (to - from < 8 || (b[from]! & 0xf8) !== 0x30 || MESSAGES[b[from + 1]!] === undefined) return false
    return from + 8 + ((b[from + 2]! << 8) | b[from + 3]!) <= to
  },

  read(r, _about, out) {
    const flags = r.u8("Flags")
    const type = r.u8("Message type")
    const end = r.at + 6 + r.u16("Length")
    r.u32("Tunnel endpoint")
    out.operation(gtpProtocol, type, "message")
    if (end > r.end) r.need(end - r.at)
    if ((flags & 7) !== 0) {
      r.u16("Sequence number")
      r.u8("N-PDU number")
      // Section 5.2: each extension is as long as it says, in words, and names the next.
      for (let next = r.u8("Next extension"); next !== 0; next = r.u8("Next extension")) {
        const words = r.u8("Length of the extension")
        if (words === 0) throw new Malformed("an extension of GTP without length")
        r.skip(words * 4 - 2, "Extension")
      }
    }
    if (r.at > end) throw new Malformed("the header of GTP is longer than its message")
    if (type !== USER_DATA || end === r.at) return
    out.opening.within("gtp", true)
    out.opening.frame(inside.ip, r.at, end)
  },
}
