/** A file that is read or written in pieces, each with its place: put in order as they come, a few of them held until those before have come. */
import type { CarriedFile } from "../../facts/fact.ts"
import { FileBody } from "./file-body.ts"

/** Bytes that are held of one file. */
const mostHeld = 1 << 20

export class PiecedFile {
  private readonly body: FileBody
  private readonly held = new Map<number, Uint8Array>()
  private heldBytes = 0
  /** Everything before has come. */
  private next = 0
  private isLost = false

  constructor(name: string, way: CarriedFile["way"], time: number) {
    this.body = new FileBody(name, way, time)
  }

  take(place: number, bytes: Uint8Array, from: number, to: number): void {
    if (place > this.next) return this.hold(place, bytes.slice(from, to))
    this.add(place, bytes, from, to)
    // What was held may go on from here.
    for (let found = true; found && this.held.size > 0;) {
      found = false
      for (const [at, piece] of this.held) {
        if (at > this.next) continue
        this.held.delete(at)
        this.heldBytes -= piece.length
        this.add(at, piece, 0, piece.length)
        found = true
      }
    }
  }

  /** What was there before is read again, or written over: of that only what is new counts. */
  private add(place: number, bytes: Uint8Array, from: number, to: number): void {
    const begin = from + this.next - place
    if (begin >= to) return
    this.body.take(bytes, begin, to)
    this.next += to - begin
  }

  private hold(place: number, piece: Uint8Array): void {
    const before = this.held.get(place)
    if (before !== undefined && before.length >= piece.length) return
    this.heldBytes += piece.length - (before?.length ?? 0)
    if (this.heldBytes > mostHeld) {
      this.heldBytes -= piece.length - (before?.length ?? 0)
      this.isLost = true
    } else this.held.set(place, piece)
  }

  /** Bytes of it passed and were not captured. */
  missed(): void {
    this.isLost = true
  }

  /** `size`: of the whole file, -1 where that is not known and its end is where the last piece ends. null: nothing came. */
  over(size: number): CarriedFile | null {
    if (this.next === 0 && this.held.size === 0 && !this.isLost) return null
    const isMissing = this.held.size > 0 || this.isLost
    if (!isMissing && size > this.next) this.body.spoils("partly")
    return this.body.over(!isMissing)
  }
}
