/** One direction of one conversation as frames show it: the place where a frame that brings nothing new is counted. */
import { limits } from "../flows/limits.ts"
import { gone, type Conversation } from "./conversation.ts"
import type { Packet } from "../flows/packet.ts"

const first = 4096

/**
 * A path is a row of 16 words, one line of the processor's cache, because every frame comes by here. The key: tags and family, layers
 * and IP protocol, target MAC, both MACs' lower halves, source MAC, addresses, ports. Then packets, flags, both endpoints; and as
 * floating numbers (two words each) bytes and the last time.
 */
const row = 16
const packetsAt = 8
const flagsAt = 9
const sourceAt = 10
const targetAt = 11
const bytesAt = 6
const lastAt = 7

const sideFlag = 1
const toManyFlag = 2
const insideFlag = 4
const labelledFlag = 8

export class Paths {
  count = 0
  private size = first
  private words = new Int32Array(first * row)
  private numbers = new Float64Array(this.words.buffer)
  private slots = new Int32Array(first * 2)
  /** The source's network card where that is an endpoint of its own; -1. */
  card = new Int32Array(first)
  /** The conversation, while it is live; undefined without ports. */
  readonly talk: (Conversation | undefined)[] = []
  /** Of paths without a live conversation. */
  pair = new Int32Array(first)
  /** Paths counted on since the last fold. */
  dirty = new Int32Array(first)
  dirtyCount = 0

  get full(): boolean {
    return this.count >= limits.paths
  }

  /** The path of a walked packet; a new one is the count before the call. */
  id(p: Packet): number {
    const a = p.tags | (p.family << 24)
    const b = p.layers | (p.protocol << 16)
    const c = p.targetHigh
    const d = (p.targetLow << 16) | p.sourceLow
    const e = p.sourceHigh
    const f = p.source
    const g = p.target
    const h = p.family === 0 ? p.etherType : (p.sourcePort << 16) | p.targetPort
    const { words, slots } = this
    const mask = slots.length - 1
    let slot = hash(a, b, c, d, e, f, g, h) & mask
    for (let path = slots[slot]! - 1; path >= 0; path = slots[slot]! - 1) {
      const at = path * row
      if (
        words[at + 7] === h &&
        words[at + 5] === f &&
        words[at + 6] === g &&
        words[at + 3] === d &&
        words[at + 1] === b &&
        words[at + 2] === c &&
        words[at + 4] === e &&
        words[at] === a
      )
        return path
      slot = (slot + 1) & mask
    }
    slots[slot] = this.count + 1
    return this.add(a, b, c, d, e, f, g, h)
  }

  count1(path: number, wireLength: number, time: number): void {
    const { words, numbers } = this
    const at = path * row
    const packets = words[at + packetsAt]!
    if (packets === 0) this.dirty[this.dirtyCount++] = path
    words[at + packetsAt] = packets + 1
    const number = at >> 1
    numbers[number + bytesAt]! += wireLength
    if (time > numbers[number + lastAt]!) numbers[number + lastAt] = time
  }

  /** What was counted is taken away; the last time stays. */
  taken(path: number): void {
    this.words[path * row + packetsAt] = 0
    this.numbers[path * (row / 2) + bytesAt] = 0
  }

  packets(path: number): number {
    return this.words[path * row + packetsAt]!
  }

  bytes(path: number): number {
    return this.numbers[path * (row / 2) + bytesAt]!
  }

  last(path: number): number {
    return this.numbers[path * (row / 2) + lastAt]!
  }

  layers(path: number): number {
    return this.words[path * row + 1]! & 0xffff
  }

  source(path: number): number {
    return this.words[path * row + sourceAt]!
  }

  target(path: number): number {
    return this.words[path * row + targetAt]!
  }

  toMany(path: number): boolean {
    return (this.words[path * row + flagsAt]! & toManyFlag) !== 0
  }

  /** Its frames came in a tunnel: the layers of the frame around them are counted there. */
  isInside(path: number): boolean {
    return (this.words[path * row + flagsAt]! & insideFlag) !== 0
  }

  /** MPLS labels stand before its IP headers. */
  isLabelled(path: number): boolean {
    return (this.words[path * row + flagsAt]! & labelledFlag) !== 0
  }

  side(path: number): 0 | 1 {
    return (this.words[path * row + flagsAt]! & sideFlag) as 0 | 1
  }

  /** A new path: between which endpoints it runs. */
  begin(path: number, source: number, target: number, card: number, toMany: boolean): void {
    const at = path * row
    this.words[at + sourceAt] = source
    this.words[at + targetAt] = target
    this.words[at + flagsAt] = toMany ? toManyFlag : 0
    this.card[path] = card
    this.pair[path] = -1
    this.talk[path] = undefined
  }

  stands(path: number, inside: boolean, labelled: boolean): void {
    this.words[path * row + flagsAt]! |= (inside ? insideFlag : 0) | (labelled ? labelledFlag : 0)
  }

  /** The conversation that it is a direction of, and which side of it sends. */
  joins(path: number, talk: Conversation | undefined, side: 0 | 1): void {
    const at = path * row + flagsAt
    this.talk[path] = talk
    this.words[at] = (this.words[at]! & ~sideFlag) | side
  }

  pairOf(path: number): number {
    const talk = this.talk[path]
    return talk === undefined || talk === gone ? this.pair[path]! : talk.pair
  }

  /** Lets go of forgotten conversations, of which the pair is all that is asked. */
  letGo(): void {
    for (let path = 0; path < this.count; path++) {
      const talk = this.talk[path]
      if (talk?.forgotten !== true || talk === gone) continue
      this.pair[path] = talk.pair
      this.talk[path] = gone
    }
  }

  /** Forgets all paths. Only after a fold: what they counted must be in the tables behind them. */
  clear(): void {
    this.slots.fill(0)
    this.count = 0
    this.talk.length = 0
  }

  private add(a: number, b: number, c: number, d: number, e: number, f: number, g: number, h: number): number {
    const path = this.count++
    const at = path * row
    const { words } = this
    words[at] = a
    words[at + 1] = b
    words[at + 2] = c
    words[at + 3] = d
    words[at + 4] = e
    words[at + 5] = f
    words[at + 6] = g
    words[at + 7] = h
    words.fill(0, at + packetsAt, at + row)
    if (this.count === this.size) this.grow()
    return path
  }

  private grow(): void {
    this.size *= 2
    this.words = longer(this.words, new Int32Array(this.size * row))
    this.numbers = new Float64Array(this.words.buffer)
    this.card = longer(this.card, new Int32Array(this.size))
    this.pair = longer(this.pair, new Int32Array(this.size))
    this.dirty = longer(this.dirty, new Int32Array(this.size))
    this.slots = new Int32Array(this.size * 2)
    for (let path = 0; path < this.count; path++) this.place(path)
  }

  private place(path: number): void {
    const { words: w, slots } = this
    const at = path * row
    const mask = slots.length - 1
    let slot = hash(w[at]!, w[at + 1]!, w[at + 2]!, w[at + 3]!, w[at + 4]!, w[at + 5]!, w[at + 6]!, w[at + 7]!) & mask
    while (slots[slot] !== 0) slot = (slot + 1) & mask
    slots[slot] = path + 1
  }
}

/** Without a loop: four independent products, so that they need not wait for each other. */
function hash(a: number, b: number, c: number, d: number, e: number, f: number, g: number, h: number): number {
  const w = Math.imul(a ^ Math.imul(b, 0x9e3779b1), 0x85ebca6b)
  const x = Math.imul(c ^ Math.imul(d, 0x9e3779b1), 0xc2b2ae35)
  const y = Math.imul(e ^ Math.imul(f, 0x27d4eb2f), 0x165667b1)
  const z = Math.imul(g ^ Math.imul(h, 0x85ebca77), 0x9e3779b1)
  let mixed = (w ^ (w >>> 15)) + (x ^ (x >>> 13)) + (y ^ (y >>> 16)) + (z ^ (z >>> 14))
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x7feb352d)
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x846ca68b)
  return (mixed ^ (mixed >>> 16)) >>> 0
}

function longer(old: Int32Array<ArrayBuffer>, larger: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  larger.set(old)
  return larger
}
