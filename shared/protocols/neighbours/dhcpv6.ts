/** DHCP for IPv6 (RFC 8415 sections 8 and 21): message types, the client's name in option 39 (RFC 4704). */
import { Malformed, type Reader } from "../../bytes/reader.ts"
import type { Dissector, Findings } from "../dissector.ts"
import { protocol } from "../protocol.ts"

const messages: ReadonlyMap<number, string> = new Map([
  [1, "solicit"],
  [2, "advertise"],
  [3, "request"],
  [4, "confirm"],
  [5, "renew"],
  [6, "rebind"],
  [7, "reply"],
  [8, "release"],
  [9, "decline"],
  [10, "reconfigure"],
  [11, "information request"],
  [12, "relay forward"],
  [13, "relay reply"],
])

const dhcpv6Protocol = protocol({
  name: "dhcpv6",
  title: "DHCPv6",
  family: "name",
  wireshark: "dhcpv6",
  functionName: (code) => messages.get(code),
})

const answers = new Set([2, 7, 10, 13])

export const dhcpv6: Dissector = {
  protocol: dhcpv6Protocol,
  // The server's port alone: the client's is 546.
  udp: [547],

  /** A known message whose first option fits. */
  probe(bytes, from, to) {
    const type = bytes[from]!
    if (to - from < 4 || !messages.has(type)) return false
    const option = from + (type === 12 || type === 13 ? 34 : 4)
    if (option === to) return true
    return option + 4 <= to && option + 4 + ((bytes[option + 2]! << 8) | bytes[option + 3]!) <= to
  },

  read(r, _about, out) {
    const type = r.u8("Message type")
    out.operation(dhcpv6Protocol, type, answers.has(type) ? "response" : "request")
    if (type === 12 || type === 13) {
      r.u8("Hops")
      r.skip(16, "Link address")
      r.skip(16, "Peer address")
    } else {
      r.u24("Transaction identifier")
    }
    while (r.left >= 4) readOption(r, out, type)
  },
}

function readOption(r: Reader, out: Findings, type: number): void {
  const code = r.u16("Option")
  const length = r.u16("Length")
  if (length > r.left) throw new Malformed(`DHCPv6 option ${code} of ${length} bytes, ${r.left} are there`)
  const end = r.at + length
  // Flags, then the name as labels: the first is the host.
  if (code === 39 && length >= 3 && !answers.has(type)) {
    r.u8("Flags")
    const size = r.u8("Label length")
    const at = r.at
    if (size > 0 && at + size <= end) {
      const name = r.text(size, "Host name")
      if (/^[\x21-\x7e]+$/.test(name)) out.claim("sender", "hostname", name, "DHCPv6 client name", 0.8, at, size)
    }
  }
  if (r.at < end) r.skip(end - r.at, "Value")
}
