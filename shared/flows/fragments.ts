/** IP fragments put together again (RFC 791 section 3.2, RFC 8200 section 4.5): bounded in count, bytes and time. */
import { limits } from "./limits.ts"
import type { Packet } from "./packet.ts"

type Datagram = {
  readonly since: number
  bytes: Uint8Array
  /** Which bytes have come: pairs of from and to, sorted, not touching. */
  readonly have: { from: number; to: number }[]
  /** Known once the last fragment came; -1 before. */
  total: number
}

export class Fragments {
  /** Datagrams given up: too many, too large, too old, or overlapping. */
  givenUp = 0
  private readonly open = new Map<string, Datagram>()
  private bytes = 0

  /** Takes one fragment; the whole payload when it was the last one missing. */
  add(packet: Packet, time: number): Uint8Array | undefined {
    const key = `${packet.family} ${packet.source} ${packet.target} ${packet.protocol} ${packet.identification} ${packet.tags}`
    const length = packet.transportEnd - packet.transport
    const end = packet.fragmentOffset + length
    if (packet.missing > 0 || end > limits.datagram || length === 0) {
      this.givenUp++
      return undefined
    }
    const datagram = this.open.get(key) ?? this.begin(key, time)
    if (time - datagram.since > limits.datagramTime) {
      this.close(key, datagram)
      this.givenUp++
      return this.add(packet, time)
    }
    this.put(datagram, packet, end)
    if (!packet.moreFragments) datagram.total = end
    const first = datagram.have[0]!
    if (datagram.total < 0 || datagram.have.length > 1 || first.from !== 0 || first.to < datagram.total)
      return undefined
    this.close(key, datagram)
    return datagram.bytes.subarray(0, datagram.total)
  }

  get count(): number {
    return this.open.size
  }

  private begin(key: string, time: number): Datagram {
    if (this.open.size >= limits.datagrams || this.bytes > limits.datagramBytes) this.giveUpOldest()
    const datagram: Datagram = { since: time, bytes: new Uint8Array(2048), have: [], total: -1 }
    this.open.set(key, datagram)
    this.bytes += 2048
    return datagram
  }

  private put(datagram: Datagram, packet: Packet, end: number): void {
    if (end > datagram.bytes.length) {
      const larger = new Uint8Array(Math.max(end, datagram.bytes.length * 2))
      larger.set(datagram.bytes)
      this.bytes += larger.length - datagram.bytes.length
      datagram.bytes = larger
    }
    datagram.bytes.set(packet.bytes.subarray(packet.transport, packet.transportEnd), packet.fragmentOffset)
    let from = packet.fragmentOffset
    let to = end
    const { have } = datagram
    for (let i = have.length - 1; i >= 0; i--) {
      const piece = have[i]!
      if (piece.to < from || piece.from > to) continue
      from = Math.min(from, piece.from)
      to = Math.max(to, piece.to)
      have.splice(i, 1)
    }
    have.push({ from, to })
    have.sort((a, b) => a.from - b.from)
  }

  private close(key: string, datagram: Datagram): void {
    this.open.delete(key)
    this.bytes -= datagram.bytes.length
  }

  private giveUpOldest(): void {
    const [oldest] = this.open
    if (oldest === undefined) return
    this.close(oldest[0], oldest[1])
    this.givenUp++
  }
}
