/** How long answers take, and how regular questions come: requests that wait for their answer, and the last time each was asked. */
import { IdTable } from "../flows/id-table.ts"
import { limits } from "../flows/limits.ts"
import { wider } from "../flows/wider.ts"
import type { MinuteMeasures } from "./minute-measures.ts"

/** Requests of one conversation that wait at the same time. */
const depth = 16

/** The requests of one conversation that were not answered yet, in a ring. */
export class Waiting {
  readonly operation = new Int32Array(depth).fill(-1)
  readonly reference = new Int32Array(depth)
  readonly time = new Float64Array(depth)
  next = 0
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

  /** `reference`: the number that the answer will carry, -1 where answers come in order. `question`: equal where the same is asked again. */
  asked(waiting: Waiting, operation: number, reference: number, question: number, time: number): void {
    const at = waiting.next
    waiting.next = (at + 1) % depth
    waiting.operation[at] = operation
    waiting.reference[at] = reference
    waiting.time[at] = time
    this.key[0] = operation
    this.key[1] = question
    const id = this.table.id(this.key)
    if (id < 0) return
    if (id >= this.last.length) this.grow()
    this.repeated(id, operation, time)
  }

  /** The answer to the oldest request with this reference: of this function, or (answers of DNP3 and HTTP have codes of their own) of any. */
  answered(waiting: Waiting, operation: number, given: number, time: number): void {
    const reference = given | 0
    let other = -1
    for (let n = 0; n < depth; n++) {
      const at = (waiting.next + n) % depth
      if (waiting.reference[at] !== reference || waiting.operation[at]! < 0) continue
      if (waiting.operation[at] === operation) return this.settle(waiting, at, time)
      if (other < 0) other = at
    }
    if (other >= 0) this.settle(waiting, other, time)
  }

  private settle(waiting: Waiting, at: number, time: number): void {
    const after = time - waiting.time[at]!
    if (after >= 0 && after <= limits.answerTime) this.measures.answered(waiting.operation[at]!, after)
    waiting.operation[at] = -1
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
