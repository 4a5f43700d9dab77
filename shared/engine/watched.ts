/** What is remembered of a conversation that is looked through for published indicators. */
import { beginningOf, type Pattern } from "./marker-patterns.ts"

export type Found = (indicator: number) => void

/** One less than the longest text that is looked for: what may begin in one segment and end in the next. */
export const mostKept = 67

export class Watched {
  /** Bytes that each side sent, lost ones too. */
  readonly sent = [0, 0]
  private readonly told: number[] = []
  private readonly tails: (Uint8Array | null)[] = [null, null]
  private readonly kept = [0, 0]

  /** The end of what this side sent before, and the beginning of this, in one piece; null where nothing was kept. */
  seam(side: number, bytes: Uint8Array): Uint8Array | null {
    const kept = this.kept[side]!
    if (kept === 0) return null
    const begins = Math.min(bytes.length, mostKept)
    scratch.set(this.tails[side]!.subarray(0, kept))
    scratch.set(bytes.subarray(0, begins), kept)
    return scratch.subarray(0, kept + begins)
  }

  /** Keeps the end of these bytes where one of the texts may begin in it. */
  keep(side: number, bytes: Uint8Array, patterns: readonly Pattern[]): void {
    let from = bytes.length
    for (const { texts } of patterns) from = Math.min(from, beginningOf(texts[0]!, bytes))
    this.kept[side] = bytes.length - from
    if (from < bytes.length) (this.tails[side] ??= new Uint8Array(mostKept)).set(bytes.subarray(from))
  }

  /** Told once. */
  once(indicator: number, found: Found): void {
    if (this.told.includes(indicator)) return
    this.told.push(indicator)
    found(indicator)
  }

  /** Bytes were lost: what comes does not go on from here. */
  breaks(side: number): void {
    this.kept[side] = 0
  }
}

const scratch = new Uint8Array(mostKept * 2)
