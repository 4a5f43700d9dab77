/** Ethernet and what stands between it and IP: tags (802.1Q), LLC (802.2), MPLS labels (RFC 3032), the PRP trailer (IEC 62439-3). */
import { IdTable } from "./id-table.ts"
import { layer } from "./layers.ts"
import { NetworkWalk } from "./walk-network.ts"

const mostTags = 8
/** What `enter` takes beside VLAN ids. */
const labels = 0x1_0000
export const tunnelled = 0x2_0000

export class EthernetWalk extends NetworkWalk {
  private readonly tagStacks = new IdTable(2, 65_536, 64)
  private readonly pair = new Int32Array(2)

  constructor(mostAddresses: number) {
    super(mostAddresses)
    this.pair.fill(-1)
    this.tagStacks.id(this.pair) // id 0 stands for "no tag"
  }

  protected ethernet(at: number): void {
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
  protected redundancyTrailer(at: number): void {
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
  protected typed(at: number): void {
    const b = this.bytes
    let type = (b[at]! << 8) | b[at + 1]!
    for (let n = 0; (type === 0x8100 || type === 0x88a8 || type === 0x9100) && n < mostTags; n++) {
      this.layers |= layer.vlan
      if (at + 6 > this.end) return this.ranOut("VLAN tag")
      const id = ((b[at + 2]! & 15) << 8) | b[at + 3]!
      if (this.vlan < 0) this.vlan = id
      this.enter(this.tags, id)
      at += 4
      type = (b[at]! << 8) | b[at + 1]!
    }
    if (type < 0x600) return this.llc(at + 2, type)
    this.byEtherType(type, at + 2)
  }

  protected byEtherType(type: number, at: number): void {
    this.etherType = type
    this.network = at
    if (type === 0x0800) this.ipv4(at)
    else if (type === 0x86dd) this.ipv6(at)
    else if (type === 0x0806) this.layers |= layer.arp
    else if (type === 0x8847 || type === 0x8848) this.mpls(at)
  }

  /**
   * RFC 3032: labels of four bytes, the last one marked; what follows tells itself by its first four bits. IP behind labels is read like
   * IP behind tags: labels differ by direction, and the last router but one takes them off. What else they carry is for `mpls` to open.
   */
  protected mpls(at: number): void {
    const b = this.bytes
    for (let n = 0; n < mostTags; n++, at += 4) {
      if (at + 5 > this.end) return this.ranOut("MPLS label")
      if ((b[at + 2]! & 1) === 0) continue
      const version = b[at + 4]! >> 4
      if (version !== 4 && version !== 6) return
      this.enter(this.tags, labels)
      return this.byEtherType(version === 4 ? 0x0800 : 0x86dd, at + 4)
    }
  }

  /** MPLS labels stand before the IP header. */
  get isLabelled(): boolean {
    return this.tags !== 0 && this.tagStacks.word(this.tags, 1) === labels
  }

  /** What follows stands inside this: a VLAN, labels, a tunnel. False when there are too many to tell apart. */
  protected enter(outside: number, what: number): boolean {
    this.pair[0] = outside
    this.pair[1] = what
    const id = this.tagStacks.id(this.pair)
    if (id >= 0) this.tags = id
    return id >= 0
  }

  protected llc(at: number, length: number): void {
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
}
