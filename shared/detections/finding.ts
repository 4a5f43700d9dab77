/** What judging traffic gives with each batch: alerts that began or went on, and events for the timeline. Times are microseconds since 1970 UTC. */
import type { RaisedBy } from "./custom/rule.ts"
import type { EventKindCode, EventSeverity } from "./event-kind.ts"

/** Who an alert or an event is about. `device` is "" for groups, for addresses of the internet that are no device, and for nobody. */
export type End = { readonly device: string; readonly address: string }

/** One thing that the traffic of an alert did: a function and where it reached, a value that was told, a port that was tried. */
export type AlertLine = {
  /** Unlike the other lines' of the same alert, together with `where`: "write single register", "firmware 3.2.7". */
  readonly what: string
  /** Address, block, tag, object, file, in the words of the field; "" for the device as a whole. */
  readonly where: string
  /** What was written or told there last; "" where that is not known. */
  readonly value: string
  /** How often since the engine met it first; answers that said yes and no. Both 0: no answer was seen, or none is due. */
  readonly asked: number
  readonly succeeded: number
  readonly refused: number
  readonly first: number
  readonly last: number
  /** The frame that proves it first and its capture's SHA-256; 0 and "" where no single frame does. */
  readonly frame: number
  readonly capture: string
}

export type AlertChange = {
  /** The same for the same traffic between the same ends, in every run. */
  readonly key: string
  /** An id of the catalogue. */
  readonly kind: string
  readonly source: End
  readonly target: End
  /** "" where the alert is about no one protocol. */
  readonly protocol: string
  /** What happened, in one or two sentences; `{source}` and `{target}` stand for the ends, whose names may become known later. */
  readonly message: string
  /** How often it happened since it was told last, and when first and last of these. */
  readonly added: number
  readonly first: number
  readonly last: number
  /** Whole lines that are new or changed. */
  readonly lines: readonly AlertLine[]
  /** The user's own rule that raised it. */
  readonly rule?: RaisedBy
}

/** Something for the timeline that is no alert by itself. */
export type TrafficEvent = {
  readonly kind: EventKindCode
  readonly time: number
  readonly source: End
  readonly target: End
  readonly protocol: string
  /** As the message of an alert. */
  readonly text: string
  readonly frame: number
  readonly capture: string
  /** Where it is not that of its kind. */
  readonly severity?: EventSeverity
}
