/** The time axis of an answer: its steps, what each was measured in, and for how long each was listened to. */
import { isWhole } from "./kept-whole.ts"
import type { Grain, Measures } from "./measures.ts"
import { dayStart, nextDay } from "./zone.ts"

export type Axis = {
  readonly grain: Grain
  /** Minutes since 1970 UTC: where each step begins, and where the last ends. */
  readonly edges: readonly number[]
  /** Seconds that were listened to in each step; NaN where none was. */
  readonly seconds: Float64Array
  /** Which step a minute lies in. The minute must lie on the axis. */
  readonly stepOf: (minute: number) => number
  /** Where the steps are coarser than the range deserves. */
  readonly note: string
}

const hour = 60
const day = 1440
const mostSteps = 750
const minuteSteps = [1, 2, 5, 10, 15, 30]

export type Span = Pick<
  { readonly measures: Measures; readonly from: number; readonly to: number; readonly zone: string },
  "measures" | "from" | "to" | "zone"
>

function evenEdges(from: number, to: number, step: number, grain: number): number[] {
  const edges = [Math.floor(from / grain) * grain]
  for (let at = Math.floor(edges[0]! / step) * step + step; at < to; at += step) edges.push(at)
  return [...edges, Math.ceil(to / grain) * grain]
}

function dayEdges(from: number, to: number, zone: string): number[] {
  const all = [dayStart(Math.floor(from), zone)]
  while (all.at(-1)! < to) all.push(nextDay(all.at(-1)!, zone))
  const every = Math.ceil(all.length / mostSteps)
  return all.filter((_, index) => index % every === 0 || index === all.length - 1)
}

/** Microseconds of the steps, cut to the range: what lies outside it was not asked for. */
function listened(measures: Measures, edges: readonly number[]): Float64Array {
  const seconds = new Float64Array(edges.length - 1).fill(Number.NaN)
  let step = 0
  for (const { from, to } of measures.covered(edges[0]! * 60e6, edges.at(-1)! * 60e6)) {
    while (step < seconds.length - 1 && edges[step + 1]! * 60e6 <= from) step++
    for (let at = step; at < seconds.length && edges[at]! * 60e6 <= to; at++) {
      const [begin, end] = [Math.max(from, edges[at]! * 60e6), Math.min(to, edges[at + 1]! * 60e6)]
      // What ended just when the step begins does not touch it.
      if (end < begin || (end === begin && from < begin)) continue
      seconds[at] = (Number.isNaN(seconds[at]!) ? 0 : seconds[at]!) + (end - begin) / 1e6
    }
  }
  return seconds
}

function finder(edges: readonly number[]): (minute: number) => number {
  let last = 0
  return (minute) => {
    if (minute >= edges[last]! && minute < edges[last + 1]!) return last
    let [low, high] = [0, edges.length - 2]
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if (edges[middle]! <= minute) low = middle
      else high = middle - 1
    }
    return (last = low)
  }
}

function axisOf({ measures }: Span, grain: Grain, edges: readonly number[], note: string): Axis {
  return { grain, edges, seconds: listened(measures, edges), stepOf: finder(edges), note }
}

/** Days, whatever the range. */
export const dayAxis = (span: Span): Axis =>
  axisOf(span, "day", dayEdges(span.from / 60e6, span.to / 60e6, span.zone), "")

/** Whole hours, whatever the range. */
export const hourAxis = (span: Span): Axis =>
  axisOf(span, "hour", evenEdges(span.from / 60e6, span.to / 60e6, hour, hour), "")

/** What is read for an answer, where that is much. */
type Wish = {
  /** Minutes of the finest step that was measured. */
  readonly least?: number
  /** How many rows the range has in hours; minutes may have sixty times as many. */
  readonly hourRows?: (from: number, to: number) => number
}

/** Reading more rows takes longer than a person likes to wait. */
const mostRows = 2_000_000

const gone = (finer: string, coarser: string): string =>
  `${finer} of this time are not kept any more: these are ${coarser}.`
const tooMany =
  "These are hours, because so many connections have too many minutes. Narrow the range or the filter to see them."

/** Minutes up to a day, hours up to two weeks, days beyond; coarser where the finer are too many or not kept any more. */
export function timeAxis(span: Span, { least = 1, hourRows = () => 0 }: Wish = {}): Axis {
  const [from, to] = [span.from / 60e6, span.to / 60e6]
  const wishesMinutes = to - from <= day + 1
  const isMuch = wishesMinutes && hourRows(Math.floor(from / hour) * hour, to) * hour > mostRows
  if (wishesMinutes && !isMuch && isWhole(span, "minute")) {
    const step = minuteSteps.find((one) => one >= least && (to - from) / one <= mostSteps) ?? hour
    return axisOf(span, "minute", evenEdges(from, to, step, least), "")
  }
  const wishesHours = to - from <= 14 * day + hour
  const note = isMuch ? tooMany : wishesMinutes ? gone("Minutes", "hours") : ""
  if (wishesHours && isWhole(span, "hour")) return { ...hourAxis(span), note }
  return { ...dayAxis(span), note: wishesHours ? gone("Hours", "days") : "" }
}

/**
 * Of a step: what was listened to for less counts as this long. A capture that ends a moment after the step began says nothing of a
 * rate: a single packet divided by its own moment would stand out above everything else that the chart shows.
 */
const leastShare = 0.02

/** A count over a step, as a rate per second of listening; null where nobody listened and nothing was counted. */
export const perSecond = (axis: Axis, step: number, value: number): number | null => {
  const seconds = axis.seconds[step]!
  const whole = (axis.edges[step + 1]! - axis.edges[step]!) * 60
  if (!Number.isNaN(seconds)) return value / Math.max(whole * leastShare, seconds)
  return value > 0 ? value / whole : null
}

/** A count over a step; null where nobody listened and nothing was counted. */
export const counted = (axis: Axis, step: number, value: number): number | null =>
  value === 0 && Number.isNaN(axis.seconds[step]!) ? null : value
