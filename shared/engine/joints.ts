/** Messages that come in several units, put together by their dissectors: which frames their pieces lie in. */
import type { Frame } from "../capture/frame.ts"
import type { FactSpan } from "../facts/fact.ts"
import { limits } from "../flows/limits.ts"
import type { Kept } from "../flows/segment.ts"
import { keep } from "./keep.ts"

/** Pieces of one message, and messages under way at the same time: their frames are kept. Of what is beyond, the last unit is the proof. */
const mostPieces = 160
const mostJoints = 256

/** What is read now, and the frames that it lies in. */
type Read = {
  readonly bytes: Uint8Array
  readonly frame: Frame
  readonly parts: readonly Kept[] | null
  readonly buffer: Uint8Array | null
}

export class Joints {
  private readonly pieces = new Map<object, Kept[]>()
  /** What is read now that was put together; null: nothing. */
  private bytes: Uint8Array | null = null
  private parts: readonly Kept[] = []

  /** `length` bytes at `at` of what is read now stand at `place` in the message of this joint. */
  add(read: Read, joint: object, place: number, at: number, length: number): void {
    const known = place === 0 ? [] : this.pieces.get(joint)
    const last = known?.at(-1)
    const isNext = known !== undefined && (last === undefined ? 0 : last.at + last.length) === place
    const more = isNext && known.length < mostPieces ? piecesAt(read, last, at, length) : []
    if (more.length === 0) {
      this.pieces.delete(joint)
      return
    }
    let to = place
    for (const piece of more) {
      known!.push({ ...piece, at: to })
      to += piece.length
    }
    if (place === 0) this.begin(joint, known!)
  }

  /** Another capture begins: nothing of before goes on in it. */
  forget(): void {
    this.pieces.clear()
  }

  /** These bytes are read next. */
  open(joint: object, bytes: Uint8Array): void {
    this.bytes = bytes
    this.parts = this.pieces.get(joint) ?? []
    this.pieces.delete(joint)
  }

  /** The pieces that hold `length` bytes at `at` of `bytes`, which are read now; none where they were not put together. */
  holding(bytes: Uint8Array, at: number, length: number): readonly Kept[] {
    if (this.bytes === null || bytes !== this.bytes) return none
    return this.parts.filter((part) => part.at < at + length && part.at + part.length > at)
  }

  close(): void {
    if (this.bytes === null) return
    this.bytes = null
    this.parts = none
  }

  /** The oldest makes room: as a rule its end was lost. */
  private begin(joint: object, pieces: Kept[]): void {
    this.pieces.delete(joint)
    if (this.pieces.size >= mostJoints)
      for (const oldest of this.pieces.keys()) {
        this.pieces.delete(oldest)
        break
      }
    this.pieces.set(joint, pieces)
  }
}

const none: readonly Kept[] = []

/** Where `length` bytes at `at` of a buffer stand in the frames that it was put together from. */
export function spansIn(parts: readonly Kept[], at: number, length: number): readonly FactSpan[] {
  const spans: FactSpan[] = []
  for (const part of parts) {
    const from = Math.max(at, part.at)
    const to = Math.min(at + length, part.at + part.length)
    if (to > from) spans.push({ frame: part.frame, offset: part.payload + from - part.at, length: to - from })
  }
  return spans.slice(0, limits.spansPerClaim)
}

/** Pieces of the same frame share its bytes. */
function piecesAt(read: Read, last: Kept | undefined, at: number, length: number): readonly Kept[] {
  const { bytes, frame, parts, buffer } = read
  if (bytes === frame.bytes) {
    if (last?.frame !== frame.number) return [keep(frame, at, at + length)]
    return [{ ...last, payload: at - frame.start, length }]
  }
  if (parts === null || bytes !== buffer) return none
  return parts.flatMap((part) => {
    const from = Math.max(at, part.at)
    const to = Math.min(at + length, part.at + part.length)
    return to > from ? [{ ...part, payload: part.payload + from - part.at, length: to - from }] : []
  })
}
