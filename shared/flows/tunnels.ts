/** The tunnels that were opened, each with a number of its own: addresses inside one of them are not those outside, or in another. */
import { tunnelKinds, type Opening } from "../protocols/tunnels/opening.ts"
import { ipv4Text, ipv6Text } from "../net/ip.ts"
import { macText } from "../net/mac.ts"
import { IdTable } from "./id-table.ts"
import { limits } from "./limits.ts"
import type { Packet } from "./packet.ts"

/** Words of a key: the tunnel around it, kind with flags, number, and its ends (family or -1, two words each). */
const width = 8
const numbered = 0x100
/** An IP header stands somewhere outside of it. */
const beneathIp = 0x200
const macEnds = 1

export type TunnelFacts = {
  readonly kind: string
  /** "VXLAN network 42", with what is around it. */
  readonly title: string
  readonly ends: readonly string[]
}

export class Tunnels {
  /** Frames that were left closed because there were too many tunnels. */
  refused = 0
  private readonly table = new IdTable(width, limits.tunnels, 16)
  /** (tunnel, ends) that were seen, for people. */
  private readonly pairs = new IdTable(6, limits.tunnels * 4, 16)
  private readonly ends: string[][] = []
  private readonly tagged = new Set<number>()
  private readonly key = new Int32Array(width)
  private readonly pair = new Int32Array(6)
  private readonly addresses6: IdTable

  constructor(addresses6: IdTable) {
    this.addresses6 = addresses6
    this.key.fill(-1)
    this.table.id(this.key) // id 0 stands for "no tunnel"
    this.ends.push([])
  }

  get count(): number {
    return this.table.count
  }

  /** The tunnel that the walked packet belongs to, by what a dissector said of it; -1 when there are too many. */
  id(p: Packet, { kind, number, isNumbered, isOfEnds }: Opening): number {
    const { key, pair } = this
    const isBeneathIp = p.family !== 0 || this.isBeneathIp(p.tunnel)
    key[0] = p.tunnel
    key[1] = kind | (isNumbered ? numbered : 0) | (isBeneathIp ? beneathIp : 0)
    key[2] = number
    this.setEnds(p)
    key.fill(0, 3)
    if (isOfEnds) for (let i = 0; i < 5; i++) key[3 + i] = pair[1 + i]!
    const id = this.table.id(key)
    if (id < 0) {
      this.refused++
      return -1
    }
    if (p.vlan >= 0 || this.tagged.has(p.tunnel)) this.tagged.add(id)
    pair[0] = id
    const known = this.pairs.count
    if (this.pairs.id(pair) === known) this.newEnds(id)
    return id
  }

  /** Any IP header outside: then its addresses are not the outermost of the frame. */
  isBeneathIp(tunnel: number): boolean {
    return tunnel > 0 && (this.table.word(tunnel, 1) & beneathIp) !== 0
  }

  /** The frames that carry it have VLAN tags outside of it. */
  isTagged(tunnel: number): boolean {
    return this.tagged.has(tunnel)
  }

  /** What tells it from all others, the same in every run; "" for none. */
  scope(tunnel: number): string {
    if (tunnel <= 0) return ""
    const outer = this.scope(this.table.word(tunnel, 0))
    const ends = this.isOfEnds(tunnel) ? ` ${this.ends[tunnel]!.slice(0, 2).toSorted().join(" ")}` : ""
    const own = `${this.kind(tunnel).name} ${this.number(tunnel)}${ends}`
    return outer === "" ? own : `${outer} / ${own}`
  }

  facts(tunnel: number): TunnelFacts {
    if (tunnel <= 0) return { kind: "", title: "", ends: [] }
    const { name, title, number } = this.kind(tunnel)
    const value = this.number(tunnel)
    const outer = this.table.word(tunnel, 0)
    const own = value === "" ? title : `${title} ${number} ${value}`
    const around = outer > 0 ? `, inside ${this.facts(outer).title}` : ""
    return { kind: name, title: own + around, ends: this.ends[tunnel]! }
  }

  /** For people: "VXLAN network 42 between 10.0.0.1 and 10.0.0.2"; "" for none. */
  text(tunnel: number): string {
    if (tunnel <= 0) return ""
    const { title, ends } = this.facts(tunnel)
    const more = ends.length > 2 ? ` and ${ends.length - 2} more` : ""
    const [one = "", other = ""] = ends
    return other === "" ? `${title} at ${one}` : `${title} between ${one} and ${other}${more}`
  }

  save() {
    const kinds = tunnelKinds.map(({ name }) => name)
    return { keys: this.table.save(), pairs: this.pairs.save(), tagged: [...this.tagged], kinds }
  }

  /** Into an empty table. The addresses of IPv6 must be there before. */
  restore(saved: ReturnType<Tunnels["save"]>): void {
    const kinds = saved.kinds.map((name) => tunnelKinds.findIndex((kind) => kind.name === name))
    const words = saved.keys.map((word, at) =>
      at % width === 1 && at > width ? (word & ~0xff) | kinds[word & 0xff]! : word,
    )
    this.table.restore(words.slice(width))
    this.pairs.restore(saved.pairs)
    for (const tunnel of saved.tagged) this.tagged.add(tunnel)
    for (let pair = 0; pair < this.pairs.count; pair++) {
      for (let word = 0; word < 6; word++) this.pair[word] = this.pairs.word(pair, word)
      this.newEnds(this.pair[0]!)
    }
  }

  /** The lower end first, so that both directions are one tunnel. */
  private setEnds(p: Packet): void {
    const { pair } = this
    pair[1] = p.family === 0 ? macEnds : p.family
    const isMac = p.family === 0
    const a = isMac ? p.sourceHigh : p.source
    const b = isMac ? p.sourceLow : 0
    const c = isMac ? p.targetHigh : p.target
    const d = isMac ? p.targetLow : 0
    const isSwapped = a > c || (a === c && b > d)
    pair[2] = isSwapped ? c : a
    pair[3] = isSwapped ? d : b
    pair[4] = isSwapped ? a : c
    pair[5] = isSwapped ? b : d
  }

  private newEnds(tunnel: number): void {
    const { pair } = this
    const ends = (this.ends[tunnel] ??= [])
    for (const at of [2, 4]) {
      const text = this.endText(pair[1]!, pair[at]!, pair[at + 1]!)
      if (!ends.includes(text) && ends.length < limits.tunnelEnds) ends.push(text)
    }
  }

  private endText(family: number, high: number, low: number): string {
    if (family === macEnds) return macText(high, low)
    if (family === 4) return ipv4Text(high)
    const words = this.addresses6
    if (high < 0) return "an IPv6 address"
    return ipv6Text(words.word(high, 0), words.word(high, 1), words.word(high, 2), words.word(high, 3))
  }

  private kind(tunnel: number): (typeof tunnelKinds)[number] {
    return tunnelKinds[this.table.word(tunnel, 1) & 0xff]!
  }

  private isOfEnds(tunnel: number): boolean {
    return this.table.word(tunnel, 3) !== 0
  }

  private number(tunnel: number): string {
    return (this.table.word(tunnel, 1) & numbered) === 0 ? "" : String(this.table.word(tunnel, 2) >>> 0)
  }
}
