/** Where requests reach: one row for each function of a pair and each place it named, with how it went and what was read or written last. */
import { fingerprint } from "../bytes/fingerprint.ts"
import { IdTable } from "../flows/id-table.ts"
import { limits } from "../flows/limits.ts"
import { wider } from "../flows/wider.ts"

/** The area of a command that names no place: the device as a whole. */
export const wholeDevice = -1
/** The area that stands for all places beyond the bound of one function. */
export const furtherPlaces = -2
/** The count of a place that has a name; `from` is the name's fingerprint. */
export const byName = -1

const valueBytes = 16
const nameBytes = 64

/** The places of the requests of one conversation that wait for their answers: a ring of place ids, each request's behind its head. */
export class Asked {
  private readonly ring = new Int32Array(128)
  private end = 0

  /** A request begins: what its places are found by later. */
  begin(): number {
    const start = this.end++
    this.ring[start & 127] = 0
    return start
  }

  add(start: number, place: number): void {
    if (this.end - start >= 128) return
    this.ring[this.end++ & 127] = place
    this.ring[start & 127]! += 1
  }

  /** How many places the request named; 0 where later requests took their room. */
  count(start: number): number {
    return this.end - start > 128 ? 0 : this.ring[start & 127]!
  }

  place(start: number, index: number): number {
    return this.ring[(start + 1 + index) & 127]!
  }
}

export class Places {
  /** Keys: operation, area, from, count. */
  readonly table = new IdTable(4, limits.places, 256)
  asked = new Float64Array(256)
  succeeded = new Float64Array(256)
  refused = new Float64Array(256)
  first = new Float64Array(256)
  last = new Float64Array(256)
  /** The frame that named it first, within the capture that was read then; 0: none kept. */
  frame = new Float64Array(256)
  /** When the value was read or written; 0: never. */
  valued = new Float64Array(256)
  private values = new Uint8Array(256 * valueBytes)
  private lengths = new Uint8Array(256)
  private readonly names = new Map<number, Uint8Array>()
  /** The captures that the frames of first commands stand in. */
  readonly captures = new Map<number, string>()
  private readonly placesOf = new Map<number, number[]>()
  private marked = new Uint8Array(256)
  /** Rows that changed since the last batch. */
  readonly dirty: number[] = []
  private readonly key = new Int32Array(4)

  /** Its next request is told as if it were the first. */
  await(id: number): void {
    this.first[id] = -Math.abs(this.first[id]!)
  }

  firstOf(id: number): number {
    return Math.abs(this.first[id]!)
  }

  /** The row; a new one is told by `first` being 0, one that is awaited by `first` below 0. -1 where the table is full. */
  id(operation: number, area: number, from: number, count: number): number {
    const known = this.find(operation, area, from, count)
    if (known >= 0) return known
    const full = (this.placesOf.get(operation)?.length ?? 0) >= limits.placesPerFunction
    if (full && area !== furtherPlaces) return this.id(operation, furtherPlaces, 0, 0)
    return this.add(operation)
  }

  named(operation: number, area: number, bytes: Uint8Array, at: number, length: number): number {
    const to = Math.min(at + length, at + nameBytes, bytes.length)
    const before = this.table.count
    const id = this.id(operation, area, fingerprint(bytes, at, to), byName)
    if (id === before && this.table.word(id, 1) === area) this.names.set(id, bytes.slice(at, to))
    return id
  }

  count(id: number, time: number): void {
    this.asked[id]! += 1
    this.last[id] = time
    this.mark(id)
  }

  answered(id: number, good: boolean): void {
    if (good) this.succeeded[id]! += 1
    else this.refused[id]! += 1
    this.mark(id)
  }

  /** The answer judges this place otherwise than itself. */
  corrected(id: number): void {
    this.succeeded[id]! -= 1
    this.refused[id]! += 1
  }

  value(id: number, time: number, bytes: Uint8Array, at: number, length: number): void {
    const kept = Math.min(length, valueBytes, bytes.length - at)
    for (let i = 0; i < kept; i++) this.values[id * valueBytes + i] = bytes[at + i]!
    this.lengths[id] = kept
    this.valued[id] = time
  }

  valueOf(id: number): Uint8Array {
    return this.values.subarray(id * valueBytes, id * valueBytes + this.lengths[id]!)
  }

  nameOf(id: number): Uint8Array {
    return this.names.get(id) ?? nothing
  }

  ofOperation(operation: number): readonly number[] {
    return this.placesOf.get(operation) ?? []
  }

  settle(): void {
    for (const id of this.dirty) this.marked[id] = 0
    this.dirty.length = 0
  }

  save() {
    const { count } = this.table
    const part = (values: Float64Array): readonly number[] => Array.from(values.subarray(0, count))
    return {
      keys: this.table.save(),
      asked: part(this.asked),
      succeeded: part(this.succeeded),
      refused: part(this.refused),
      first: part(this.first),
      last: part(this.last),
      frame: part(this.frame),
      valued: part(this.valued),
      values: Array.from({ length: count }, (_, id) => [...this.valueOf(id)]),
      captures: [...this.captures],
      names: [...this.names].map(([id, name]) => [id, [...name]] as const),
    }
  }

  /** `now`: what the saved number of an operation is called now; -1 where its protocol is no longer known. */
  restore(saved: ReturnType<Places["save"]>, now: (operation: number) => number): void {
    const names = new Map(saved.names)
    const captures = new Map(saved.captures)
    for (let n = 0; n * 4 < saved.keys.length; n++) {
      const operation = now(saved.keys[n * 4]!)
      if (operation < 0) continue
      const [area, from, count] = [saved.keys[n * 4 + 1]!, saved.keys[n * 4 + 2]!, saved.keys[n * 4 + 3]!]
      const id = this.find(operation, area, from, count)
      const place = id >= 0 ? id : this.add(operation)
      if (place < 0) return
      this.asked[place] = saved.asked[n]!
      this.succeeded[place] = saved.succeeded[n]!
      this.refused[place] = saved.refused[n]!
      this.first[place] = saved.first[n]!
      this.last[place] = saved.last[n]!
      this.frame[place] = saved.frame[n]!
      const value = Uint8Array.from(saved.values[n]!)
      this.value(place, saved.valued[n]!, value, 0, value.length)
      const capture = captures.get(n)
      if (capture !== undefined) this.captures.set(place, capture)
      const name = names.get(n)
      if (name !== undefined) this.names.set(place, Uint8Array.from(name))
    }
    this.settle()
  }

  private find(operation: number, area: number, from: number, count: number): number {
    const { key } = this
    key[0] = operation
    key[1] = area
    key[2] = from
    key[3] = count
    return this.table.find(key)
  }

  /** A row for the key that was looked up last. */
  private add(operation: number): number {
    const id = this.table.id(this.key)
    if (id < 0) return -1
    if (id >= this.asked.length) this.grow()
    const list = this.placesOf.get(operation)
    if (list === undefined) this.placesOf.set(operation, [id])
    else list.push(id)
    return id
  }

  private mark(id: number): void {
    if (this.marked[id] !== 0) return
    this.marked[id] = 1
    this.dirty.push(id)
  }

  private grow(): void {
    const size = this.asked.length * 2
    this.asked = wider(this.asked, size)
    this.succeeded = wider(this.succeeded, size)
    this.refused = wider(this.refused, size)
    this.first = wider(this.first, size)
    this.last = wider(this.last, size)
    this.frame = wider(this.frame, size)
    this.valued = wider(this.valued, size)
    this.values = widerBytes(this.values, size * valueBytes)
    this.lengths = widerBytes(this.lengths, size)
    this.marked = widerBytes(this.marked, size)
  }
}

const nothing = new Uint8Array()

function widerBytes(bytes: Uint8Array<ArrayBuffer>, size: number): Uint8Array<ArrayBuffer> {
  const wide = new Uint8Array(size)
  wide.set(bytes)
  return wide
}
