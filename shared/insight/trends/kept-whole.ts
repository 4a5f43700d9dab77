/** Whether a grain still has all of a time: what retention dropped is found by comparing it with the next coarser grain. */
import { everything } from "./measures.ts"
import type { Grain, Measures } from "./measures.ts"
import { dayStart, nextDay } from "./zone.ts"

type Span = { readonly measures: Measures; readonly from: number; readonly to: number; readonly zone: string }

const isEverything = (talk: number): boolean => talk === everything

function packets(measures: Measures, grain: Grain, from: number, to: number): number {
  let sum = 0
  measures.traffic(grain, from, to, (_step, _talk, more) => (sum += more), isEverything)
  return sum
}

/** Times in microseconds since 1970 UTC. Days are kept longest and count as whole. */
export function isWhole({ measures, from, to, zone }: Span, grain: "minute" | "hour"): boolean {
  const [first, last] = [Math.floor(from / 60e6), Math.ceil(to / 60e6)]
  const [begin, end] =
    grain === "minute"
      ? [Math.floor(first / 60) * 60, Math.ceil(last / 60) * 60]
      : [dayStart(first, zone), nextDay(last - 1, zone)]
  const coarse = packets(measures, grain === "minute" ? "hour" : "day", begin, end)
  // Hours of a zone that is off by half an hour overlap its days: they are counted whole on both sides.
  return packets(measures, grain, Math.floor(begin / 60) * 60, Math.ceil(end / 60) * 60) >= coarse
}
