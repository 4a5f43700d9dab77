/** Every (MAC or none, VLAN, tunnel or none, address or none) that took part in traffic, and how much it sent and received. */
import type { EndpointMeasure } from "../facts/fact.ts"
import { IdTable } from "../flows/id-table.ts"
import { limits } from "../flows/limits.ts"
import { wider } from "../flows/wider.ts"
import { ipv4Text, ipv6Text } from "../net/ip.ts"
import { macText } from "../net/mac.ts"

/** Words of a key: MAC upper 32, MAC lower 16 with flags, VLAN and tunnel, family, address (int32 or IPv6 id). */
const width = 5
const macFlag = 1 << 16
/** The locally administered bit in the first word. */
const localFlag = 1 << 25
/** Without a tunnel the third word is the VLAN, -1 to 4095; else the tunnel's number stands above VLAN + 1. */
const tunnelShift = 13
const beneathTunnel = (1 << tunnelShift) - 1

export class Endpoints {
  readonly table = new IdTable(width, limits.distinct, 1024)
  sentPackets = new Float64Array(1024)
  receivedPackets = new Float64Array(1024)
  sentBytes = new Float64Array(1024)
  receivedBytes = new Float64Array(1024)
  first = new Float64Array(1024)
  last = new Float64Array(1024)
  /** Fewest routers between the sender and this segment; 255: never seen sending. */
  hops = new Uint8Array(1024).fill(255)
  alive = new Uint8Array(1024)
  /** Traffic that found no endpoint because the table is full. */
  overflowPackets = 0
  private readonly key = new Int32Array(width)
  private readonly addresses6: IdTable

  constructor(addresses6: IdTable) {
    this.addresses6 = addresses6
  }

  get count(): number {
    return this.table.count
  }

  id(
    hasMac: boolean,
    macHigh: number,
    macLow: number,
    vlan: number,
    family: number,
    address: number,
    tunnel: number,
  ): number {
    const key = this.key
    key[0] = macHigh
    key[1] = hasMac ? macLow | macFlag : 0
    key[2] = tunnel === 0 ? vlan : (tunnel << tunnelShift) | (vlan + 1)
    key[3] = family
    key[4] = address
    const id = this.table.id(key)
    if (id >= this.first.length) this.grow()
    return id
  }

  /** The same endpoint without the locally administered bit in its MAC; -1: it has none, or that one was not seen. */
  unmarked(id: number): number {
    const { key, table } = this
    for (let word = 0; word < width; word++) key[word] = table.word(id, word)
    if ((key[0]! & localFlag) === 0) return -1
    key[0]! ^= localFlag
    return table.find(key)
  }

  mac(id: number): string {
    const low = this.table.word(id, 1)
    return (low & macFlag) === 0 ? "" : macText(this.table.word(id, 0), low & 0xffff)
  }

  /** Outermost VLAN id, within its tunnel where it is in one; -1 without a tag. */
  vlan(id: number): number {
    const word = this.table.word(id, 2)
    return word <= beneathTunnel ? word : (word & beneathTunnel) - 1
  }

  /** 0: none. */
  tunnel(id: number): number {
    const word = this.table.word(id, 2)
    return word <= beneathTunnel ? 0 : word >> tunnelShift
  }

  family(id: number): number {
    return this.table.word(id, 3)
  }

  address(id: number): string {
    const family = this.family(id)
    const value = this.table.word(id, 4)
    if (family === 4) return ipv4Text(value)
    if (family !== 6 || value < 0) return ""
    const words = this.addresses6
    return ipv6Text(words.word(value, 0), words.word(value, 1), words.word(value, 2), words.word(value, 3))
  }

  measure(id: number): EndpointMeasure {
    return {
      firstSeen: this.first[id]!,
      lastSeen: this.last[id]!,
      sentPackets: this.sentPackets[id]!,
      receivedPackets: this.receivedPackets[id]!,
      sentBytes: this.sentBytes[id]!,
      receivedBytes: this.receivedBytes[id]!,
    }
  }

  save() {
    const count = this.count
    const part = (values: Float64Array | Uint8Array): readonly number[] => Array.from(values.subarray(0, count))
    return {
      keys: this.table.save(),
      sentPackets: part(this.sentPackets),
      receivedPackets: part(this.receivedPackets),
      sentBytes: part(this.sentBytes),
      receivedBytes: part(this.receivedBytes),
      first: part(this.first),
      last: part(this.last),
      hops: part(this.hops),
      alive: part(this.alive),
    }
  }

  restore(saved: ReturnType<Endpoints["save"]>): void {
    this.table.restore(saved.keys)
    while (this.first.length <= this.count) this.grow()
    this.sentPackets.set(saved.sentPackets)
    this.receivedPackets.set(saved.receivedPackets)
    this.sentBytes.set(saved.sentBytes)
    this.receivedBytes.set(saved.receivedBytes)
    this.first.set(saved.first)
    this.last.set(saved.last)
    this.hops.set(saved.hops)
    this.alive.set(saved.alive)
  }

  private grow(): void {
    const size = this.first.length * 2
    this.sentPackets = wider(this.sentPackets, size)
    this.receivedPackets = wider(this.receivedPackets, size)
    this.sentBytes = wider(this.sentBytes, size)
    this.receivedBytes = wider(this.receivedBytes, size)
    this.first = wider(this.first, size)
    this.last = wider(this.last, size)
    const hops = new Uint8Array(size).fill(255)
    hops.set(this.hops)
    this.hops = hops
    const alive = new Uint8Array(size)
    alive.set(this.alive)
    this.alive = alive
  }
}
