/** An alert as the engine holds it: the same traffic between the same ends counts on it, whatever people make of it. */
import type { EndpointId, FunctionId, PlaceId } from "../facts/fact.ts"
import type { RaisedBy } from "./custom/rule.ts"
import type { Raised } from "./detection.ts"

/** What the engine counted of a function or a place. */
export type Counted = {
  readonly asked: number
  readonly succeeded: number
  readonly refused: number
  readonly last: number
  /** What was written or read last, in words; "" where that is not known. */
  readonly value: string
}

export const nothingCounted: Counted = { asked: 0, succeeded: 0, refused: 0, last: 0, value: "" }

/** What the engine counts for a line, from when on; -1: no function, no place. */
export type Followed = { readonly function: FunctionId; readonly place: PlaceId; readonly before: Counted }

export type HeldLine = {
  readonly what: string
  readonly where: string
  value: string
  asked: number
  succeeded: number
  refused: number
  readonly first: number
  last: number
  readonly frame: number
  capture: string
  readonly function: FunctionId
  readonly place: PlaceId
  /** What counts as happening again. */
  readonly again: "asked" | "refused"
  /** A refusal that was there while the sensor learned is told then, and is normal afterwards; so is what a person allowed. */
  isUsual: boolean
  /** What was counted before the line began. */
  readonly before: Counted
  /** Further functions and places that the same words tell of: the steps of one load, answered each by itself. Absent: none. */
  others?: Followed[]
}

/** Everything that a line counts. */
export const followedBy = (line: HeldLine): readonly Followed[] =>
  line.others === undefined ? [line] : [line, ...line.others]

const mostOthers = 100

/** True where it was new. */
export function followToo(line: HeldLine, one: Followed): boolean {
  if (followedBy(line).some(({ function: id, place }) => id === one.function && place === one.place)) return false
  const others = (line.others ??= [])
  if (others.length >= mostOthers) return false
  others.push(one)
  return true
}

export type HeldAlert = {
  readonly key: string
  /** The key that the store knows it by: of the devices, so that what one does through two addresses is one alert; "" until it was told. */
  told: string
  readonly kind: string
  readonly source: EndpointId
  readonly target: EndpointId
  readonly protocol: string
  readonly message: string
  readonly rule?: RaisedBy
  added: number
  /** Of what was added. */
  first: number
  last: number
  readonly lines: Map<string, HeldLine>
  /** Lines that changed since they were told. */
  readonly changed: Set<string>
}

export const lineKey = ({ what, where }: { readonly what: string; readonly where?: string }): string =>
  `${what}\u0000${where ?? ""}`

/** Lines beyond it are counted on the alert, not listed. */
export const mostLines = 200

export function held(raised: Raised, key: string): HeldAlert {
  const { kind, source, target, protocol = "", message, time, rule } = raised
  return {
    key,
    told: "",
    kind,
    source,
    target,
    protocol,
    message,
    ...(rule === undefined ? {} : { rule }),
    added: 0,
    first: time,
    last: time,
    lines: new Map(),
    changed: new Set(),
  }
}

/** So many more times, between then and then. */
export function happened(alert: HeldAlert, count: number, first: number, last: number): void {
  if (alert.added === 0) {
    alert.first = first
    alert.last = last
  }
  alert.added += count
  alert.first = Math.min(alert.first, first)
  alert.last = Math.max(alert.last, last)
}
