/** Who is told of every message of the protocols that it looks at: each function, how it went, which places, and the value that the message brought. */
import type { FunctionId, PlaceId } from "../facts/fact.ts"
import type { Outcome } from "../protocols/dissector.ts"

export interface MessageWatch {
  operation(protocol: number, operation: FunctionId, outcome: Outcome, time: number): void
  /** A detail of the function before it, as it is measured: told, whoever's message it stands in. */
  detail(protocol: number, operation: FunctionId, time: number): void
  /** The message names a place; it belongs to the function counted last. */
  reached(place: PlaceId): void
  /** The answer that was counted last is about this place of its request. */
  answered(place: PlaceId): void
  corrected(place: PlaceId): void
  /** The message brings this value; asked before the place takes it. */
  valued(place: PlaceId, bytes: Uint8Array, at: number, length: number): void
  /** The message is read. */
  settle(): void
}
