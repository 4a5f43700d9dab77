/** Syslog over UDP (RFC 3164 section 4.1.1, RFC 5424 section 6.2.1): recognised by its priority in angle brackets. */
import type { Dissector } from "../dissector.ts"
import { protocol } from "../protocol.ts"

const syslogProtocol = protocol({ name: "syslog", title: "Syslog", family: "office", wireshark: "syslog" })

export const syslog: Dissector = {
  protocol: syslogProtocol,
  udp: [514],

  /** "<", one to three digits, ">". */
  probe(bytes, from, to) {
    if (to - from < 4 || bytes[from] !== 0x3c) return false
    let at = from + 1
    while (at < to && at - from < 5 && bytes[at]! >= 0x30 && bytes[at]! <= 0x39) at++
    return at > from + 1 && at - from < 5 && bytes[at] === 0x3e
  },

  read(r) {
    r.skip(r.left, "Message")
  },
}
