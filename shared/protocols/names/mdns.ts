/** Multicast DNS (RFC 6762): devices tell their own names and addresses on UDP port 5353. */
import { dnsFunctionName, looksLikeDns, readDns } from "./dns-message.ts"
import type { Dissector } from "../dissector.ts"
import { protocol } from "../protocol.ts"

const mdnsProtocol = protocol({
  name: "mdns",
  title: "mDNS",
  family: "name",
  wireshark: "mdns",
  functionName: dnsFunctionName,
})

const announces = { rule: "mDNS answer", suffix: ".local", offers: true }

export const mdns: Dissector = {
  protocol: mdnsProtocol,
  udp: [5353],
  probe: looksLikeDns,
  read(r, _about, out) {
    readDns(r, out, mdnsProtocol, announces)
  },
}
