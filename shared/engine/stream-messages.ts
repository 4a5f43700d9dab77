/** The bytes of one direction of a conversation, in order, cut into whole messages for its dissector. */
import { limits } from "../flows/limits.ts"
import type { Kept } from "../flows/segment.ts"
import type { Stream } from "../flows/stream.ts"
import type { Dissector } from "../protocols/dissector.ts"
import type { Dissection } from "./dissection.ts"
import { keep } from "./keep.ts"

export class StreamMessages {
  /** Messages given up at a limit. */
  givenUp = 0
  /** The current frame's payload was taken by a dissector, or belongs to a message that one is waiting for. */
  named = false
  /** The bytes that the current packet lies in: the frame's, or those of a reassembled datagram. */
  source: Uint8Array = new Uint8Array(0)
  private readonly dissection: Dissection

  constructor(dissection: Dissection) {
    this.dissection = dissection
  }

  /** `kept` when the bytes waited behind a gap; else they are in the current frame. */
  consume(dissector: Dissector, stream: Stream, bytes: Uint8Array, from: number, to: number, kept: Kept | null): void {
    if (stream.lost) {
      stream.owed = 0
      if (!dissector.probe(bytes, from, to)) {
        this.named = false
        return
      }
      stream.lost = false
    }
    if (stream.length > 0) {
      if (this.wait(stream, from, to, kept)) this.replay(dissector, stream)
      return
    }
    const dissection = this.dissection
    dissection.parts = kept === null ? null : [{ ...kept, payload: 0, length: kept.bytes.length }]
    dissection.buffer = bytes
    if (stream.owed > 0) from = this.piece(dissector, stream, bytes, from, to)
    if (dissector.size === undefined) {
      dissection.message(dissector, bytes, from, to)
    } else {
      const read = this.messages(dissector, stream, bytes, from, to)
      if (read < to) this.wait(stream, read, to, kept)
    }
    dissection.parts = null
  }

  /** More of a long message; where it ends. */
  private piece(dissector: Dissector, stream: Stream, bytes: Uint8Array, from: number, to: number): number {
    const end = Math.min(to, from + stream.owed)
    stream.owed -= end - from
    this.dissection.piece = true
    this.dissection.message(dissector, bytes, from, end)
    this.dissection.piece = false
    return end
  }

  /** Reads whole messages from `from`; how far it came. Sets `lost` where no message can begin. */
  private messages(dissector: Dissector, stream: Stream, bytes: Uint8Array, from: number, to: number): number {
    const isSmb = dissector.protocol.name === "smb"
    while (from < to) {
      const size = dissector.size!(bytes, from, to)
      if (size > limits.message && size <= limits.longMessage && dissector.takesPieces === true) {
        if (to - from < limits.longBeginning) return from
        stream.owed = size - (to - from)
        this.dissection.message(dissector, bytes, from, to)
        return to
      }
      if (size < 0 || size > limits.message) {
        stream.lost = true
        this.named = false
        this.dissection.contradicted = true
        return to
      }
      if (size === 0 || from + size > to) return from
      this.dissection.message(dissector, bytes, from, from + size)
      if (isSmb) this.dissection.markMessage(bytes, from, from + size)
      from += size
    }
    return to
  }

  /** Keeps bytes until the rest of their message comes. False when they are too many: the message is given up. */
  wait(stream: Stream, from: number, to: number, kept: Kept | null): boolean {
    const part = kept === null ? this.keepPayload(from, to) : { ...kept, payload: from, length: to - from }
    if (stream.append(part)) return true
    this.givenUp++
    stream.drop()
    stream.lost = true
    return false
  }

  /** Reads what was kept. */
  replay(dissector: Dissector, stream: Stream): void {
    const dissection = this.dissection
    dissection.parts = stream.parts
    dissection.buffer = stream.buffer
    const read =
      dissector.size === undefined
        ? this.all(dissector, stream)
        : this.messages(dissector, stream, stream.buffer, 0, stream.length)
    dissection.parts = null
    if (stream.lost) stream.drop()
    else if (read > 0) stream.consume(read)
  }

  private all(dissector: Dissector, stream: Stream): number {
    this.dissection.message(dissector, stream.buffer, 0, stream.length)
    return stream.length
  }

  /** The current frame, or the reassembled datagram that it completed, with `from`..`to` of the bytes being read. */
  private keepPayload(from: number, to: number): Kept {
    const { frame } = this.dissection
    if (this.source === frame.bytes) return keep(frame, from, to)
    const whole = keep(frame, frame.start, frame.end)
    return { ...whole, whole: false, bytes: this.source.slice(from, to), payload: 0, length: to - from }
  }
}
