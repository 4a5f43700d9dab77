/** The network layer of a frame: IPv4 (RFC 791) and IPv6 with its extension headers (RFC 8200). */
import { IdTable } from "./id-table.ts"
import { layer } from "./layers.ts"
import { TransportWalk } from "./walk-transport.ts"

const mostExtensions = 16

/** IP protocol number of the authentication header. */
const authentication = 51

export class NetworkWalk extends TransportWalk {
  /** IPv6 addresses by id. */
  readonly addresses6: IdTable
  private readonly quad = new Int32Array(4)

  constructor(mostAddresses: number) {
    super()
    this.addresses6 = new IdTable(4, mostAddresses, 256)
  }

  protected ipv4(at: number): void {
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
    if (this.protocol === authentication) return this.authenticated(this.transport)
    this.readTransport(this.protocol, this.transport)
  }

  /** RFC 4302 section 2: it vouches for what follows, which is not encrypted. */
  private authenticated(at: number): void {
    const b = this.bytes
    const end = at + 12 > this.transportEnd ? this.end + 1 : at + ((b[at + 1]! + 2) << 2)
    if (end > this.transportEnd) return this.ranOut("authentication header")
    this.protocol = b[at]!
    this.transport = end
    this.readTransport(this.protocol, end)
  }

  protected ipv6(at: number): void {
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
  protected extensions(next: number, at: number): void {
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

  protected address6(at: number): number {
    const b = this.bytes
    const q = this.quad
    for (let i = 0; i < 4; i++, at += 4) q[i] = (b[at]! << 24) | (b[at + 1]! << 16) | (b[at + 2]! << 8) | b[at + 3]!
    return this.addresses6.id(q)
  }
}
