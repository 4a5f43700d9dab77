/** Frames that carry no IP: ARP, and what is spoken directly over Ethernet. */
import type { Binding, Fact } from "../facts/fact.ts"
import { IdTable } from "../flows/id-table.ts"
import { layer } from "../flows/layers.ts"
import { limits } from "../flows/limits.ts"
import type { Packet } from "../flows/packet.ts"
import { ipv4Text } from "../net/ip.ts"
import { onEtherType } from "./catalogue.ts"
import type { Dissection } from "./dissection.ts"
import { readArp, readNeighbourDiscovery } from "./neighbours.ts"
import { snapName } from "./snap-name.ts"

export class LinkFrames {
  private readonly arpSeen = new IdTable(4, limits.distinct, 256)
  private readonly arpAsked = new IdTable(2, limits.distinct, 256)
  private readonly key = new Int32Array(4)
  private readonly packet: Packet
  private readonly dissection: Dissection
  private readonly sink: (fact: Fact) => void

  constructor(packet: Packet, dissection: Dissection, sink: (fact: Fact) => void) {
    this.packet = packet
    this.dissection = dissection
    this.sink = sink
  }

  /** Reads the frame. True where somebody recognised it. */
  read(): boolean {
    const { packet: p, dissection: d } = this
    if ((p.layers & layer.arp) !== 0) return this.arp()
    if (p.etherType === 0x20000) return this.payload(snapName(p.snapOui, p.snapPid))
    if (p.etherType >= 0x10000) return this.payload(`llc:${(((p.etherType >> 8) & 255) | 0).toString(16)}`)
    for (const dissector of onEtherType.get(p.etherType) ?? [])
      if (dissector.probe(p.bytes, p.network, p.end)) return d.message(dissector, p.bytes, p.network, p.end)
    return false
  }

  neighbours(): void {
    readNeighbourDiscovery(this.packet, this.bind)
  }

  private arp(): boolean {
    const result = readArp(this.packet, this.isNewArp() ? this.bind : nobody)
    if (result === "short") this.dissection.ranOut = true
    if (result === "read") this.askedByArp()
    return result !== "unknown"
  }

  private payload(name: string): boolean {
    const { packet: p } = this
    return this.dissection.payload(name, p.bytes, p.network, p.end)
  }

  /** A request (operation 1) for an address that this sender did not ask for yet. */
  private askedByArp(): void {
    const { packet: p, key, dissection: d } = this
    const b = p.bytes
    const at = p.network
    if (b[at + 7] !== 1 || d.sender < 0) return
    key[0] = d.sender
    key[1] = (b[at + 24]! << 24) | (b[at + 25]! << 16) | (b[at + 26]! << 8) | b[at + 27]!
    const known = this.arpAsked.count
    if (this.arpAsked.id(key) !== known) return
    this.sink({ kind: "resolve", client: d.sender, address: ipv4Text(key[1]), time: d.time })
  }

  /** The same sender with the same address says nothing new; telling that must not cost a string. */
  private isNewArp(): boolean {
    const { packet: p, key } = this
    const b = p.bytes
    const at = p.network
    if (at + 28 > p.end) return true
    const word = (n: number): number => (b[n]! << 24) | (b[n + 1]! << 16) | (b[n + 2]! << 8) | b[n + 3]!
    key[0] = word(at + 8)
    key[1] = (b[at + 12]! << 8) | b[at + 13]! | (p.vlan << 16)
    key[2] = word(at + 14)
    key[3] = (word(at + 24) === key[2] ? 1 : 0) | (p.tunnel << 1)
    const known = this.arpSeen.count
    return this.arpSeen.id(key) === known
  }

  private readonly bind = (mac: string, address: string, how: Binding): void =>
    this.dissection.binding(mac, address, how)
}

const nobody = (): void => undefined
