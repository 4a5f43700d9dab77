/**
 * The packets around those that prove alerts, of a live capture: the newest packets are held for a while, and when an alert comes, those
 * between the same ends are kept, with the next ones that pass. The same reach as for imports.
 */
import type { Frame } from "../../shared/capture/frame.ts"
import type { Batch, EvidenceFrame } from "../../shared/engine/batch.ts"
import { mostAround, reach } from "./alert-packets.ts"
import { frameEnds, frameEndsHash } from "./frame-ends.ts"

/** A batch a second at some thousand packets a second finds what it needs here. */
const mostHeld = 8192
const heldBytes = 8 * 1024 * 1024
/** Of one segment. */
const mostProofs = 2000
const mostBytes = 4_000_000

type Awaited = { left: number; readonly until: number }

export class LiveAround {
  /** The newest frames: where each begins in `bytes`, counted without end; what is overwritten is gone. */
  readonly #bytes = new Uint8Array(heldBytes)
  readonly #at = new Float64Array(mostHeld)
  readonly #lengths = new Int32Array(mostHeld)
  readonly #numbers = new Float64Array(mostHeld)
  readonly #times = new Float64Array(mostHeld)
  readonly #wire = new Int32Array(mostHeld)
  readonly #links = new Int32Array(mostHeld)
  #count = 0
  #written = 0
  readonly #proofs = new Set<number>()
  readonly #awaited = new Map<string, Awaited>()
  readonly #hashes = new Map<number, number>()
  #passed: EvidenceFrame[] = []
  #kept = 0

  /** Each frame, in order, while its bytes are there. */
  take(frame: Frame): void {
    const { bytes, start, end, linkType } = frame
    if (this.#hashes.size > 0 && this.#hashes.has(frameEndsHash(bytes, start, end, linkType))) this.#pass(frame)
    this.#hold(frame)
  }

  /** What comes to the batch's evidence: around its alerts, and what passed since the last one. `capture`: what its frames carry. */
  gather({ alerts }: Batch, capture: string): readonly EvidenceFrame[] {
    const found = this.#passed
    this.#passed = []
    for (const { lines } of alerts)
      for (const { frame, capture: of } of lines)
        if (frame > 0 && of === capture && this.#proofs.size < mostProofs && !this.#proofs.has(frame)) {
          this.#proofs.add(frame)
          found.push(...this.#around(frame))
        }
    return found
  }

  #hold(frame: Frame): void {
    const length = frame.end - frame.start
    if (length > heldBytes) return
    // A frame stands in one piece.
    const room = heldBytes - (this.#written % heldBytes)
    if (length > room) this.#written += room
    const slot = this.#count++ % mostHeld
    this.#at[slot] = this.#written
    this.#lengths[slot] = length
    this.#numbers[slot] = frame.number
    this.#times[slot] = frame.time
    this.#wire[slot] = frame.wireLength
    this.#links[slot] = frame.linkType
    this.#bytes.set(frame.bytes.subarray(frame.start, frame.end), this.#written % heldBytes)
    this.#written += length
  }

  #isHeld(slot: number): boolean {
    return this.#at[slot]! >= this.#written - heldBytes
  }

  #endsOf(slot: number): string {
    const start = this.#at[slot]! % heldBytes
    return frameEnds(this.#bytes, start, start + this.#lengths[slot]!, this.#links[slot]!)
  }

  #copy(slot: number): EvidenceFrame {
    const start = this.#at[slot]! % heldBytes
    const bytes = this.#bytes.slice(start, start + this.#lengths[slot]!)
    this.#kept += bytes.length
    return {
      ...{ frame: this.#numbers[slot]!, linkType: this.#links[slot]!, time: this.#times[slot]! },
      ...{ wireLength: this.#wire[slot]!, bytes },
    }
  }

  /** Frames are numbered one after the other, so that the place of one is found by its number. */
  #around(frame: number): readonly EvidenceFrame[] {
    const last = this.#count - 1
    const back = last < 0 ? -1 : this.#numbers[last % mostHeld]! - frame
    if (back < 0 || back >= Math.min(this.#count, mostHeld)) return []
    const place = last - back
    const slot = place % mostHeld
    if (this.#numbers[slot] !== frame || !this.#isHeld(slot) || this.#kept > mostBytes) return []
    const ends = this.#endsOf(slot)
    const time = this.#times[slot]!
    const found = [this.#copy(slot)]
    if (ends === "") return found
    found.unshift(...this.#along(place, -1, ends, time).reverse())
    const after = this.#along(place, 1, ends, time)
    found.push(...after)
    if (after.length < mostAround) this.#await(slot, ends, { left: mostAround - after.length, until: time + reach })
    return found
  }

  #along(place: number, step: 1 | -1, ends: string, time: number): EvidenceFrame[] {
    const found: EvidenceFrame[] = []
    const oldest = Math.max(0, this.#count - mostHeld)
    for (let at = place + step; at >= oldest && at < this.#count && found.length < mostAround; at += step) {
      const slot = at % mostHeld
      if (!this.#isHeld(slot)) break
      if (Math.abs(this.#times[slot]! - time) <= reach && this.#endsOf(slot) === ends) found.push(this.#copy(slot))
    }
    return found
  }

  #await(slot: number, ends: string, awaited: Awaited): void {
    const start = this.#at[slot]! % heldBytes
    const hash = frameEndsHash(this.#bytes, start, start + this.#lengths[slot]!, this.#links[slot]!)
    if (!this.#awaited.has(ends)) this.#hashes.set(hash, (this.#hashes.get(hash) ?? 0) + 1)
    this.#awaited.set(ends, awaited)
  }

  #pass(frame: Frame): void {
    const { bytes, start, end, linkType } = frame
    const ends = frameEnds(bytes, start, end, linkType)
    const awaited = this.#awaited.get(ends)
    if (awaited === undefined) return
    if (frame.time <= awaited.until && this.#kept <= mostBytes) {
      const copy = bytes.slice(start, end)
      this.#kept += copy.length
      const { number, time, wireLength } = frame
      this.#passed.push({ frame: number, linkType, time, wireLength, bytes: copy })
      if (--awaited.left > 0) return
    }
    this.#awaited.delete(ends)
    const hash = frameEndsHash(bytes, start, end, linkType)
    const others = this.#hashes.get(hash)! - 1
    if (others > 0) this.#hashes.set(hash, others)
    else this.#hashes.delete(hash)
  }
}
