/** What was walked of a frame, as integers, and its transport layer (RFC 9293, RFC 768). */
import { layer } from "./layers.ts"

/** ok: walked to its top. The others: the first layer that could not be. */
export const ok = 0
export const cut = 1
export const malformed = 2
export const unsupportedLink = 3

export class TransportWalk {
  bytes: Uint8Array = new Uint8Array(0)
  /** One past the last byte that belongs to the frame's payload (trailers taken off). */
  end = 0
  /** Bytes were left out by the capture: shorter than on the wire. */
  short = false
  state = ok
  why = ""
  layers = 0
  /** The tunnel that it was taken out of (`Tunnels`); 0: none. */
  tunnel = 0
  /** Interned stack of the tunnel and of VLAN tags and MPLS in it; 0: none. */
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

  /** What the IP header announces ends at `announced`; what was captured may end before. */
  protected limit(announced: number): void {
    this.missing = announced > this.end ? announced - this.end : 0
    this.transportEnd = announced > this.end ? this.end : announced
  }

  /** Also used for a reassembled datagram, with `bytes`, `transport` and `transportEnd` set to it. */
  readTransport(protocol: number, at: number): void {
    if (protocol === 6) this.tcp(at)
    else if (protocol === 17) this.udp(at)
    else if (protocol === 1 && this.family === 4) this.layers |= layer.icmp
    else if (protocol === 58 && this.family === 6) this.layers |= layer.icmpv6
    this.checkMissing()
  }

  protected checkMissing(): void {
    if (this.missing === 0 || this.short || this.state !== ok) return
    this.state = malformed
    this.why = "IP length beyond the end of the frame"
  }

  protected tcp(at: number): void {
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

  protected udp(at: number): void {
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

  protected ranOut(what: string): void {
    if (this.state !== ok) return
    this.state = this.short ? cut : malformed
    this.why = `${what} is incomplete`
    this.payload = this.payloadEnd = this.end
  }

  protected fail(why: string): void {
    if (this.state !== ok) return
    this.state = malformed
    this.why = why
    this.payload = this.payloadEnd = this.end
  }
}
