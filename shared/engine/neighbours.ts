/** Who says which address is whose: ARP (RFC 826, RFC 5227) and IPv6 neighbour discovery (RFC 4861, section 4). */
import type { Packet } from "../flows/packet.ts"
import { ipv4At, ipv6At } from "../net/ip.ts"
import { macAt } from "../net/mac.ts"
import type { Binding } from "../facts/fact.ts"

type Bind = (mac: string, address: string, how: Binding) => void

/** False when the message contradicts itself or is no ARP for Ethernet and IPv4. */
export function readArp(p: Packet, bind: Bind): "read" | "short" | "unknown" {
  const b = p.bytes
  const at = p.network
  if (at + 8 > p.end) return "short"
  const forIpv4 =
    b[at] === 0 && b[at + 1] === 1 && b[at + 2] === 8 && b[at + 3] === 0 && b[at + 4] === 6 && b[at + 5] === 4
  if (!forIpv4) return "unknown"
  if (at + 28 > p.end) return "short"
  const zero = (b[at + 14]! | b[at + 15]! | b[at + 16]! | b[at + 17]!) === 0
  if (zero) return "read" // a probe: the sender does not have the address yet (RFC 5227, section 1.1)
  const announces = sameWord(b, at + 14, at + 24)
  bind(macAt(b, at + 8), ipv4At(b, at + 14), announces ? "arp-announcement" : "arp")
  return "read"
}

const sameWord = (b: Uint8Array, x: number, y: number): boolean =>
  b[x] === b[y] && b[x + 1] === b[y + 1] && b[x + 2] === b[y + 2] && b[x + 3] === b[y + 3]

const neighbourSolicitation = 135
const neighbourAdvertisement = 136
const routerAdvertisement = 134

/** Type, code, checksum, reserved, target (16), options of type, length in units of 8, and the link-layer address. */
export function readNeighbourDiscovery(p: Packet, bind: Bind): void {
  const b = p.bytes
  const at = p.transport
  const end = p.transportEnd
  if (at + 8 > end) return
  const type = b[at]!
  if (type === neighbourAdvertisement && at + 24 <= end) {
    const mac = linkLayerOption(b, at + 24, end, 2)
    if (mac !== "") bind(mac, ipv6At(b, at + 8), "neighbour-discovery")
  }
  if (type !== neighbourSolicitation && type !== routerAdvertisement) return
  const mac = linkLayerOption(b, at + (type === routerAdvertisement ? 16 : 24), end, 1)
  const source = ipv6At(b, p.network + 8)
  if (mac !== "" && source !== "::") bind(mac, source, "neighbour-discovery")
}

function linkLayerOption(b: Uint8Array, at: number, end: number, wanted: number): string {
  while (at + 8 <= end) {
    const size = b[at + 1]! << 3
    if (size === 0) return ""
    if (b[at] === wanted && size === 8) return macAt(b, at + 2)
    at += size
  }
  return ""
}
