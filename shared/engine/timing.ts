/** How long answers take, and how regular questions come: requests that wait for their answer, and the last time each was asked. */
import { IdTable } from "../flows/id-table.ts"
import { limits } from "../flows/limits.ts"
import { wider } from "../flows/wider.ts"
import type { MinuteMeasures } from "./minute-measures.ts"

/** Requests of one conversation that wait at the same time. */
const depth = 16

/** The requests of one conversation that were not answered yet, in a ring. */
export class Waiting {
  /** How many of them wait. */
  open = 0
  readonly operation = new Int32Array(depth).fill(-1)
  readonly reference = new Int32Array(depth)
  readonly time = new Float64Array(depth)
  next = 0

  put(operation: number, reference: number, time: number): void {
    const at = this.next
    this.next = (at + 1) % depth
    if (this.operation[at]! < 0) this.open++
    this.operation[at] = operation
    this.reference[at] = reference
    this.time[at] = time
  }

  drop(at: number): void {
    this.operation[at] = -1
    this.open--
  }
}

export class Timing {
  private readonly measures: MinuteMeasures
  /** By function and what exactly is asked. */
  private table = new IdTable(2, limits.questions, 1024)
  private last = new Float64Array(1024)
  private pause = new Float64Array(1024)
  private readonly key = new Int32Array(2)

  constructor(measures: MinuteMeasures) {
    this.measures = measures
  }

  /** Another capture begins: its time has nothing to do with the last one's. */
  restart(): void {
    this.table = new IdTable(2, limits.questions, 1024)
    this.last.fill(0)
    this.pause.fill(0)
  }

  /**
   * `reference`: the number that the answer will carry, -1 where answers come in order. `question`: equal where the same is asked
   * again, -1 where that is not known.
   */
  asked(waiting: Waiting, operation: number, given: number, question: number, time: number): void {
    const reference = given | 0
    if (waiting.open > 0 && reference !== -1) supersede(waiting, reference, time)
    waiting.put(operation, reference, time)
    if (question === -1) return
    this.key[0] = operation
    this.key[1] = question
    const id = this.table.id(this.key)
    if (id < 0) return
    if (id >= this.last.length) this.grow()
    this.repeated(id, operation, time)
  }

  /** The answer to the oldest request with this reference: of this function, or (answers of DNP3 and HTTP have codes of their own) of any. */
  answered(waiting: Waiting, operation: number, given: number, time: number): void {
    if (waiting.open === 0) return
    const reference = given | 0
    let other = -1
    // The only one that waits is the newest, as a rule.
    const isNewest = waiting.open === 1 && waiting.operation[(waiting.next + depth - 1) % depth]! >= 0
    for (let n = isNewest ? depth - 1 : 0; n < depth; n++) {
      const at = (waiting.next + n) % depth
      if (waiting.reference[at] !== reference || waiting.operation[at]! < 0) continue
      if (time - waiting.time[at]! > limits.answerTime) {
        // Its answer was lost; taken for the next one's, every later answer would be late by one.
        waiting.drop(at)
        continue
      }
      if (waiting.operation[at] === operation) return this.settle(waiting, at, time)
      if (other < 0) other = at
    }
    if (other >= 0) this.settle(waiting, other, time)
  }

  private settle(waiting: Waiting, at: number, time: number): void {
    const after = time - waiting.time[at]!
    if (after >= 0) this.measures.answered(waiting.operation[at]!, after)
    waiting.drop(at)
  }

  /** RFC 3550 section 6.4.1 measures jitter alike: by how much neighbouring distances differ. */
  private repeated(id: number, operation: number, time: number): void {
    const before = this.last[id]!
    const pause = time - before
    if (before === 0 || pause < 0 || pause > limits.pollingTime) {
      this.last[id] = time
      this.pause[id] = -1
      return
    }
    this.last[id] = time
    const earlier = this.pause[id]!
    this.pause[id] = pause
    if (earlier >= 0) this.measures.interval(operation, pause, Math.abs(pause - earlier))
  }

  private grow(): void {
    const size = this.last.length * 2
    this.last = wider(this.last, size)
    this.pause = wider(this.pause, size)
  }
}

/**
 * A number that is used again says that nobody waits for the earlier answer any more: it was lost, or (DNP3's confirmations) never due.
 * Several requests of one message share their number and their time.
 */
function supersede(waiting: Waiting, reference: number, time: number): void {
  for (let at = 0; at < depth; at++)
    if (waiting.operation[at]! >= 0 && waiting.reference[at] === reference && waiting.time[at] !== time)
      waiting.drop(at)
}
