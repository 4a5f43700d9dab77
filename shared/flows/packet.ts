/**
 * One frame from the link layer to the transport layer, as integers: no object, string or array is made for it.
 * Sources: IEEE 802.3, 802.1Q, IEC 62439-3 (PRP trailer), RFC 791, RFC 8200, RFC 9293, RFC 768; LINKTYPE_ list for the rest.
 */
import {
  bsdLoopback,
  ethernet,
  linuxCooked,
  linuxCooked2,
  openBsdLoopback,
  rawIp,
  rawIpElsewhere,
  rawIpv4,
  rawIpv6,
} from "../net/link-types.ts"
import { layer } from "./layers.ts"
import { inside } from "../protocols/tunnels/opening.ts"
import { tunnelled } from "./walk-ethernet.ts"
import { ok, unsupportedLink } from "./walk-transport.ts"
import { WirelessWalk } from "./walk-wireless.ts"

export { cut, ok, unsupportedLink } from "./walk-transport.ts"

export class Packet extends WirelessWalk {
  walk(bytes: Uint8Array, start: number, end: number, wireLength: number, linkType: number): void {
    this.bytes = bytes
    this.begin(end, end - start < wireLength)
    if (linkType === ethernet) this.ethernet(start)
    else this.otherLink(start, linkType)
  }

  /**
   * Walks what the walked packet carries in a tunnel, in the same bytes: `as` is an EtherType, or one of `inside`. False when no more
   * tunnels can be told apart; then it stays what it was.
   */
  walkInside(as: number, from: number, to: number, tunnel: number): boolean {
    if (!this.enter(tunnel, tunnelled)) return false
    const { tags } = this
    this.begin(to, this.short && (this.missing > 0 || this.family === 0))
    this.tags = tags
    this.tunnel = tunnel
    if (as === inside.ethernet) this.ethernet(from)
    else if (as === inside.wireless) this.wireless(from)
    else if (as === inside.ip) this.byVersion(from)
    else this.byEtherType(as, from)
    return true
  }

  private begin(end: number, short: boolean): void {
    this.end = end
    this.short = short
    this.state = ok
    this.layers = 0
    this.tunnel = 0
    this.tags = 0
    this.vlan = -1
    this.hasMac = this.hasSourceMac = false
    this.sourceHigh = this.sourceLow = this.targetHigh = this.targetLow = 0
    this.family = 0
    this.protocol = -1
    this.source = this.target = 0
    this.sourcePort = this.targetPort = 0
    this.fragment = false
    this.etherType = 0
    this.payload = this.payloadEnd = end
    this.missing = 0
  }

  private otherLink(at: number, linkType: number): void {
    switch (linkType) {
      case rawIp:
      case rawIpElsewhere[0]:
      case rawIpElsewhere[1]:
        this.layers = layer.raw
        return this.byVersion(at)
      case rawIpv4:
        this.layers = layer.raw
        return this.byEtherType(0x0800, at)
      case rawIpv6:
        this.layers = layer.raw
        return this.byEtherType(0x86dd, at)
      case bsdLoopback: // address family in the capturing machine's byte order, 2 is IPv4
      case openBsdLoopback:
        return this.loopback(at)
      case linuxCooked:
        return this.cooked(at)
      case linuxCooked2:
        return this.cooked2(at)
      default:
        this.state = unsupportedLink
    }
  }

  private byVersion(at: number): void {
    if (at >= this.end) return this.ranOut("IP header")
    const version = this.bytes[at]! >> 4
    if (version === 4) this.byEtherType(0x0800, at)
    else if (version === 6) this.byEtherType(0x86dd, at)
    else this.fail(`IP version ${version}`)
  }

  private loopback(at: number): void {
    this.layers = layer.loop
    if (at + 4 > this.end) return this.ranOut("loopback header")
    const b = this.bytes
    const big = (b[at]! << 24) | (b[at + 1]! << 16) | (b[at + 2]! << 8) | b[at + 3]!
    const family = (big & 0xffff0000) === 0 ? big : b[at]! | (b[at + 1]! << 8)
    if (family === 2) this.byEtherType(0x0800, at + 4)
    else if (family === 24 || family === 28 || family === 30 || family === 10) this.byEtherType(0x86dd, at + 4)
    else this.network = at + 4
  }

  /** LINKTYPE_LINUX_SLL: packet type, ARPHRD, address length, address (8), protocol. Only the sender's MAC is there. */
  private cooked(at: number): void {
    this.layers = layer.sll
    if (at + 16 > this.end) return this.ranOut("Linux cooked header")
    this.cookedAddress(at + 6, (this.bytes[at + 4]! << 8) | this.bytes[at + 5]!)
    this.cookedType((this.bytes[at + 14]! << 8) | this.bytes[at + 15]!, at + 16)
  }

  /** LINKTYPE_LINUX_SLL2: protocol, reserved, interface, ARPHRD, packet type, address length, address (8). */
  private cooked2(at: number): void {
    this.layers = layer.sll
    if (at + 20 > this.end) return this.ranOut("Linux cooked v2 header")
    this.cookedAddress(at + 12, this.bytes[at + 11]!)
    this.cookedType((this.bytes[at]! << 8) | this.bytes[at + 1]!, at + 20)
  }

  private cookedAddress(at: number, length: number): void {
    if (length !== 6) return
    const b = this.bytes
    this.hasSourceMac = true
    this.sourceHigh = (b[at]! << 24) | (b[at + 1]! << 16) | (b[at + 2]! << 8) | b[at + 3]!
    this.sourceLow = (b[at + 4]! << 8) | b[at + 5]!
  }

  private cookedType(type: number, at: number): void {
    if (type === 0x8100 || type === 0x88a8 || type === 0x9100) return this.typed(at - 2)
    if (type === 4) return this.llc(at, 0) // LINUX_SLL_P_802_2
    this.byEtherType(type, at)
  }
}
