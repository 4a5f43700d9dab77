/** Telnet (RFC 854): recognised by the negotiation that servers begin with. */
import type { Dissector } from "../dissector.ts"
import { protocol } from "../protocol.ts"

const telnetProtocol = protocol({ name: "telnet", title: "Telnet", family: "office", wireshark: "telnet" })

export const telnet: Dissector = {
  protocol: telnetProtocol,
  tcp: [23],

  /** Interpret as command (255), then will, won't, do or don't (251 to 254). */
  probe(bytes, from, to) {
    return to - from >= 3 && bytes[from] === 0xff && bytes[from + 1]! >= 0xfb && bytes[from + 1]! <= 0xfe
  },

  read(r) {
    r.skip(r.left, "Data")
  },
}
