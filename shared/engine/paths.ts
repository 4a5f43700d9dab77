/** One direction of one conversation as frames show it: the place where a frame that brings nothing new is counted. */
import { IdTable } from "../flows/id-table.ts"
import { limits } from "../flows/limits.ts"
import type { Packet } from "../flows/packet.ts"

/** Words of a key: tags, layers and IP protocol, target MAC, both MACs' lower halves, source MAC, addresses, ports. */
const width = 8

export class Paths {
  private table = new IdTable(width, limits.paths, limits.paths / 8)
  readonly packets = new Uint32Array(limits.paths)
  readonly bytes = new Float64Array(limits.paths)
  readonly last = new Float64Array(limits.paths)
  readonly source = new Int32Array(limits.paths)
  readonly target = new Int32Array(limits.paths)
  readonly layers = new Int32Array(limits.paths)
  /** Id of the conversation, -1 without ports. */
  readonly conversation = new Int32Array(limits.paths)
  readonly side = new Uint8Array(limits.paths)
  /** Of paths without a conversation. */
  readonly pair = new Int32Array(limits.paths)
  readonly toMany = new Uint8Array(limits.paths)
  /** Paths counted on since the last fold. */
  readonly dirty = new Int32Array(limits.paths)
  dirtyCount = 0
  private readonly key = new Int32Array(width)

  get count(): number {
    return this.table.count
  }

  get full(): boolean {
    return this.table.count >= limits.paths
  }

  /** The path of a walked packet; a new one is the count before the call. */
  id(p: Packet): number {
    const key = this.key
    key[0] = p.tags | (p.family << 24)
    key[1] = p.layers | (p.protocol << 16)
    key[2] = p.targetHigh
    key[3] = (p.targetLow << 16) | p.sourceLow
    key[4] = p.sourceHigh
    key[5] = p.source
    key[6] = p.target
    key[7] = p.family === 0 ? p.etherType : (p.sourcePort << 16) | p.targetPort
    return this.table.id(key)
  }

  count1(path: number, wireLength: number, time: number): void {
    if (this.packets[path] === 0) this.dirty[this.dirtyCount++] = path
    this.packets[path]! += 1
    this.bytes[path]! += wireLength
    if (time > this.last[path]!) this.last[path] = time
  }

  /** Forgets all paths. Only after a fold: what they counted must be in the tables behind them. */
  clear(): void {
    this.table = new IdTable(width, limits.paths, limits.paths / 8)
    this.last.fill(0)
  }
}
