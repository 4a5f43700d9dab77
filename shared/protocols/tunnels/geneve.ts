/** Networks laid over IP with options (RFC 8926). */
import { Malformed } from "../../bytes/reader.ts"
import type { Dissector } from "../dissector.ts"
import { protocol } from "../protocol.ts"
import { inside } from "./opening.ts"

const geneveProtocol = protocol({ name: "geneve", title: "GENEVE", family: "office", wireshark: "geneve" })

const BRIDGED = 0x6558
const ETHERTYPES: ReadonlySet<number> = new Set([BRIDGED, 0x0800, 0x0806, 0x86dd, 0x8847, 0x8848, 0x8100, 0x88a8])

export const geneve: Dissector = {
  protocol: geneveProtocol,
  udp: [6081],

  /** Version 0, reserved bits zero, options within the message, and something that networks carry. */
  probe(b, from, to) {
    if (to - from < 8 || b[from]! >> 6 !== 0 || (b[from + 1]! & 0x3f) !== 0 || b[from + 7] !== 0) return false
    return ETHERTYPES.has((b[from + 2]! << 8) | b[from + 3]!) && from + 8 + (b[from]! << 2) <= to
  },

  read(r, _about, out) {
    const options = (r.u8("Version and length of options") & 0x3f) << 2
    r.u8("Flags")
    const type = r.u16("Protocol type")
    const network = r.u24("Network identifier (VNI)")
    r.u8("Reserved")
    const end = r.at + options
    if (end > r.end) throw new Malformed("GENEVE options are longer than the message")
    while (r.at < end) {
      r.group("Option")
      r.u16("Class")
      r.u8("Type")
      const length = (r.u8("Length") & 0x1f) << 2
      if (r.at + length > end) throw new Malformed("a GENEVE option is longer than the options")
      r.skip(length, "Data")
      r.endGroup()
    }
    out.opening.within("geneve", false, network)
    if (r.left > 0) out.opening.frame(type === BRIDGED ? inside.ethernet : type, r.at, r.end)
  },
}
