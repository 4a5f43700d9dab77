/** Functions of messages: each counted by pair, timed against its answer, and told when a pair uses it for the first time. */
import type { Fact } from "../facts/fact.ts"
import type { Outcome } from "../protocols/dissector.ts"
import type { Protocol } from "../protocols/protocol.ts"
import { counterSlots } from "./conversation.ts"
import { operationFact, refusalFact } from "./first-times.ts"
import type { MinuteMeasures } from "./minute-measures.ts"
import { detailCodes, type Pairs } from "./pairs.ts"
import type { Passing } from "./passing.ts"
import type { Reaching } from "./reaching.ts"
import { Timing, Waiting } from "./timing.ts"

/** Small whole numbers in a plain array: making one costs a tenth of a typed array. */
const noCounters: readonly number[] = Array.from({ length: counterSlots * 3 }, () => -1)

export class FunctionCounts {
  readonly timing: Timing
  private readonly passing: Passing
  private readonly pairs: Pairs
  private readonly measures: MinuteMeasures
  private readonly reaching: Reaching
  private readonly sink: (fact: Fact) => void

  constructor(
    passing: Passing,
    pairs: Pairs,
    measures: MinuteMeasures,
    reaching: Reaching,
    sink: (fact: Fact) => void,
  ) {
    this.timing = new Timing(measures)
    this.passing = passing
    this.pairs = pairs
    this.measures = measures
    this.reaching = reaching
    this.sink = sink
  }

  /** The counter of a function of the message's pair; -1: there is no place for it. Used for the first time, or again after it was removed from the baseline, it is told. */
  operation(protocol: Protocol, code: number, outcome: Outcome): number {
    const { pairs } = this
    const known = pairs.operations.count
    const operation = this.counterOf(protocol, code)
    if (operation === known) this.sink(operationFact(pairs, operation, outcome, this.passing.time))
    else if (pairs.awaited.size > 0 && outcome !== "response" && outcome !== "exception")
      this.tellAwaited(operation, outcome)
    return operation
  }

  /** The same of what a request is about beside its function. */
  detail(protocol: Protocol, code: number): number {
    return this.operation(protocol, detailCodes + code, "message")
  }

  count(operation: number, outcome: Outcome): void {
    const { pairs } = this
    this.measures.count(operation, outcome)
    pairs.counted[operation] = this.passing.time
    if (outcome === "request") pairs.requests[operation]! += 1
    else if (outcome === "response") pairs.responses[operation]! += 1
    else if (outcome === "message") pairs.messages[operation]! += 1
    else if ((pairs.exceptions[operation]! += 1) === 1) this.sink(refusalFact(pairs, operation, this.passing.time))
  }

  /** Waits for its answer, or is the answer that was waited for. */
  timed(operation: number, outcome: Outcome, reference: number, question: number): void {
    const { conversation, onRing, pair, time } = this.passing
    if (outcome === "message" || (conversation === null && !onRing)) return
    const waiting = conversation === null ? this.timing.ofPair(pair) : (conversation.waiting ??= new Waiting())
    if (outcome === "request") return this.timing.asked(waiting, operation, reference, question, time)
    const places = this.timing.answered(waiting, operation, reference, time)
    this.reaching.answered(waiting, places, outcome === "response")
  }

  /** A person removed it from the baseline. */
  private tellAwaited(operation: number, outcome: Outcome): void {
    if (this.pairs.awaited.delete(operation))
      this.sink(operationFact(this.pairs, operation, outcome, this.passing.time))
  }

  private counterOf(protocol: Protocol, code: number): number {
    const { conversation, pair } = this.passing
    if (conversation === null) return this.pairs.operation(pair, protocol.id, code)
    const counters = (conversation.counters ??= noCounters.slice())
    const at = ((protocol.id + code * 5 + (code >> 5)) & (counterSlots - 1)) * 3
    if (counters[at] === code && counters[at + 1] === protocol.id) return counters[at + 2]!
    const operation = this.pairs.operation(pair, protocol.id, code)
    counters[at] = code
    counters[at + 1] = protocol.id
    counters[at + 2] = operation
    return operation
  }
}
