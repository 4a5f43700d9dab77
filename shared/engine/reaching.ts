/** Where the functions of a message reach: the places that they name, what is written there, and what the answer says of them. */
import type { Fact } from "../facts/fact.ts"
import type { Kept } from "../flows/segment.ts"
import type { Outcome } from "../protocols/dissector.ts"
import { placeFact } from "./first-times.ts"
import type { Pairs } from "./pairs.ts"
import type { Passing } from "./passing.ts"
import { wholeDevice } from "./places.ts"
import type { Waiting } from "./timing.ts"

export class Reaching {
  /** The function or detail that was counted last, whose places are told next; -1: none. */
  private placing = -1
  private isAsking = false
  private isActing = false
  /** It acts on the device and named no place yet. */
  private isBare = false
  private placed = -1
  /** Where the answered request's places stand in what waits, how many they are, and which one is answered next. */
  private answering = -1
  private answerCount = 0
  private answerNext = 0
  /** How the answer as a whole judged the places of its request. */
  private answerGood = false
  private readonly passing: Passing
  private readonly pairs: Pairs
  private readonly sink: (fact: Fact) => void
  private readonly witness: (place: number, frames: readonly Kept[]) => void

  constructor(
    passing: Passing,
    pairs: Pairs,
    sink: (fact: Fact) => void,
    witness: (place: number, frames: readonly Kept[]) => void,
  ) {
    this.passing = passing
    this.pairs = pairs
    this.sink = sink
    this.witness = witness
  }

  /** Before a message is read. */
  begin(): void {
    this.end()
    this.placing = this.placed = this.answering = -1
  }

  /** No further place of the function counted last comes: a command that named none reaches the device. */
  end(): void {
    if (this.isBare) this.reachDevice()
  }

  /** A function was counted; -1: it found no place in the tables. */
  operation(operation: number, outcome: Outcome): void {
    this.end()
    this.placing = operation
    if (operation < 0) return
    this.isAsking = outcome === "request"
    this.isActing = this.isAsking || outcome === "message"
    this.isBare = this.isActing && this.pairs.isCommand[operation] === 1
  }

  /** A detail of the function before it was counted. */
  detail(operation: number): void {
    this.placing = operation
    this.isBare = this.isActing && this.pairs.isCommand[operation] === 1
  }

  place(area: number, from: number, count: number): void {
    if (this.placing >= 0) this.reach(this.pairs.places.id(this.placing, area, from, count))
  }

  named(area: number, at: number, length: number): void {
    if (this.placing >= 0) this.reach(this.pairs.places.named(this.placing, area, this.passing.bytes, at, length))
  }

  written(at: number, length: number): void {
    if (this.placed >= 0) this.remember(this.placed, at, length)
  }

  /** An answer judges all places of its request alike, until it says more of one. `places`: where they stand in what waits, -1: there are none. */
  answered(waiting: Waiting, places: number, good: boolean): void {
    this.answering = places
    if (places < 0) return
    const reached = this.pairs.places
    const { watch } = this.passing
    this.answerNext = 0
    this.answerGood = good
    this.answerCount = waiting.placeCount(places)
    for (let n = 0; n < this.answerCount; n++) {
      reached.answered(waiting.place(places, n), good)
      watch?.answered(waiting.place(places, n))
    }
  }

  result(good: boolean, at: number, length: number): void {
    if (this.answerNext >= this.answerCount || this.answering < 0) return
    const place = this.passing.conversation!.waiting!.place(this.answering, this.answerNext++)
    if (!good) {
      if (this.answerGood) this.pairs.places.corrected(place)
      this.passing.watch?.corrected(place)
    } else if (length > 0) this.remember(place, at, length)
  }

  private remember(place: number, at: number, length: number): void {
    const { passing } = this
    passing.watch?.valued(place, passing.bytes, at, length)
    this.pairs.places.value(place, passing.time, passing.bytes, at, length)
  }

  private reachDevice(): void {
    this.reach(this.pairs.places.id(this.placing, wholeDevice, 0, 0))
  }

  private reach(place: number): void {
    this.isBare = false
    this.placed = place
    if (place < 0) return
    const { places } = this.pairs
    const { passing } = this
    if (places.first[place]! <= 0) this.firstReach(place)
    places.count(place, passing.time)
    passing.watch?.reached(place)
    if (this.isAsking) passing.conversation?.waiting?.reaches(place)
  }

  /** The packet of a first command is kept: somebody will ask for it. */
  private firstReach(place: number): void {
    const { places } = this.pairs
    const { time } = this.passing
    places.first[place] = places.firstOf(place) || time
    if (this.pairs.isCommand[this.placing] === 1) {
      const frames = this.passing.proof()
      places.frame[place] = frames[0]!.frame
      this.witness(place, frames)
    }
    this.sink(placeFact(this.pairs, this.placing, place, time))
  }
}
