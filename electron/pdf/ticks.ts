/** Where an axis is marked and what the marks say: round figures, and round times of the zone. */
import { numberText, scaleFor } from "../../shared/insight/report/figure-text.ts"
import { clockText, dateText } from "../../shared/insight/trends/time-text.ts"
import { dayStart, nextDay } from "../../shared/insight/trends/zone.ts"

export type Tick = { readonly at: number; readonly text: string }

/** 1, 2 or 5 times a power of ten, at least as large as asked. Counts are never cut. */
function roundStep(step: number, isCount: boolean): number {
  const power = 10 ** Math.floor(Math.log10(step))
  const found = [1, 2, 5, 10].find((factor) => factor * power >= step * 0.999) ?? 10
  return isCount ? Math.max(1, found * power) : found * power
}

const measured: ReadonlySet<string> = new Set(["bits-per-second", "milliseconds", "percent"])

/** From 0 to at least `most`, about five of them. */
export function valueTicks(most: number, unit: string): readonly Tick[] {
  const { divisor, suffix } = scaleFor(most, unit)
  const step = roundStep(Math.max(most / divisor, 1e-9) / 4, !measured.has(unit) && divisor === 1)
  const count = Math.max(1, Math.ceil(most / divisor / step - 1e-9))
  return Array.from({ length: count + 1 }, (_, index) => ({
    at: index * step * divisor,
    text: `${numberText(Number((index * step).toPrecision(12)))}${suffix === "" ? "" : ` ${suffix}`}`,
  }))
}

const minuteSteps = [1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720]
const daySteps = [1, 2, 7, 14, 28, 91, 364]

function dayTicks(first: number, last: number, zone: string, every: number): readonly Tick[] {
  const ticks: Tick[] = []
  let day = dayStart(first, zone)
  for (let count = 0; day <= last; count++, day = nextDay(day, zone))
    if (day >= first && count % every === 0) ticks.push({ at: day, text: dateText(day, zone) })
  return ticks
}

/** Steps are counted from local midnight, so that marks stay round on days when clocks change. */
function clockTicks(first: number, last: number, zone: string, every: number): readonly Tick[] {
  const ticks: Tick[] = []
  for (let day = dayStart(first, zone); day <= last; day = nextDay(day, zone)) {
    const until = Math.min(nextDay(day, zone) - every / 2, last + 1)
    for (let at = day; at < until; at += every)
      if (at >= first) ticks.push({ at, text: at === day ? dateText(day, zone) : clockText(at, zone) })
  }
  return ticks
}

type Wish = {
  readonly zone: string
  /** How many marks there is room for. */
  readonly most: number
  /** Minutes of a step: marks within a step would say nothing. */
  readonly least: number
}

/** Between two minutes since 1970 UTC. */
export function timeTicks(first: number, last: number, { zone, most, least }: Wish): readonly Tick[] {
  const span = Math.max(1, last - first)
  const minutes = least > 720 ? undefined : minuteSteps.find((step) => span / step <= most)
  if (minutes !== undefined) return clockTicks(first, last, zone, minutes)
  const days = daySteps.find((step) => span / 1440 / step <= most) ?? Math.ceil(span / 1440 / most)
  return dayTicks(first, last, zone, days)
}
