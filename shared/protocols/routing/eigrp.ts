/** Enhanced Interior Gateway Routing Protocol (RFC 7868 section 6): which routers there are, and of which system. */
import type { Dissector } from "../dissector.ts"
import { protocol } from "../protocol.ts"

const RULE = "EIGRP header"
const VERSION = 2
const HEADER = 20
const codes: ReadonlyMap<number, string> = new Map([
  [1, "update"],
  [2, "request"],
  [3, "query"],
  [4, "reply"],
  [5, "hello"],
  [10, "query about what is stuck"],
  [11, "reply about what is stuck"],
])

const eigrpProtocol = protocol({
  name: "eigrp",
  title: "EIGRP",
  family: "network",
  wireshark: "eigrp",
  unseen: "RFC 7868",
  functionName: (code) => codes.get(code),
  wiresharkFunction: (code) => `eigrp.opcode == ${code}`,
})

class Said {
  isTold = false
}
const begin = (): Said => new Said()

export const eigrp: Dissector = {
  protocol: eigrpProtocol,
  over: ["ip:88"],
  probe: (bytes, from, to) => to - from >= HEADER && bytes[from] === VERSION && codes.has(bytes[from + 1]!),

  read(r, about, out) {
    const { at } = r
    r.u8("Version")
    const code = r.u8("Operation")
    r.u16("Checksum")
    r.skip(12, "Flags, sequence, acknowledgement")
    r.u16("Virtual router")
    const system = r.u16("Autonomous system")
    out.operation(eigrpProtocol, code, "message")
    if (r.left > 0) r.skip(r.left, "Content")
    const said = about.recall(begin)
    if (said.isTold) return
    said.isTold = true
    out.claim("sender", "type", "router", RULE, 0.7, at, 2)
    out.claim("sender", "description", `EIGRP router of system ${system}`, RULE, 0.5, at + 18, 2)
  },
}
