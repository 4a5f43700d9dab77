/** What one stream of sampled values said last, and what is wrong with what it says next: IEC 61850-9-2 section 8.5 and table 14. */
import { fingerprint } from "../../bytes/fingerprint.ts"
import type { Element } from "../osi/ber.ts"

const synchronised = 16

const findings: readonly (readonly [string, string])[] = [
  ["samples-skipped", "samples were skipped"],
  ["samples-repeated", "sample count was repeated"],
  ["samples-back", "sample count went back"],
  ["configuration-changed", "configuration revision changed"],
  ["data-set-changed", "data set was changed"],
  ["units-changed", "number of data units changed"],
  ["units-differ", "number of data units is not the one announced"],
  ["simulated", "simulation flag is set"],
]
const SKIPPED = 0
const REPEATED = 1
const BACK = 2
const CONFIGURATION_CHANGED = 3
const DATA_SET_CHANGED = 4
const UNITS_CHANGED = 5
export const UNITS_DIFFER = 6
export const SIMULATION = 7

/** smpSynch, table 14: 5 to 254 are the number of a grandmaster's area clock. */
const clocks = ["samples are not synchronised", "samples are synchronised by a local clock"] as const
const synchronisedBy = (value: number): string | undefined =>
  value > 255
    ? undefined
    : (clocks[value] ??
      (value === 2
        ? "samples are synchronised by a global clock"
        : `samples are synchronised by the clock of area ${value}`))

export const svDetailKey = (code: number): string =>
  code >= synchronised ? `synchronised:${code - synchronised}` : (findings[code]?.[0] ?? String(code))
export const svDetailName = (code: number): string | undefined =>
  code >= synchronised ? synchronisedBy(code - synchronised) : findings[code]?.[1]

/** -1: not said. */
export type Unit = {
  name: number
  count: number
  revision: number
  clock: number
  dataSet: number
  /** Units in the frame. */
  units: number
  /** The highest count before it begins again with 0; -1: not seen yet. */
  last: number
}

export const noUnit = (): Unit => ({ name: 0, count: -1, revision: -1, clock: -1, dataSet: -1, units: 0, last: -1 })

/** Streams of one source and target, told apart by their identifier. */
const MOST = 16

export type Streams = { readonly known: Unit[]; replaced: number; latest: number }

export const noStreams = (): Streams => ({ known: [], replaced: 0, latest: 0 })

export const nameOf = (bytes: Uint8Array, { from, to }: Element): number => fingerprint(bytes, from, to)

/** Codes found by the last `follow`, in their order. */
export const found: number[] = []

/** Compares a data unit with the one before, and keeps it. The codes of the findings stand in `found`. */
export function follow(streams: Streams, unit: Unit): void {
  found.length = 0
  const before = streamOf(streams, unit.name)
  if (before === null) {
    if (unit.clock >= 0) found.push(synchronised + unit.clock)
    return keep(streams, unit)
  }
  if (unit.count !== before.count + 1) compareCounts(before, unit.count)
  if (unit.revision !== before.revision) found.push(CONFIGURATION_CHANGED)
  if (unit.dataSet !== before.dataSet) found.push(DATA_SET_CHANGED)
  if (unit.units !== before.units) found.push(UNITS_CHANGED)
  if (unit.clock !== before.clock && unit.clock >= 0) found.push(synchronised + unit.clock)
  copy(before, unit)
}

/** The count begins again with 0, mostly each second. Where it does is learned from the stream. */
function compareCounts(before: Unit, count: number): void {
  if (count === before.count) return void found.push(REPEATED)
  if (count > before.count) return void found.push(SKIPPED)
  const known = before.last
  if (count === 0) {
    if (before.count < known) found.push(SKIPPED)
    else before.last = before.count
  } else if (known >= 0) {
    const step = count + known + 1 - before.count
    found.push(step * 2 <= known ? SKIPPED : BACK)
  } else if (before.count - count < before.count / 2) found.push(BACK)
}

/** Units of one frame and frames of one stream follow each other. */
function streamOf(streams: Streams, name: number): Unit | null {
  const { known } = streams
  const latest = known[streams.latest]
  if (latest !== undefined && latest.name === name) return latest
  for (let n = 0; n < known.length; n++) {
    if (known[n]!.name !== name) continue
    streams.latest = n
    return known[n]!
  }
  return null
}

function keep(streams: Streams, unit: Unit): void {
  const { known } = streams
  if (known.length < MOST) return void known.push({ ...unit })
  copy(known[streams.replaced]!, unit)
  known[streams.replaced]!.last = -1
  streams.replaced = (streams.replaced + 1) % MOST
}

/** All but what was learned. */
function copy(into: Unit, from: Unit): void {
  into.name = from.name
  into.count = from.count
  into.revision = from.revision
  into.clock = from.clock
  into.dataSet = from.dataSet
  into.units = from.units
}
