/**
 * One direction of a TCP conversation: which byte comes next, what waits for the rest of its message, what waits behind a gap.
 * Loss, reordering, overlap, retransmission, a start in mid-stream and wrap of the sequence numbers are survived (RFC 9293, section 3.4).
 */
import { limits } from "./limits.ts"
import { ahead, type Held, type Kept } from "./segment.ts"

export class Stream {
  started = false
  /** Sequence number of the next byte that has not been seen. */
  next = 0
  /** Bytes of an unfinished message: `buffer[0..length]`. */
  buffer: Uint8Array = empty
  length = 0
  /** The frames that `buffer` was put together from. */
  parts: Kept[] = []
  /** Segments beyond a gap, by sequence number. */
  held: Held[] = []
  heldBytes = 0
  /** Time of the frame that first stood beyond the gap. */
  gapSince = 0
  /** Segments in which nothing was recognised. */
  tries = 0
  /** After a gap or an unreadable message: wait for a segment that begins a message. */
  lost = false
  /** Bytes of a long message that are still to come: they are read as they come. */
  owed = 0

  /** Adds bytes to the unfinished message. False when that would pass the limit: the message is given up. */
  append(kept: Kept): boolean {
    const length = kept.length
    if (this.length + length > limits.message) return false
    if (this.length + length > this.buffer.length) {
      const larger = new Uint8Array(Math.max(512, 2 * (this.length + length)))
      larger.set(this.buffer.subarray(0, this.length))
      this.buffer = larger
    }
    this.buffer.set(kept.bytes.subarray(kept.payload, kept.payload + length), this.length)
    kept.at = this.length
    this.parts.push(kept)
    this.length += length
    return true
  }

  /** Takes `count` bytes off the front: they were read. */
  consume(count: number): void {
    this.length -= count
    if (this.length === 0) return this.drop()
    this.buffer.copyWithin(0, count, count + this.length)
    this.parts = this.parts.filter((part) => part.at + part.length > count)
    for (const part of this.parts) part.at -= count
  }

  /** Gives up the unfinished message. */
  drop(): void {
    this.length = 0
    if (this.parts.length > 0) this.parts = []
    if (this.buffer.length > 4096) this.buffer = empty
  }

  /** Keeps a segment that came before its time, in order of sequence. False when there is no room for it. */
  hold(sequence: number, kept: Kept, time: number): boolean {
    if (this.held.length >= limits.heldSegments || this.heldBytes + kept.bytes.length > limits.heldBytes) return false
    if (this.held.length === 0) this.gapSince = time
    let place = this.held.length
    while (place > 0 && ahead(this.held[place - 1]!.sequence, sequence) > 0) place--
    this.held.splice(place, 0, { sequence, kept })
    this.heldBytes += kept.bytes.length
    return true
  }

  /** The first held segment, if it continues the stream now (or `force`: whatever is first). */
  release(force: boolean): Held | undefined {
    const first = this.held[0]
    if (first === undefined || (!force && ahead(first.sequence, this.next) > 0)) return undefined
    this.held.shift()
    this.heldBytes -= first.kept.bytes.length
    return first
  }
}

const empty = new Uint8Array(0)
