/** Network management (RFC 1157, RFC 3416, RFC 3412): recognised by its outer sequence and version. */
import type { Dissector } from "../dissector.ts"
import { protocol } from "../protocol.ts"

const snmpProtocol = protocol({ name: "snmp", title: "SNMP", family: "office", wireshark: "snmp" })

export const snmp: Dissector = {
  protocol: snmpProtocol,
  udp: [161, 162],

  /** A sequence that begins with the integer 0 (v1), 1 (v2c) or 3 (v3). */
  probe(bytes, from, to) {
    if (to - from < 8 || bytes[from] !== 0x30) return false
    const first = bytes[from + 1]!
    const at = from + 2 + (first >= 0x80 ? first & 0x7f : 0)
    if (first > 0x84 || at + 3 > to || bytes[at] !== 0x02 || bytes[at + 1] !== 0x01) return false
    const version = bytes[at + 2]!
    return version === 0 || version === 1 || version === 3
  },

  read(r) {
    r.skip(r.left, "Message")
  },
}
