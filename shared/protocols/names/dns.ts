/** The Domain Name System over UDP and TCP (RFC 1035 section 4.2; over TCP two bytes of length come first). */
import { dnsFunctionName, looksLikeDns, readDns } from "./dns-message.ts"
import type { Dissector } from "../dissector.ts"
import { protocol } from "../protocol.ts"

const PORT = 53

const dnsProtocol = protocol({
  name: "dns",
  title: "DNS",
  family: "name",
  wireshark: "dns",
  functionName: dnsFunctionName,
})

export const dns: Dissector = {
  protocol: dnsProtocol,
  tcp: [PORT],
  udp: [PORT],

  size(bytes, from, to) {
    if (to - from < 2) return 0
    const length = (bytes[from]! << 8) | bytes[from + 1]!
    return length < 12 ? -1 : 2 + length
  },

  probe(bytes, from, to) {
    return looksLikeDns(bytes, from, to) || isPrefixed(bytes, from, to)
  },

  read(r, about, out) {
    if (about.transport === "tcp") r.u16("Length")
    readDns(r, out, dnsProtocol, null)
  },
}

/** The length of TCP, then a header: one message that fills the bytes, or more than a short segment holds. */
function isPrefixed(bytes: Uint8Array, from: number, to: number): boolean {
  if (to - from < 14) return false
  const length = (bytes[from]! << 8) | bytes[from + 1]!
  if (length < 12 || (length !== to - from - 2 && to - from < 512)) return false
  return looksLikeDns(bytes, from + 2, to)
}
