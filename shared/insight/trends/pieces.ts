/** A range cut into whole days, whole hours and minutes at its edges: sums over it then read few steps and are exact. */
import { isWhole } from "./kept-whole.ts"
import type { Grain, Measures } from "./measures.ts"
import { dayStart, nextDay } from "./zone.ts"

/** Minutes since 1970 UTC. */
export type Piece = { readonly grain: Grain; readonly from: number; readonly to: number }

type Span = { readonly measures: Measures; readonly from: number; readonly to: number; readonly zone: string }

/** Below this, days save nothing. */
const daysFrom = 3 * 1440

function edge(span: Span, from: number, to: number): readonly Piece[] {
  if (from >= to) return []
  const first = Math.floor(from / 60) * 60
  const last = Math.ceil(to / 60) * 60
  if (isWhole({ ...span, from: from * 60e6, to: to * 60e6 }, "minute")) return [{ grain: "minute", from, to }]
  return [{ grain: "hour", from: first, to: last }]
}

function hours(span: Span, from: number, to: number): readonly Piece[] {
  const [first, last] = [Math.ceil(from / 60) * 60, Math.floor(to / 60) * 60]
  if (first >= last) return edge(span, from, to)
  return [...edge(span, from, first), { grain: "hour", from: first, to: last }, ...edge(span, last, to)]
}

/** In order of time. Edges whose finer steps are gone are read in the coarser step that holds them. */
export function pieces(span: Span): readonly Piece[] {
  const [from, to] = [Math.floor(span.from / 60e6), Math.ceil(span.to / 60e6)]
  const { zone } = span
  const areHoursKept = isWhole(span, "hour")
  if (!areHoursKept) return [{ grain: "day", from: dayStart(from, zone), to: nextDay(to - 1, zone) }]
  if (to - from < daysFrom) return joined(hours(span, from, to))
  const first = dayStart(from, zone) === from ? from : nextDay(from, zone)
  const last = dayStart(to, zone)
  // Days that begin within an hour: where the minutes are gone, hours would reach into them.
  if (first % 60 !== 0 || last % 60 !== 0) return joined(hours(span, from, to))
  return joined([...hours(span, from, first), { grain: "day", from: first, to: last }, ...hours(span, last, to)])
}

/** Hours that were rounded out to may have been read by their neighbour already. */
function joined(all: readonly Piece[]): readonly Piece[] {
  const found: Piece[] = []
  for (const one of all) {
    const before = found.at(-1)
    const from = Math.max(one.from, before?.to ?? one.from)
    if (from >= one.to) continue
    if (before?.grain === one.grain && before.to === from) found[found.length - 1] = { ...before, to: one.to }
    else found.push({ ...one, from })
  }
  return found
}
