/** Open Shortest Path First (version 2: RFC 2328 appendix A.3, version 3: RFC 5340 appendix A.3): which routers there are, by number and area. */
import { ipv4At } from "../../net/ip.ts"
import type { Dissector } from "../dissector.ts"
import { protocol } from "../protocol.ts"

const HELLO = 1
const RULE = "OSPF header"
const types: ReadonlyMap<number, string> = new Map([
  [HELLO, "hello"],
  [2, "database description"],
  [3, "link state request"],
  [4, "link state update"],
  [5, "link state acknowledgement"],
])

const ospfProtocol = protocol({
  name: "ospf",
  title: "OSPF",
  family: "network",
  wireshark: "ospf",
  functionName: (code) => types.get(code),
  wiresharkFunction: (code) => `ospf.msg == ${code}`,
})

class Said {
  isTold = false
}
const begin = (): Said => new Said()

export const ospf: Dissector = {
  protocol: ospfProtocol,
  over: ["ip:89"],

  /** Version, a type that exists, and a length that holds the header and fits. */
  probe(bytes, from, to) {
    if (to - from < 16 || !types.has(bytes[from + 1]!)) return false
    const header = bytes[from] === 2 ? 24 : bytes[from] === 3 ? 16 : 0
    const length = (bytes[from + 2]! << 8) | bytes[from + 3]!
    return header > 0 && length >= header && from + length <= to
  },

  read(r, about, out) {
    const { at } = r
    r.u8("Version")
    const type = r.u8("Type")
    r.u16("Length")
    const router = ipv4At(r.bytes, r.at)
    r.skip(4, "Router id")
    const area = ipv4At(r.bytes, r.at)
    r.skip(4, "Area")
    out.operation(ospfProtocol, type, "message")
    r.skip(r.left, "Content")
    const said = about.recall(begin)
    if (said.isTold) return
    said.isTold = true
    out.claim("sender", "type", "router", RULE, 0.7, at, 2)
    out.claim("sender", "description", `OSPF router ${router} in area ${area}`, RULE, 0.5, at + 4, 8)
  },
}
