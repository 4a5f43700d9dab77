/** How long answers take, and how regular questions come: requests that wait for their answer, and the last time each was asked. */
import { Asked } from "./places.ts"
import { IdTable } from "../flows/id-table.ts"
import { limits } from "../flows/limits.ts"
import { wider } from "../flows/wider.ts"
import type { MinuteMeasures } from "./minute-measures.ts"

/** Requests of one conversation that wait at the same time: messages that hold up to 30 were seen (CIP). A power of two. */
const depth = 32

/** What an empty ring holds: copying a plain array costs a tenth of making a typed one. */
const nobody: readonly number[] = new Array<number>(depth).fill(-1)
const never: readonly number[] = new Array<number>(depth).fill(0.5)

/** Requests that wait at the same time, in a ring. */
class Ring {
  /** How many of them wait. */
  open = 0
  readonly operation = nobody.slice()
  readonly reference = nobody.slice()
  readonly time = never.slice()
  readonly places = nobody.slice()
  next = 0

  put(operation: number, reference: number, time: number, places: number): number {
    const at = this.next
    this.next = (at + 1) & (depth - 1)
    if (this.operation[at]! < 0) this.open++
    this.operation[at] = operation
    this.reference[at] = reference
    this.time[at] = time
    this.places[at] = places
    return at
  }

  drop(at: number): void {
    this.operation[at] = -1
    this.open--
  }

  /** Those that wait are the latest as a rule: the search begins there and ends when all were seen. */
  supersede(reference: number, time: number): void {
    for (let at = this.next, left = this.open; left > 0;) {
      at = (at - 1) & (depth - 1)
      if (this.operation[at]! < 0) continue
      left--
      if (this.reference[at] === reference && this.time[at] !== time) this.drop(at)
    }
  }

  /** How many places the request that waits longest is behind the next one. */
  reach(): number {
    let back = 0
    for (let left = this.open; left > 0;) if (this.operation[(this.next - ++back) & (depth - 1)]! >= 0) left--
    return back
  }
}

/** The requests of one conversation that were not answered yet: as a rule one at most, which needs no ring; the ring is empty then. */
export class Waiting {
  operation = -1
  reference = 0
  time = 0
  /** Where its places stand in `asked`; -1: it named none. */
  places = -1
  ring: Ring | null = null
  /** The place in the ring of the request that was asked last; -1: it waits alone. */
  private latest = -1
  private asked: Asked | null = null
  /** The last question and its number, so that who asks one thing over and over costs no look-up. */
  askedOperation = -1
  question = 0
  id = -1

  /**
   * A number that is used again says that nobody waits for the earlier answer any more: it was lost, or (DNP3's confirmations) never due.
   * Several requests of one message share their number and their time.
   */
  wait(operation: number, reference: number, time: number): void {
    const { ring } = this
    if (ring !== null && ring.open > 0) {
      if (reference !== -1) ring.supersede(reference, time)
      this.latest = ring.put(operation, reference, time, -1)
      return
    }
    const isSuperseded = reference !== -1 && this.reference === reference && this.time !== time
    if (this.operation >= 0 && !isSuperseded) {
      const both = (this.ring ??= new Ring())
      both.put(this.operation, this.reference, this.time, this.places)
      this.operation = -1
      this.latest = both.put(operation, reference, time, -1)
      return
    }
    this.operation = operation
    this.reference = reference
    this.time = time
    this.places = -1
    this.latest = -1
  }

  /** The request that was asked last names a place. */
  reaches(place: number): void {
    const asked = (this.asked ??= new Asked())
    const { latest, ring } = this
    if (latest < 0) {
      if (this.places < 0) this.places = asked.begin()
      asked.add(this.places, place)
    } else {
      if (ring!.places[latest]! < 0) ring!.places[latest] = asked.begin()
      asked.add(ring!.places[latest]!, place)
    }
  }

  /** How many places the request named whose places stand at `places`. */
  placeCount(places: number): number {
    return places < 0 || this.asked === null ? 0 : this.asked.count(places)
  }

  place(places: number, index: number): number {
    return this.asked!.place(places, index)
  }
}

export class Timing {
  private readonly measures: MinuteMeasures
  /** By function and what exactly is asked. */
  private table = new IdTable(2, limits.questions, 1024)
  private last = new Float64Array(1024)
  private pause = new Float64Array(1024)
  private readonly key = new Int32Array(2)
  /** Of pairs without conversation that ask and are answered. */
  private readonly pairs = new Map<number, Waiting>()

  constructor(measures: MinuteMeasures) {
    this.measures = measures
  }

  /** Another capture begins: its time has nothing to do with the last one's. */
  restart(): void {
    this.table = new IdTable(2, limits.questions, 1024)
    this.last.fill(0)
    this.pause.fill(0)
    this.pairs.clear()
  }

  /** When there are too many, the oldest is forgotten. */
  ofPair(pair: number): Waiting {
    const known = this.pairs.get(pair)
    if (known !== undefined) return known
    for (const oldest of this.pairs.keys()) {
      if (this.pairs.size < limits.pairMemories) break
      this.pairs.delete(oldest)
    }
    const waiting = new Waiting()
    this.pairs.set(pair, waiting)
    return waiting
  }

  /**
   * `reference`: the number that the answer will carry, -1 where answers come in order. `question`: equal where the same is asked
   * again, -1 where that is not known.
   */
  asked(waiting: Waiting, operation: number, given: number, question: number, time: number): void {
    const reference = given | 0
    waiting.wait(operation, reference, time)
    if (question === -1) return
    if (waiting.askedOperation !== operation || waiting.question !== question)
      this.identify(waiting, operation, question)
    const { id } = waiting
    if (id < 0) return
    if (id >= this.last.length) this.grow()
    this.repeated(id, operation, time)
  }

  private identify(waiting: Waiting, operation: number, question: number): void {
    this.key[0] = operation
    this.key[1] = question
    waiting.id = this.table.id(this.key)
    waiting.askedOperation = operation
    waiting.question = question
  }

  /** The answer to the oldest request with this reference: of this function, or (answers of DNP3 and HTTP have codes of their own) of any. Where the request's places stand in what waits, -1 where it has none. */
  answered(waiting: Waiting, operation: number, given: number, time: number): number {
    const reference = given | 0
    const { ring } = waiting
    if (ring !== null && ring.open > 0) return this.answeredOf(ring, operation, reference, time)
    if (waiting.operation < 0 || waiting.reference !== reference) return -1
    const after = time - waiting.time
    if (after >= 0 && after <= limits.answerTime) this.measures.answered(waiting.operation, after)
    waiting.operation = -1
    return waiting.places
  }

  private answeredOf(ring: Ring, operation: number, reference: number, time: number): number {
    let other = -1
    for (let back = ring.reach(); back > 0 && ring.open > 0; back--) {
      const at = (ring.next - back) & (depth - 1)
      if (ring.reference[at] !== reference || ring.operation[at]! < 0) continue
      if (time - ring.time[at]! > limits.answerTime) {
        // Its answer was lost; taken for the next one's, every later answer would be late by one.
        ring.drop(at)
        continue
      }
      if (ring.operation[at] === operation) return this.settle(ring, at, time)
      if (other < 0) other = at
    }
    return other < 0 ? -1 : this.settle(ring, other, time)
  }

  private settle(ring: Ring, at: number, time: number): number {
    const after = time - ring.time[at]!
    if (after >= 0) this.measures.answered(ring.operation[at]!, after)
    ring.drop(at)
    return ring.places[at]!
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
