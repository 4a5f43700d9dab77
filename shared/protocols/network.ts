/** The layers below the dissectors, as protocols: they are counted and named like all others. */
import { protocol, type Protocol } from "./protocol.ts"

const network = (name: string, title: string, wireshark: string): Protocol =>
  protocol({ name, title, family: "network", wireshark })

/** In the order of the bits of the engine's layer masks. */
export const networkProtocols = [
  network("eth", "Ethernet", "eth"),
  network("vlan", "VLAN tag", "vlan"),
  network("llc", "LLC", "llc"),
  network("snap", "SNAP", "llc"),
  network("prp", "PRP trailer", "prp"),
  network("sll", "Linux cooked", "sll"),
  network("loop", "Loopback", "null"),
  network("raw", "Raw IP", "raw"),
  network("arp", "ARP", "arp"),
  network("ipv4", "IPv4", "ip"),
  network("ipv6", "IPv6", "ipv6"),
  network("icmp", "ICMP", "icmp"),
  network("icmpv6", "ICMPv6", "icmpv6"),
  network("wlan", "802.11", "wlan"),
  network("tcp", "TCP", "tcp"),
  network("udp", "UDP", "udp"),
] as const
