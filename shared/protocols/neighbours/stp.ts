/** Spanning tree (IEEE 802.1D-2004 clause 9.3, 802.1Q-2018 clause 14): whoever sends it is a bridge. */
import { Malformed } from "../../bytes/reader.ts"
import type { Dissector } from "../dissector.ts"
import { protocol } from "../protocol.ts"

const kinds: ReadonlyMap<number, string> = new Map([
  [0x00, "configuration"],
  [0x02, "rapid or multiple spanning tree"],
  [0x80, "topology change notification"],
])

const stpProtocol = protocol({
  name: "stp",
  title: "Spanning tree",
  family: "network",
  wireshark: "stp",
  functionName: (code) => kinds.get(code),
})

export const stp: Dissector = {
  protocol: stpProtocol,
  /** Cisco sends one tree for each VLAN over SNAP. */
  over: ["llc:42", "snap:00000c:010b"],

  probe(bytes, from, to) {
    return to - from >= 4 && bytes[from] === 0 && bytes[from + 1] === 0 && kinds.has(bytes[from + 3]!)
  },

  read(r, _about, out) {
    r.u16("Protocol identifier")
    r.u8("Version")
    const kind = r.u8("Type")
    if (!kinds.has(kind)) throw new Malformed(`spanning tree type ${kind}`)
    out.operation(stpProtocol, kind, "message")
    if (kind === 0x80) return
    r.u8("Flags")
    r.skip(8, "Root bridge")
    r.u32("Root path cost")
    const at = r.at
    r.skip(8, "Bridge")
    r.u16("Port")
    r.u16("Message age")
    r.u16("Maximum age")
    r.u16("Hello time")
    r.u16("Forward delay")
    out.claim("sender", "type", "switch", "spanning tree", 0.6, at, 8)
  },
}
