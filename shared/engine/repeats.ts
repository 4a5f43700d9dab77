/**
 * Announcements that say what they said before: names and neighbours repeat themselves for days. A message of the same sender to
 * the same receiver with the same bytes brings nothing new, so only its functions are counted.
 */
import { IdTable } from "../flows/id-table.ts"
import type { Said } from "../facts/fact.ts"
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

/** What a message counts, and what it says. */
export type Remembered = { readonly counted: readonly Counted[]; readonly said: readonly Said[] }

/** Messages remembered; later ones are read each time. */
const most = 65_536

export class Repeats {
  /** 64 bits that stand for a message, its sender and its pair. */
  private readonly table = new IdTable(2, most, 256)
  private readonly key = new Int32Array(2)
  private readonly known: (Remembered | undefined)[] = []

  /**
   * What the message counted when it was read first; undefined: it is new, or was not remembered. The first two bytes are left out:
   * DNS and its relatives number their messages there (RFC 1035 section 4.1.1), and nothing else is said in them.
   */
  of(bytes: Uint8Array, from: number, to: number, sender: number, pair: number): Remembered | undefined {
    let a = Math.imul(sender ^ 0x811c9dc5, 0x01000193)
    let b = Math.imul(pair ^ (to - from), 0x85ebca6b)
    for (let at = from + 2; at < to; at++) {
      a = Math.imul(a ^ bytes[at]!, 0x01000193)
      b = Math.imul(b ^ bytes[at]!, 0x85ebca6b) ^ (a >>> 13)
    }
    this.key[0] = a
    this.key[1] = b
    const id = this.table.find(this.key)
    return id < 0 ? undefined : this.known[id]
  }

  /** The message that was asked about last, until which no other was. `number`: its own. */
  remember({ counted, said }: Remembered, number: number): void {
    const id = this.table.id(this.key)
    if (id < 0) return
    this.known[id] = { counted: counted.map((one) => ({ ...one, isNumbered: one.reference === number })), said }
  }
}
