/**
 * Announcements that say what they said before: names and neighbours repeat themselves for days. A message of the same sender to
 * the same receiver with the same bytes brings nothing new, so only its functions are counted.
 */
import type { Outcome } from "../protocols/dissector.ts"

/** One function of a message: the counter's number, how it is counted, and what joins answers to questions. */
export type Counted = {
  readonly operation: number
  readonly outcome: Outcome
  readonly reference: number
  /** The reference is the number of the message, which each repetition has anew. */
  readonly isNumbered: boolean
  readonly question: number
}

/** Messages remembered; later ones are read each time. */
const most = 65_536

export class Repeats {
  private readonly known = new Map<number, readonly Counted[]>()

  /**
   * 53 bits that stand for the message, its sender and its pair. The first two bytes are left out: DNS and its relatives
   * number their messages there (RFC 1035 section 4.1.1), and nothing else is said in them.
   */
  key(bytes: Uint8Array, from: number, to: number, sender: number, pair: number): number {
    let a = Math.imul(sender ^ 0x811c9dc5, 0x01000193)
    let b = Math.imul(pair ^ (to - from), 0x85ebca6b)
    for (let at = from + 2; at < to; at++) {
      a = Math.imul(a ^ bytes[at]!, 0x01000193)
      b = Math.imul(b ^ bytes[at]!, 0x85ebca6b) ^ (a >>> 13)
    }
    return (a >>> 0) * 0x200000 + (b >>> 11)
  }

  of(key: number): readonly Counted[] | undefined {
    return this.known.get(key)
  }

  /** `number`: of the message. */
  remember(key: number, counted: readonly Counted[], number: number): void {
    if (this.known.size >= most) return
    this.known.set(
      key,
      counted.map((one) => ({ ...one, isNumbered: one.reference === number })),
    )
  }
}
