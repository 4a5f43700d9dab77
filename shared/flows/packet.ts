/**
 * One frame from the link layer to the transport layer, as integers: no object, string or array is made for it.
 * Sources: IEEE 802.3, 802.1Q, IEC 62439-3 (PRP trailer), RFC 791, RFC 8200, RFC 9293, RFC 768; LINKTYPE_ list for the rest.
 */
import { IdTable } from "./id-table.ts"
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

/** ok: walked to its top. The others: the first layer that could not be. */
export const ok = 0
export const cut = 1
export const malformed = 2
export const unsupportedLink = 3

const mostTags = 8
const mostExtensions = 16

export class Packet {
  bytes: Uint8Array = new Uint8Array(0)
  /** One past the last byte that belongs to the frame's payload (trailers taken off). */
  end = 0
  /** Bytes were left out by the capture: shorter than on the wire. */
  short = false
  state = ok
  why = ""
  layers = 0
  /** Interned stack of VLAN tags; 0: none. */
  tags = 0
  /** Outermost VLAN id, -1 without a tag. */
  vlan = -1
  hasMac = false
  /** Linux cooked frames name only who sent them. */
  hasSourceMac = false
  sourceHigh = 0
  sourceLow = 0
  targetHigh = 0
  targetLow = 0
  /** EtherType, or 0x10000 | DSAP << 8 | SSAP for plain LLC, or 0x20000 for SNAP of a vendor. */
  etherType = 0
  /** SNAP only: organisation code and protocol id. */
  snapOui = 0
  snapPid = 0
  /** First byte after the link layer. */
  network = 0
  /** 0: no IP; 4; 6. */
  family = 0
  /** IPv4 address as int32, or the id of the IPv6 address in `addresses6`. */
  source = 0
  target = 0
  /** IP protocol number of the payload; -1 without IP. */
  protocol = -1
  ttl = 0
  /** More fragments, or an offset: this frame is a part of a datagram. */
  fragment = false
  fragmentOffset = 0
  moreFragments = false
  identification = 0
  /** First byte after the IP header(s). */
  transport = 0
  /** One past the last byte of the IP payload that was captured. */
  transportEnd = 0
  sourcePort = 0
  targetPort = 0
  sequence = 0
  acknowledgement = 0
  flags = 0
  /** What TCP or UDP carries. */
  payload = 0
  payloadEnd = 0
  /** Payload bytes that the capture left out. */
  missing = 0

  /** IPv6 addresses by id. */
  readonly addresses6: IdTable
  private readonly tagStacks = new IdTable(2, 65_536, 64)
  private readonly pair = new Int32Array(2)
  private readonly quad = new Int32Array(4)

  constructor(mostAddresses: number) {
    this.addresses6 = new IdTable(4, mostAddresses, 256)
    this.pair.fill(-1)
    this.tagStacks.id(this.pair) // id 0 stands for "no tag"
  }

  walk(bytes: Uint8Array, start: number, end: number, wireLength: number, linkType: number): void {
    this.bytes = bytes
    this.end = end
    this.short = end - start < wireLength
    this.state = ok
    this.layers = 0
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
    if (linkType === ethernet) this.ethernet(start)
    else this.otherLink(start, linkType)
  }

  private ethernet(at: number): void {
    this.layers = layer.eth
    if (at + 14 > this.end) return this.ranOut("Ethernet header")
    const b = this.bytes
    this.hasMac = this.hasSourceMac = true
    this.targetHigh = (b[at]! << 24) | (b[at + 1]! << 16) | (b[at + 2]! << 8) | b[at + 3]!
    this.targetLow = (b[at + 4]! << 8) | b[at + 5]!
    this.sourceHigh = (b[at + 6]! << 24) | (b[at + 7]! << 16) | (b[at + 8]! << 8) | b[at + 9]!
    this.sourceLow = (b[at + 10]! << 8) | b[at + 11]!
    this.redundancyTrailer(at)
    this.typed(at + 12)
  }

  /** IEC 62439-3, 4.1.7: sequence, LAN id (A or B) and size, suffix 0x88FB. The size must fit, or it is payload. */
  private redundancyTrailer(at: number): void {
    const b = this.bytes
    const end = this.end
    if (b[end - 1] !== 0xfb || b[end - 2] !== 0x88 || this.short || end - at < 26) return
    const lan = b[end - 4]! >> 4
    const size = ((b[end - 4]! & 15) << 8) | b[end - 3]!
    const payload = end - at - 14
    if ((lan !== 10 && lan !== 11) || (size !== payload && size !== payload - 4)) return
    this.layers |= layer.prp
    this.end = end - 6
  }

  /** EtherType or length at `at`, behind the MAC addresses or a tag. */
  private typed(at: number): void {
    const b = this.bytes
    let type = (b[at]! << 8) | b[at + 1]!
    for (let n = 0; (type === 0x8100 || type === 0x88a8 || type === 0x9100) && n < mostTags; n++) {
      this.layers |= layer.vlan
      if (at + 6 > this.end) return this.ranOut("VLAN tag")
      const id = ((b[at + 2]! & 15) << 8) | b[at + 3]!
      if (this.vlan < 0) this.vlan = id
      this.pair[0] = this.tags
      this.pair[1] = id
      this.tags = Math.max(0, this.tagStacks.id(this.pair))
      at += 4
      type = (b[at]! << 8) | b[at + 1]!
    }
    if (type < 0x600) return this.llc(at + 2, type)
    this.byEtherType(type, at + 2)
  }

  private byEtherType(type: number, at: number): void {
    this.etherType = type
    this.network = at
    if (type === 0x0800) this.ipv4(at)
    else if (type === 0x86dd) this.ipv6(at)
    else if (type === 0x0806) this.layers |= layer.arp
    else if (type === 0x8864) this.pppoe(at)
    else if (type === 0x8847 || type === 0x8848) this.mpls(at)
  }

  /** RFC 2516 section 4: version and type 0x11, code 0, session, length; then the PPP protocol number. */
  private pppoe(at: number): void {
    const b = this.bytes
    if (at + 8 > this.end) return this.ranOut("PPPoE header")
    if (b[at] !== 0x11 || b[at + 1] !== 0) return
    // An odd first byte is the whole number: protocol field compression (RFC 1661, section 6.5).
    const compressed = (b[at + 6]! & 1) !== 0
    const type = compressed ? b[at + 6]! : (b[at + 6]! << 8) | b[at + 7]!
    const next = at + (compressed ? 7 : 8)
    if (type === 0x0021) this.byEtherType(0x0800, next)
    else if (type === 0x0057) this.byEtherType(0x86dd, next)
  }

  /** RFC 3032: labels of four bytes, the last one marked; what follows tells itself by its first four bits. */
  private mpls(at: number): void {
    const b = this.bytes
    for (let n = 0; n < mostTags; n++, at += 4) {
      if (at + 5 > this.end) return this.ranOut("MPLS label")
      if ((b[at + 2]! & 1) === 0) continue
      const version = b[at + 4]! >> 4
      if (version === 4) this.byEtherType(0x0800, at + 4)
      else if (version === 6) this.byEtherType(0x86dd, at + 4)
      return
    }
  }

  private llc(at: number, length: number): void {
    this.layers |= layer.llc
    this.network = at
    if (at + length < this.end && length > 0) this.end = at + length
    if (at + 3 > this.end) return this.ranOut("LLC header")
    const b = this.bytes
    this.etherType = 0x10000 | (b[at]! << 8) | b[at + 1]!
    this.network = at + 3
    if (b[at] !== 0xaa || b[at + 1] !== 0xaa || b[at + 2] !== 3) return
    this.layers |= layer.snap
    if (at + 8 > this.end) return this.ranOut("SNAP header")
    this.snapOui = (b[at + 3]! << 16) | (b[at + 4]! << 8) | b[at + 5]!
    this.snapPid = (b[at + 6]! << 8) | b[at + 7]!
    if (this.snapOui === 0 && this.snapPid >= 0x600) return this.byEtherType(this.snapPid, at + 8)
    this.etherType = 0x20000
    this.network = at + 8
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

  private ipv4(at: number): void {
    this.layers |= layer.ipv4
    const b = this.bytes
    if (at + 20 > this.end) return this.ranOut("IPv4 header")
    const header = (b[at]! & 15) << 2
    if (b[at]! >> 4 !== 4) return this.fail(`IPv4 version ${b[at]! >> 4}`)
    if (header < 20) return this.fail(`IPv4 header of ${header} bytes`)
    const total = (b[at + 2]! << 8) | b[at + 3]!
    this.family = 4
    this.source = (b[at + 12]! << 24) | (b[at + 13]! << 16) | (b[at + 14]! << 8) | b[at + 15]!
    this.target = (b[at + 16]! << 24) | (b[at + 17]! << 16) | (b[at + 18]! << 8) | b[at + 19]!
    this.protocol = b[at + 9]!
    this.ttl = b[at + 8]!
    if (total !== 0 && total < header) return this.fail(`IPv4 total length ${total} below its header`)
    if (at + header > this.end) return this.ranOut("IPv4 options")
    const part = (b[at + 6]! << 8) | b[at + 7]!
    this.transport = at + header
    this.limit(total === 0 ? this.end : at + total)
    if ((part & 0x3fff) !== 0) {
      this.fragment = true
      this.fragmentOffset = (part & 0x1fff) << 3
      this.moreFragments = (part & 0x2000) !== 0
      this.identification = (b[at + 4]! << 8) | b[at + 5]!
      return
    }
    this.readTransport(this.protocol, this.transport)
  }

  private ipv6(at: number): void {
    this.layers |= layer.ipv6
    const b = this.bytes
    if (at + 40 > this.end) return this.ranOut("IPv6 header")
    if (b[at]! >> 4 !== 6) return this.fail(`IPv6 version ${b[at]! >> 4}`)
    this.family = 6
    this.source = this.address6(at + 8)
    this.target = this.address6(at + 24)
    this.ttl = b[at + 7]!
    const length = (b[at + 4]! << 8) | b[at + 5]!
    this.limit(length === 0 ? this.end : at + 40 + length)
    this.extensions(b[at + 6]!, at + 40)
  }

  /** RFC 8200 section 4: hop-by-hop 0, routing 43, fragment 44, destination 60; 51 authentication (RFC 4302), 135 mobility. */
  private extensions(next: number, at: number): void {
    const b = this.bytes
    for (let n = 0; n < mostExtensions; n++) {
      const plain = next === 0 || next === 43 || next === 60 || next === 135 || next === 139 || next === 140
      if (!plain && next !== 44 && next !== 51) break
      if (at + 8 > this.transportEnd) {
        this.protocol = next
        return this.ranOut("IPv6 extension header")
      }
      if (next === 44) {
        const part = (b[at + 2]! << 8) | b[at + 3]!
        if ((part & 0xfff9) !== 0) {
          this.fragment = true
          this.fragmentOffset = part & 0xfff8
          this.moreFragments = (part & 1) !== 0
          this.identification = (b[at + 4]! << 24) | (b[at + 5]! << 16) | (b[at + 6]! << 8) | b[at + 7]!
          this.protocol = b[at]!
          this.transport = at + 8
          return
        }
      }
      const size = next === 44 ? 8 : next === 51 ? (b[at + 1]! + 2) << 2 : (b[at + 1]! + 1) << 3
      next = b[at]!
      at += size
    }
    this.protocol = next
    this.transport = at
    if (at > this.transportEnd) return this.ranOut("IPv6 extension header")
    this.readTransport(next, at)
  }

  private address6(at: number): number {
    const b = this.bytes
    const q = this.quad
    for (let i = 0; i < 4; i++, at += 4) q[i] = (b[at]! << 24) | (b[at + 1]! << 16) | (b[at + 2]! << 8) | b[at + 3]!
    return this.addresses6.id(q)
  }

  /** What the IP header announces ends at `announced`; what was captured may end before. */
  private limit(announced: number): void {
    this.missing = announced > this.end ? announced - this.end : 0
    this.transportEnd = announced > this.end ? this.end : announced
  }

  /** Also used for a reassembled datagram, with `bytes`, `transport` and `transportEnd` set to it. */
  readTransport(protocol: number, at: number): void {
    if (protocol === 6) this.tcp(at)
    else if (protocol === 17) this.udp(at)
    else if (protocol === 1 && this.family === 4) this.layers |= layer.icmp
    else if (protocol === 58 && this.family === 6) this.layers |= layer.icmpv6
    else if (protocol === 2) this.layers |= layer.igmp
    this.checkMissing()
  }

  private checkMissing(): void {
    if (this.missing === 0 || this.short || this.state !== ok) return
    this.state = malformed
    this.why = "IP length beyond the end of the frame"
  }

  private tcp(at: number): void {
    this.layers |= layer.tcp
    const b = this.bytes
    if (at + 4 <= this.transportEnd) {
      this.sourcePort = (b[at]! << 8) | b[at + 1]!
      this.targetPort = (b[at + 2]! << 8) | b[at + 3]!
    }
    if (at + 20 > this.transportEnd) return this.ranOut("TCP header")
    const header = (b[at + 12]! >> 4) << 2
    this.sequence = ((b[at + 4]! << 24) | (b[at + 5]! << 16) | (b[at + 6]! << 8) | b[at + 7]!) >>> 0
    this.acknowledgement = ((b[at + 8]! << 24) | (b[at + 9]! << 16) | (b[at + 10]! << 8) | b[at + 11]!) >>> 0
    this.flags = b[at + 13]!
    if (header < 20) return this.fail(`TCP header of ${header} bytes`)
    if (at + header > this.transportEnd) return this.ranOut("TCP options")
    this.payload = at + header
    this.payloadEnd = this.transportEnd
  }

  private udp(at: number): void {
    this.layers |= layer.udp
    const b = this.bytes
    if (at + 4 <= this.transportEnd) {
      this.sourcePort = (b[at]! << 8) | b[at + 1]!
      this.targetPort = (b[at + 2]! << 8) | b[at + 3]!
    }
    if (at + 8 > this.transportEnd) return this.ranOut("UDP header")
    const length = (b[at + 4]! << 8) | b[at + 5]!
    if (length !== 0 && length < 8) return this.fail(`UDP length ${length}`)
    const announced = length === 0 ? this.transportEnd : at + length
    if (announced > this.transportEnd + this.missing) this.fail(`UDP length ${length} beyond the datagram`)
    this.payload = at + 8
    this.payloadEnd = Math.min(announced, this.transportEnd)
  }

  private ranOut(what: string): void {
    if (this.state !== ok) return
    this.state = this.short ? cut : malformed
    this.why = `${what} is incomplete`
    this.payload = this.payloadEnd = this.end
  }

  private fail(why: string): void {
    if (this.state !== ok) return
    this.state = malformed
    this.why = why
    this.payload = this.payloadEnd = this.end
  }
}
