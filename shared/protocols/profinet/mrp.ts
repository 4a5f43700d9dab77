/**
 * Media Redundancy Protocol, rings of PROFINET and others: IEC 62439-2 section 8 (version, then type, length and value until the end).
 * The manager tests the ring without pause and says in every test whether it is closed. The fields of a test between rings were not
 * verified.
 */
import { Malformed, type Reader } from "../../bytes/reader.ts"
import type { Dissector, Findings } from "../dissector.ts"
import { protocol } from "../protocol.ts"

const END = 0
const COMMON = 1
const TEST = 2
const OPTION = 0x7f
const INTERCONNECTION_TEST = 6
/** Function codes are the types; a test that finds the ring open counts apart, an option by its own type. */
const OPEN = 0x100
const OPTIONS = 0x200

const names: ReadonlyMap<number, string> = new Map([
  [END, "end"],
  [COMMON, "common"],
  [TEST, "test, ring closed"],
  [TEST + OPEN, "test, ring open"],
  [3, "topology change"],
  [4, "link down"],
  [5, "link up"],
  [INTERCONNECTION_TEST, "test of the interconnection, closed"],
  [INTERCONNECTION_TEST + OPEN, "test of the interconnection, open"],
  [7, "topology change of the interconnection"],
  [8, "link down of the interconnection"],
  [9, "link up of the interconnection"],
  [10, "link status poll of the interconnection"],
  [OPTION, "option"],
  [OPTIONS + 1, "option: test manager not acknowledged"],
  [OPTIONS + 2, "option: test propagate"],
  [OPTIONS + 3, "option: automatic manager"],
])

const mrpProtocol = protocol({
  name: "mrp",
  title: "MRP",
  family: "ot",
  wireshark: "pn_mrp",
  functionKey: (code) =>
    code >= OPTIONS ? `option:${code - OPTIONS}` : code >= OPEN ? `${code - OPEN}:open` : String(code),
  functionName: (code) => names.get(code),
  unseen: "IEC 62439-2 and the field lists of Wireshark's dissector",
})

export const mrp: Dissector = {
  protocol: mrpProtocol,
  ethertypes: [0x88e3],

  probe(bytes, from, to) {
    if (to - from < 6 || bytes[from] !== 0 || bytes[from + 1] !== 1) return false
    const type = bytes[from + 2]!
    const length = bytes[from + 3]!
    return type > END && (type <= 10 || type === OPTION) && length >= 2 && from + 4 + length <= to
  },

  read(r, _about, out) {
    const version = r.u16("Version")
    if (version !== 1) throw new Malformed(`MRP version is ${version}, not 1`)
    while (r.left >= 2) {
      r.group("Element")
      const type = r.u8("Type")
      const length = r.u8("Length")
      if (length > r.left) throw new Malformed(`MRP element ${type} of ${length} bytes, ${r.left} are there`)
      const end = r.end
      r.end = r.at + length
      if (type !== END) readElement(r, out, type)
      if (r.left > 0) r.skip(r.left, "Content")
      r.end = end
      r.endGroup()
      if (type === END) break
      // The next one begins at a multiple of four bytes.
      const padding = (2 - length) & 3
      if (padding > 0 && r.left >= padding) r.skip(padding, "Padding")
    }
    if (r.left > 0) r.skip(r.left, "Padding")
  },
}

function readElement(r: Reader, out: Findings, type: number): void {
  if (type === COMMON) {
    r.u16("Sequence number")
    r.skip(16, "Domain")
  } else if (type === TEST || type === INTERCONNECTION_TEST) {
    r.u16(type === TEST ? "Priority of the manager" : "Interconnection")
    r.skip(6, "MAC of the manager")
    r.u16("Ring port: 0 primary, 1 secondary")
    const closed = r.u16("Ring: 0 open, 1 closed") !== 0
    r.u16("Transitions between open and closed")
    r.u32("Time")
    out.operation(mrpProtocol, closed ? type : type + OPEN, "message")
  } else if (type === OPTION) {
    r.skip(3, "Organisation")
    const own = r.left > 0 ? r.u8("Type of the option") : 0
    out.operation(mrpProtocol, own === 0 ? OPTION : OPTIONS + own, "message")
  } else {
    out.operation(mrpProtocol, type, "message")
    // Topology change: priority, MAC, interval. Link down and up: MAC, port, interval, blocked.
    if (type === 3) r.u16("Priority of the manager")
    if (type <= 5) r.skip(6, type === 3 ? "MAC of the manager" : "MAC of the sender")
    if (type === 4 || type === 5) r.u16("Ring port: 0 primary, 1 secondary")
    if (type <= 5) r.u16("Interval in milliseconds")
    if ((type === 4 || type === 5) && r.left >= 2) r.u16("Blocked is supported")
  }
}
