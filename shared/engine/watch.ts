/**
 * Tells the user's own rules of every message of the protocols that they look at: which function, how it went, which places, and the
 * value that this message brought. Facts tell only what is new; without rules of that kind there is no watch, and nothing is told.
 */
import type { RuleWatch } from "../detections/custom/rule-watch.ts"
import type { Occurrence, PlaceReading } from "../detections/custom/sighting.ts"
import { declaredProtocols } from "../protocols/protocol.ts"
import type { Engine } from "./engine.ts"
import { portOf } from "./end-words.ts"
import type { FunctionId, PlaceId } from "../facts/fact.ts"
import type { MessageWatch } from "./message-watch.ts"
import { readPlace } from "./place-names.ts"

/** Has the messages told that rules look at; none where they look at none. */
export function watchFor(engine: Engine, custom: RuleWatch): void {
  const { dissection } = engine
  const { wanted } = custom
  const { ledger } = engine
  // Of repeats the ledger counts questions of DNS only.
  dissection.againOf = custom.isIdle ? "dns" : ""
  dissection.recount = custom.isIdle && ledger !== null ? ledger.recount : null
  dissection.saidAgain = (fact, said) => {
    ledger?.again(fact, said)
    if (!custom.isIdle) custom.again(fact)
  }
  if (wanted === undefined) {
    dissection.watch = null
    return
  }
  const watch = new Watch(engine, (occurrence) => custom.occurred(occurrence))
  watch.look(wanted)
  dissection.watch = watch
}

type Outcome = Occurrence["outcome"]
type Reached = { readonly place: PlaceId; outcome: Outcome; value: Uint8Array; before: Uint8Array }
type Pending = {
  readonly operation: FunctionId
  readonly outcome: Outcome
  readonly time: number
  readonly places: Reached[]
}

const spoken = { request: "asked", response: "accepted", exception: "refused", message: "told" } as const
const nothing = new Uint8Array()
/** Functions within one message; what is beyond is not told. */
const mostPending = 512

export class Watch implements MessageWatch {
  private readonly engine: Engine
  private readonly tell: (occurrence: Occurrence) => void
  private wanted: readonly boolean[] = []
  private pending: Pending[] = []

  constructor(engine: Engine, tell: (occurrence: Occurrence) => void) {
    this.engine = engine
    this.tell = tell
  }

  /** Which protocols are told. */
  look(wanted: (protocol: string) => boolean): void {
    this.wanted = declaredProtocols().map(({ name }) => wanted(name))
  }

  operation(protocol: number, operation: FunctionId, outcome: keyof typeof spoken, time: number): void {
    this.add(protocol, operation, spoken[outcome], time)
  }

  detail(protocol: number, operation: FunctionId, time: number): void {
    this.add(protocol, operation, "told", time)
  }

  reached(place: PlaceId): void {
    const { places } = this.engine.pairs
    const one = this.newest(places.table.word(place, 0))
    one?.places.push({ place, outcome: one.outcome, value: nothing, before: nothing })
  }

  answered(place: PlaceId): void {
    const one = this.pending.at(-1)
    one?.places.push({ place, outcome: one.outcome, value: nothing, before: nothing })
  }

  corrected(place: PlaceId): void {
    const reached = this.find(place)
    if (reached !== undefined) reached.outcome = "refused"
  }

  valued(place: PlaceId, bytes: Uint8Array, at: number, length: number): void {
    const reached = this.find(place)
    if (reached === undefined) return
    reached.before = this.engine.pairs.places.valueOf(place).slice()
    reached.value = bytes.slice(at, Math.min(at + length, at + 16, bytes.length))
  }

  settle(): void {
    if (this.pending.length === 0) return
    const told = this.pending
    this.pending = []
    for (const one of told) this.tell(this.occurrence(one))
  }

  private add(protocol: number, operation: FunctionId, outcome: Outcome, time: number): void {
    if (this.wanted[protocol] !== true || operation < 0 || this.pending.length >= mostPending) return
    this.pending.push({ operation, outcome, time, places: [] })
  }

  private newest(operation: FunctionId): Pending | undefined {
    for (let n = this.pending.length - 1; n >= 0; n--)
      if (this.pending[n]!.operation === operation) return this.pending[n]
    return undefined
  }

  private find(place: PlaceId): Reached | undefined {
    for (let n = this.pending.length - 1; n >= 0; n--) {
      const found = this.pending[n]!.places.findLast((one) => one.place === place)
      if (found !== undefined) return found
    }
    return undefined
  }

  private occurrence({ operation, outcome, time, places }: Pending): Occurrence {
    const { engine } = this
    const { pairs } = engine
    const pair = pairs.operations.word(operation, 0)
    const ends = { client: pairs.client(pair), server: pairs.server(pair), port: portOf(engine, pair) }
    return { function: operation, ...ends, outcome, time, places: places.map((one) => this.reading(one)) }
  }

  private reading({ place, value, before, outcome }: Reached): PlaceReading {
    return { ...readPlace(this.engine.pairs, place, value, before), outcome }
  }
}
