/** One direction of one conversation as frames show it: the place where a frame that brings nothing new is counted. */
import { IdTable } from "../flows/id-table.ts"
import { limits } from "../flows/limits.ts"
import type { Conversation } from "./conversation.ts"
import type { Packet } from "../flows/packet.ts"

/** Words of a key: tags, layers and IP protocol, target MAC, both MACs' lower halves, source MAC, addresses, ports. */
const width = 8

const first = 4096

export class Paths {
  private table = new IdTable(width, limits.paths, first)
  private size = first
  packets = new Uint32Array(first)
  bytes = new Float64Array(first)
  last = new Float64Array(first)
  source = new Int32Array(first)
  target = new Int32Array(first)
  /** The source's network card where that is an endpoint of its own; -1. */
  card = new Int32Array(first)
  layers = new Int32Array(first)
  /** Id of the conversation, -1 without ports. */
  conversation = new Int32Array(first)
  /** The conversation itself, while it is live. */
  readonly talk: (Conversation | undefined)[] = []
  side = new Uint8Array(first)
  /** Of paths without a conversation. */
  pair = new Int32Array(first)
  toMany = new Uint8Array(first)
  /** Paths counted on since the last fold. */
  dirty = new Int32Array(first)
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
    const path = this.table.id(key)
    if (path >= this.size) this.grow()
    return path
  }

  count1(path: number, wireLength: number, time: number): void {
    if (this.packets[path] === 0) this.dirty[this.dirtyCount++] = path
    this.packets[path]! += 1
    this.bytes[path]! += wireLength
    if (time > this.last[path]!) this.last[path] = time
  }

  /** Forgets all paths. Only after a fold: what they counted must be in the tables behind them. */
  clear(): void {
    this.table = new IdTable(width, limits.paths, first)
    this.last.fill(0)
    this.talk.length = 0
  }

  private grow(): void {
    this.size *= 2
    this.packets = longer(this.packets, new Uint32Array(this.size))
    this.bytes = longer(this.bytes, new Float64Array(this.size))
    this.last = longer(this.last, new Float64Array(this.size))
    this.source = longer(this.source, new Int32Array(this.size))
    this.target = longer(this.target, new Int32Array(this.size))
    this.card = longer(this.card, new Int32Array(this.size))
    this.layers = longer(this.layers, new Int32Array(this.size))
    this.conversation = longer(this.conversation, new Int32Array(this.size))
    this.side = longer(this.side, new Uint8Array(this.size))
    this.pair = longer(this.pair, new Int32Array(this.size))
    this.toMany = longer(this.toMany, new Uint8Array(this.size))
    this.dirty = longer(this.dirty, new Int32Array(this.size))
  }
}

function longer<Table extends { set(values: Table): void }>(old: Table, larger: Table): Table {
  larger.set(old)
  return larger
}
