/**
 * Files read and written over the network file system, version 3 (RFC 1813 section 3.3): which handle stands for which name, and the bytes in their places.
 * Nobody says that a file is closed: it is told when nothing of it passed for a while, or with the connection. Bounded.
 */
import type { CarriedFile } from "../../facts/fact.ts"
import { Carrying } from "../carrying.ts"
import { shownText } from "./lines.ts"
import { PiecedFile } from "./pieced-file.ts"

const mostNames = 1024
const mostFiles = 64
/** Microseconds. */
const quiet = 10e6
const LOOK_UP = 3
const READ = 6
const WRITE = 7
const CREATE = 8

type Way = CarriedFile["way"]
type Passing = {
  readonly file: PiecedFile
  readonly way: Way
  /** Of the file on the server, in bytes; -1: not told. */
  size: number
  last: number
}
/** What an answer is needed for: the handle that was asked about, the place in the file, or the name that gets a handle. */
type Asked = { readonly procedure: number; readonly handle: number; readonly place: number; readonly name: string }
/** Of a long message the rest of the bytes that it carries. */
type Rest = { readonly passing: Passing; place: number; left: number }

const u32 = (bytes: Uint8Array, at: number): number =>
  ((bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!) >>> 0
const u64 = (bytes: Uint8Array, at: number): number => (u32(bytes, at) & 0x1f_ffff) * 2 ** 32 + u32(bytes, at + 4)

/** Section 2.6: fattr3 is 84 bytes, the size of the file behind the first 20. */
const ATTRIBUTES = 84
const SIZE = 20

export class NfsFiles extends Carrying {
  time = 0
  /** Files of which something passed for the first time, with their way. */
  readonly begun: { readonly name: string; readonly way: Way }[] = []
  /** Files of which nothing passed for long. */
  readonly done: CarriedFile[] = []
  private readonly names = new Map<number, string>()
  private readonly passing = new Map<number, Passing>()
  private readonly asked = new Map<number, Asked>()
  private readonly rest: (Rest | null)[] = [null, null]

  /** A message of this side begins: what is left of the one before never comes. */
  begins(side: number): void {
    const rest = this.rest[side]
    if (!rest) return
    if (rest.left > 0) rest.passing.file.missed()
    this.rest[side] = null
  }

  /** The arguments of a call stand at `at`; `end` is where the bytes that are here end. */
  call(number: number, procedure: number, bytes: Uint8Array, at: number, end: number, side: number): void {
    this.settle()
    if (procedure !== LOOK_UP && procedure !== READ && procedure !== WRITE && procedure !== CREATE) return
    if (end - at < 8) return
    const length = u32(bytes, at)
    const next = at + 4 + length
    if (length > 64 || length % 4 !== 0 || next + 4 > end) return
    const handle = hashOf(bytes, at + 4, next)
    if (procedure === WRITE) {
      this.remembers(number, { procedure, handle, place: 0, name: "" })
      return this.writes(handle, bytes, next, end, side)
    }
    if (procedure === READ)
      return next + 8 > end
        ? undefined
        : this.remembers(number, { procedure, handle, place: u64(bytes, next), name: "" })
    const letters = u32(bytes, next)
    if (letters === 0 || letters > 255 || next + 4 + letters > end) return
    this.remembers(number, { procedure, handle, place: 0, name: shownText(bytes, next + 4, next + 4 + letters, 255) })
  }

  /** The results of a call that was carried out stand at `at`. */
  answer(number: number, bytes: Uint8Array, at: number, end: number, side: number): void {
    const asked = this.asked.get(number)
    if (asked === undefined) return
    this.asked.delete(number)
    if (end - at < 8 || u32(bytes, at) !== 0) return
    if (asked.procedure === WRITE) return this.written(asked.handle, bytes, at + 4, end)
    if (asked.procedure === READ) return this.brings(asked, bytes, at + 4, end, side)
    // The handle of what was made is optional, that of what was found is not (sections 3.3.3, 3.3.8).
    const from = asked.procedure === CREATE ? at + 8 : at + 4
    if (asked.procedure === CREATE && u32(bytes, at + 4) !== 1) return
    if (from + 4 > end) return
    const length = u32(bytes, from)
    if (length === 0 || length > 64 || from + 4 + length > end) return
    put(this.names, hashOf(bytes, from + 4, from + 4 + length), asked.name, mostNames)
  }

  /** More of the message of this side. */
  goesOn(side: number, bytes: Uint8Array, from: number, to: number): void {
    const rest = this.rest[side]
    if (!rest) return
    const length = Math.min(to - from, rest.left)
    rest.passing.file.take(rest.place, bytes, from, from + length)
    rest.passing.last = this.time
    rest.place += length
    rest.left -= length
  }

  override over(isClient: boolean): readonly CarriedFile[] {
    if (!isClient) return []
    this.begins(0)
    this.begins(1)
    const left = [...this.passing.values()].flatMap((one) => carried(one))
    this.passing.clear()
    return [...this.done.splice(0), ...left]
  }

  /** Section 3.3.7: offset, count, how stable, and the bytes. */
  private writes(handle: number, bytes: Uint8Array, at: number, end: number, side: number): void {
    if (at + 20 > end) return
    this.takes(this.passingOf(handle, "toServer", -1), u64(bytes, at), bytes, at + 16, end, side)
  }

  /** Section 2.6, wcc_data: size and two times of before, attributes of after, each only if it is there. */
  private written(handle: number, bytes: Uint8Array, at: number, end: number): void {
    const after = at + 4 + (u32(bytes, at) === 1 ? 24 : 0)
    if (after + 4 + ATTRIBUTES > end || u32(bytes, after) !== 1) return
    const passing = this.passing.get(-1 - handle)
    if (passing !== undefined) passing.size = u64(bytes, after + 4 + SIZE)
  }

  /** Section 3.3.6: attributes, count, whether the end was reached, and the bytes. */
  private brings(asked: Asked, bytes: Uint8Array, at: number, end: number, side: number): void {
    const hasAttributes = u32(bytes, at) === 1
    const next = at + 4 + (hasAttributes ? ATTRIBUTES : 0)
    if (next + 12 > end) return
    const passing = this.passingOf(asked.handle, "toClient", hasAttributes ? u64(bytes, at + 4 + SIZE) : -1)
    if (u32(bytes, next + 4) === 1) passing.size = asked.place + u32(bytes, next)
    this.takes(passing, asked.place, bytes, next + 8, end, side)
  }

  /** Bytes with their length before them. */
  private takes(passing: Passing, place: number, bytes: Uint8Array, at: number, end: number, side: number): void {
    const [from, length] = [at + 4, u32(bytes, at)]
    const here = Math.min(length, end - from)
    passing.last = this.time
    passing.file.take(place, bytes, from, from + here)
    if (length > here) this.rest[side] = { passing, place: place + here, left: length - here }
  }

  private passingOf(handle: number, way: Way, size: number): Passing {
    const key = way === "toServer" ? -1 - handle : handle
    const known = this.passing.get(key)
    if (known !== undefined) {
      if (size >= 0) known.size = size
      return known
    }
    const name = this.names.get(handle) ?? ""
    const fresh = { file: new PiecedFile(name, way, this.time), way, size, last: this.time }
    if (this.passing.size >= mostFiles) this.tellOldest()
    this.passing.set(key, fresh)
    if (this.begun.length < mostFiles) this.begun.push({ name, way })
    return fresh
  }

  /** Looked at with every call: files stand in the order in which they began. */
  private settle(): void {
    if (this.passing.size === 0) return
    for (const [key, one] of this.passing) {
      if (this.time - one.last < quiet) return
      this.passing.delete(key)
      this.done.push(...carried(one))
    }
  }

  private tellOldest(): void {
    for (const [key, one] of this.passing) {
      this.passing.delete(key)
      this.done.push(...carried(one))
      return
    }
  }

  private remembers(number: number, asked: Asked): void {
    put(this.asked, number, asked, mostFiles)
  }
}

/** Where no answer tells its size, what is written is as long as what was written of it, from its beginning on. */
function carried({ file, way, size }: Passing): readonly CarriedFile[] {
  const one = file.over(size >= 0 ? size : way === "toServer" ? -1 : Number.MAX_SAFE_INTEGER)
  return one === null ? [] : [one]
}

/** A number for the bytes of a handle (FNV-1a, twice with different beginnings: 48 bits). */
function hashOf(bytes: Uint8Array, from: number, to: number): number {
  let [a, b] = [0x811c9dc5, 0x2f0b4c47]
  for (let at = from; at < to; at++) {
    a = Math.imul(a ^ bytes[at]!, 0x01000193)
    b = Math.imul(b ^ bytes[at]!, 0x01000193) + at - from
  }
  return (a >>> 0) + (b & 0xffff) * 2 ** 32
}

function put<Value>(map: Map<number, Value>, key: number, value: Value, most: number): void {
  if (map.size >= most)
    for (const oldest of map.keys()) {
      map.delete(oldest)
      break
    }
  map.set(key, value)
}
