/** Who listens to which multicast group: IGMP version 1 (RFC 1112), 2 (RFC 2236) and 3 (RFC 3376). */
import { Malformed, type Reader } from "../../bytes/reader.ts"
import { ipv4At, ipv4Text } from "../../net/ip.ts"
import type { Dissector, Findings } from "../dissector.ts"
import { protocol } from "../protocol.ts"

const QUERY = 0x11
const REPORT_1 = 0x12
const REPORT_2 = 0x16
const LEAVE = 0x17
const REPORT_3 = 0x22
/** Queries are of one type: the version is told by length and by the time for answers (RFC 3376, section 7.1). */
const queryOf = (version: number): number => (QUERY << 8) | version

const names: ReadonlyMap<number, string> = new Map([
  [queryOf(1), "version 1 membership query"],
  [queryOf(2), "version 2 membership query"],
  [queryOf(3), "version 3 membership query"],
  [REPORT_1, "version 1 membership report"],
  [REPORT_2, "version 2 membership report"],
  [LEAVE, "leave group"],
  [REPORT_3, "version 3 membership report"],
])

const igmpProtocol = protocol({
  name: "igmp",
  title: "IGMP",
  family: "network",
  wireshark: "igmp",
  functionKey: (code) => (code < 256 ? String(code) : `${code >> 8}:${code & 255}`),
  functionName: (code) => names.get(code),
  wiresharkFunction: (code) => `igmp.type == ${code < 256 ? code : code >> 8}`,
  placeText: ({ area, from }) => `group ${ipv4Text((area << 16) | from)}`,
})

const types: ReadonlySet<number> = new Set([QUERY, REPORT_1, REPORT_2, LEAVE, REPORT_3])

export const igmp: Dissector = {
  protocol: igmpProtocol,
  over: ["ip:2"],
  probe: (bytes, from, to) => to - from >= 8 && types.has(bytes[from]!),

  read(r, _about, out) {
    const { at } = r
    const isLong = r.left >= 12
    const type = r.u8("Type")
    const time = r.u8("Time for answers")
    r.u16("Checksum")
    if (type === REPORT_3) return records(r, out)
    const version = isLong ? 3 : time === 0 ? 1 : 2
    out.operation(igmpProtocol, type === QUERY ? queryOf(version) : type, "message")
    group(r, type === REPORT_1 || type === REPORT_2 || type === LEAVE, out)
    if (type !== QUERY) return
    out.claim("sender", "description", "Asks who listens to multicast (IGMP querier)", "IGMP query", 0.3, at, 8)
    if (isLong) r.skip(r.left, "Version 3: robustness, interval, sources")
  },
}

/** The group that a host joins or leaves; 0.0.0.0 in a question for all. */
function group(r: Reader, isHosts: boolean, out: Findings): void {
  r.need(4)
  const { at, bytes } = r
  r.trace?.field("Group", at, 4, ipv4At(bytes, at))
  r.skip(4)
  if (isHosts) out.place((bytes[at]! << 8) | bytes[at + 1]!, (bytes[at + 2]! << 8) | bytes[at + 3]!, 1)
}

/** Section 4.2: a record for each group; "to include" without a source is a leaving. */
const TO_INCLUDE = 3
function records(r: Reader, out: Findings): void {
  r.u16("Reserved")
  const count = r.u16("Records")
  for (let n = 0; n < count; n++) {
    const type = r.u8("Record type")
    const auxiliary = r.u8("Length of auxiliary data")
    const sources = r.u16("Sources")
    if (type < 1 || type > 6) throw new Malformed(`a record of type ${type}`)
    out.operation(igmpProtocol, type === TO_INCLUDE && sources === 0 ? LEAVE : REPORT_3, "message")
    group(r, true, out)
    r.skip(sources * 4 + auxiliary * 4, sources + auxiliary > 0 ? "Sources and auxiliary data" : undefined)
  }
}
