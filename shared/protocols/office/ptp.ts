/**
 * Precise time (IEEE 1588-2008, also 2019; over UDP annex D and E, over Ethernet annex F): messages are counted by type; who announces a clock is a source of time,
 * and says how good it is.
 */
import type { Reader } from "../../bytes/reader.ts"
import type { Dissector, Findings } from "../dissector.ts"
import { protocol } from "../protocol.ts"

const ANNOUNCE = 11
/** Table 19. */
const types: ReadonlyMap<number, string> = new Map([
  [0, "sync"],
  [1, "delay request"],
  [2, "peer delay request"],
  [3, "peer delay response"],
  [8, "follow-up"],
  [9, "delay response"],
  [10, "peer delay response follow-up"],
  [ANNOUNCE, "announce"],
  [12, "signaling"],
  [13, "management"],
])
/** How long each is at least (section 13): header and body. */
const shortest = [44, 44, 54, 54, 0, 0, 0, 0, 44, 54, 54, 64, 44, 48]

const ptpProtocol = protocol({
  name: "ptp",
  title: "PTP",
  family: "office",
  wireshark: "ptp",
  functionName: (code) => types.get(code),
  wiresharkFunction: (code) => `ptp.v2.messagetype == 0x${code.toString(16)}`,
})

/** The last clock that was announced: class in the upper byte, the end of its identity below. */
class Announced {
  known = -1
}
const begin = (): Announced => new Announced()

export const ptp: Dissector = {
  protocol: ptpProtocol,
  udp: [319, 320],
  ethertypes: [0x88f7],

  /** A type that exists, version 2, and a length that holds it. */
  probe(bytes, from, to) {
    if (to - from < 34 || (bytes[from + 1]! & 15) !== 2) return false
    const type = bytes[from]! & 15
    const length = (bytes[from + 2]! << 8) | bytes[from + 3]!
    return types.has(type) && length >= shortest[type]! && length <= to - from
  },

  read(r, about, out) {
    const type = r.u8("Profile and type") & 15
    r.u8("Version")
    r.u16("Length")
    r.u8("Domain")
    r.u8("Minor profile")
    r.u16("Flags")
    r.skip(12, "Correction and specifics")
    r.skip(8, "Clock of the sender")
    r.u16("Port of the sender")
    r.u16("Sequence")
    r.u8("Control")
    r.u8("Interval")
    out.operation(ptpProtocol, type, "message")
    if (type === ANNOUNCE) readAnnounce(about.recall(begin), r, out)
    if (r.left > 0) r.skip(r.left, "Content")
  },
}

/** Section 13.5. Class 6 and 7: set by a reference such as GPS (table 5); 255 only ever follows. */
function readAnnounce(announced: Announced, r: Reader, out: Findings): void {
  r.skip(10, "Origin time")
  r.u16("Offset to UTC")
  r.u8("Reserved")
  r.u8("Priority 1")
  const { at } = r
  const clockClass = r.u8("Clock class")
  r.u8("Accuracy")
  r.u16("Variance")
  r.u8("Priority 2")
  const identity = r.at
  r.skip(8, "Grandmaster")
  r.u16("Steps removed")
  r.u8("Time source")
  const known = (clockClass << 16) | (r.bytes[identity + 6]! << 8) | r.bytes[identity + 7]!
  if (clockClass === 255 || announced.known === known) return
  announced.known = known
  out.claim("sender", "type", "time-server", "PTP announce", 0.4, at, 1)
  const name = [...r.bytes.subarray(identity, identity + 8)].map((byte) => byte.toString(16).padStart(2, "0")).join("")
  const text = `PTP clock of class ${clockClass}, grandmaster ${name}`
  out.claim("sender", "description", text, "PTP announce", 0.4, identity, 8)
}
