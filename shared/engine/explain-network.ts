/** The fields of the layers below the dissectors, for one packet that a person looks at. */
import { Reader, Truncated, type Trace } from "../bytes/reader.ts"
import { layer } from "../flows/layers.ts"
import type { Packet } from "../flows/packet.ts"
import { wirelessOnly } from "../flows/walk-wireless.ts"
import { inside } from "../protocols/tunnels/opening.ts"
import { bsdLoopback, ethernet, linuxCooked, linuxCooked2, openBsdLoopback } from "../net/link-types.ts"
import { ipv4At, ipv6At } from "../net/ip.ts"
import { macAt } from "../net/mac.ts"

type Read = (r: Reader, show: (name: string, length: number, value: string) => void) => void

/** Runs `read` over `bytes[from..]` as a layer; what the capture cut off is left out. */
function asLayer(title: string, bytes: Uint8Array, from: number, notes: Trace, read: Read): void {
  const reader = new Reader().open(bytes, from, bytes.length)
  reader.trace = notes
  notes.group(title, from)
  try {
    read(reader, (name, length, value) => {
      reader.need(length)
      notes.field(name, reader.at, length, value)
      reader.at += length
    })
  } catch (error) {
    if (!(error instanceof Truncated)) throw error
  }
  notes.end(reader.at)
}

export function explainLink(packet: Packet, bytes: Uint8Array, linkType: number, notes: Trace): void {
  if (linkType === ethernet) return ethernetFields(packet, bytes, 0, notes)
  if (linkType === linuxCooked) return asLayer("Linux cooked", bytes, 0, notes, cooked)
  if (linkType === linuxCooked2) return asLayer("Linux cooked", bytes, 0, notes, cooked2)
  if (linkType === bsdLoopback || linkType === openBsdLoopback)
    asLayer("Loopback", bytes, 0, notes, (r) => void r.u32("Address family"))
}

/** The link layer of a frame inside a tunnel, which begins at `at`; `as`: what a dissector said that it is. */
export function explainInside(packet: Packet, bytes: Uint8Array, as: number, at: number, notes: Trace): void {
  if (as === inside.ethernet) return ethernetFields(packet, bytes, at, notes)
  if (as !== inside.wireless) return
  const header =
    packet.network - at - ((packet.layers & layer.snap) !== 0 ? 8 : packet.etherType === wirelessOnly ? 0 : 3)
  asLayer("802.11", bytes, at, notes, (r, show) => {
    r.u16("Frame control")
    r.u16("Duration")
    for (const name of ["Receiver", "Transmitter", "Third address"]) show(name, 6, mac(bytes, r.at))
    r.u16("Sequence control")
    if (header > 24) r.skip(header - 24, "Fourth address, quality of service")
  })
  explainLlc(packet, bytes, notes)
}

function ethernetFields(packet: Packet, bytes: Uint8Array, start: number, notes: Trace): void {
  asLayer("Ethernet", bytes, start, notes, (r, show) => {
    show("Target", 6, mac(bytes, r.at))
    show("Source", 6, mac(bytes, r.at))
    r.u16("Type or length")
  })
  for (let at = start + 12; at + 6 <= bytes.length && isTag(bytes, at); at += 4) {
    asLayer("VLAN tag", bytes, at + 2, notes, (r, show) => {
      const control = (bytes[at + 2]! << 8) | (bytes[at + 3] ?? 0)
      show("Priority and VLAN id", 2, `priority ${control >> 13}, VLAN ${control & 0xfff}`)
      r.u16("Type")
    })
  }
  explainLlc(packet, bytes, notes)
  if ((packet.layers & layer.prp) !== 0) asLayer("PRP trailer", bytes, packet.end, notes, redundancy)
}

function explainLlc(packet: Packet, bytes: Uint8Array, notes: Trace): void {
  if ((packet.layers & layer.llc) === 0 || packet.network < 3 || packet.etherType === wirelessOnly) return
  const at = packet.network - ((packet.layers & layer.snap) !== 0 ? 8 : 3)
  asLayer("LLC", bytes, at, notes, (r) => {
    r.u8("Target service access point")
    r.u8("Source service access point")
    r.u8("Control")
    if ((packet.layers & layer.snap) === 0) return
    r.u24("Organisation code")
    r.u16("Protocol id")
  })
}

const mac = (bytes: Uint8Array, at: number): string => (at + 6 <= bytes.length ? macAt(bytes, at) : "")

function isTag(bytes: Uint8Array, at: number): boolean {
  const type = (bytes[at]! << 8) | bytes[at + 1]!
  return type === 0x8100 || type === 0x88a8 || type === 0x9100
}

const redundancy: Read = (r) => {
  r.u16("Sequence number")
  r.u16("LAN and size")
  r.u16("Suffix")
}

const cooked: Read = (r) => {
  r.u16("Packet type")
  r.u16("Hardware type")
  r.u16("Address length")
  r.skip(8, "Source address")
  r.u16("Protocol")
}

const cooked2: Read = (r) => {
  r.u16("Protocol")
  r.u16("Reserved")
  r.u32("Interface")
  r.u16("Hardware type")
  r.u8("Packet type")
  r.u8("Address length")
  r.skip(8, "Source address")
}

export function explainNetwork(packet: Packet, bytes: Uint8Array, notes: Trace): void {
  const at = packet.network
  if (packet.isLabelled) explainLabels(bytes, at, notes)
  if ((packet.layers & layer.arp) !== 0) return asLayer("ARP", bytes, at, notes, arp)
  if ((packet.layers & layer.ipv4) !== 0) asLayer("IPv4", bytes, at, notes, ipv4)
  const behind = at + ((bytes[at]! & 15) << 2)
  if ((packet.layers & layer.ipv4) !== 0 && bytes[at + 9] === 51 && packet.transport > behind)
    asLayer("Authentication header", bytes, behind, notes, authentication)
  if ((packet.layers & layer.ipv6) !== 0) asLayer("IPv6", bytes, at, notes, ipv6)
}

/** MPLS labels before the network layer: back to the EtherType that announces them. */
function explainLabels(bytes: Uint8Array, end: number, notes: Trace): void {
  let at = end - 4
  while (at > 6 && !(bytes[at - 2] === 0x88 && (bytes[at - 1] === 0x47 || bytes[at - 1] === 0x48))) at -= 4
  asLayer("MPLS", bytes, at, notes, (r) => {
    while (r.at < end) r.u32("Label, class, end of stack and time to live")
  })
}

const arp: Read = (r, show) => {
  r.u16("Hardware type")
  r.u16("Protocol type")
  r.u8("Hardware length")
  r.u8("Protocol length")
  r.u16("Operation")
  show("Sender MAC", 6, mac(r.bytes, r.at))
  show("Sender address", 4, ipv4At(r.bytes, r.at))
  show("Target MAC", 6, mac(r.bytes, r.at))
  show("Target address", 4, ipv4At(r.bytes, r.at))
}

const ipv4: Read = (r, show) => {
  const header = (r.u8("Version and header length") & 15) << 2
  r.u8("Type of service")
  r.u16("Total length")
  r.u16("Identification")
  r.u16("Flags and fragment offset")
  r.u8("Time to live")
  r.u8("Protocol")
  r.u16("Header checksum")
  show("Source", 4, ipv4At(r.bytes, r.at))
  show("Target", 4, ipv4At(r.bytes, r.at))
  if (header > 20) r.skip(header - 20, "Options")
}

/** RFC 4302 section 2. */
const authentication: Read = (r) => {
  r.u8("Next header")
  const size = (r.u8("Length") + 2) << 2
  r.u16("Reserved")
  r.u32("Security parameters index")
  r.u32("Sequence number")
  if (size > 12) r.skip(size - 12, "Integrity check value")
}

const ipv6: Read = (r, show) => {
  r.u32("Version, class and flow label")
  r.u16("Payload length")
  r.u8("Next header")
  r.u8("Hop limit")
  r.need(32)
  show("Source", 16, ipv6At(r.bytes, r.at))
  show("Target", 16, ipv6At(r.bytes, r.at))
}

export function explainTransport(packet: Packet, bytes: Uint8Array, notes: Trace): void {
  const at = packet.transport
  if ((packet.layers & layer.tcp) !== 0) return asLayer("TCP", bytes, at, notes, tcp)
  if ((packet.layers & layer.udp) !== 0) return asLayer("UDP", bytes, at, notes, udp)
  if ((packet.layers & layer.icmp) !== 0) return asLayer("ICMP", bytes, at, notes, control)
  if ((packet.layers & layer.icmpv6) !== 0) asLayer("ICMPv6", bytes, at, notes, control)
}

const tcp: Read = (r) => {
  r.u16("Source port")
  r.u16("Target port")
  r.u32("Sequence number")
  r.u32("Acknowledgement number")
  const header = (r.u8("Header length") >> 4) << 2
  r.u8("Flags")
  r.u16("Window")
  r.u16("Checksum")
  r.u16("Urgent pointer")
  if (header > 20) r.skip(header - 20, "Options")
}

const udp: Read = (r) => {
  r.u16("Source port")
  r.u16("Target port")
  r.u16("Length")
  r.u16("Checksum")
}

const control: Read = (r) => {
  r.u8("Type")
  r.u8("Code")
  r.u16("Checksum")
}
