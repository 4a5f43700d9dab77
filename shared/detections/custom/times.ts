/** Whether a rule looks at a time of capture: any, the site's working hours or outside of them, or hours of its own. */
import { localOffset } from "../../facts/zone.ts"
import type { Rule, TimeWindow } from "./rule.ts"

const dayMinutes = 1440

export function isWithin({ days, from, to }: TimeWindow, time: number, zone: string): boolean {
  const utc = Math.floor(time / 60e6)
  const local = utc + localOffset(utc, zone)
  const minute = ((local % dayMinutes) + dayMinutes) % dayMinutes
  // 1 January 1970 was a Thursday.
  const weekday = (((Math.floor(local / dayMinutes) + 4) % 7) + 7) % 7
  const begins = (day: number): boolean => days.length === 0 || days.includes(day)
  if (from < to) return begins(weekday) && minute >= from && minute < to
  return (begins(weekday) && minute >= from) || (begins((weekday + 6) % 7) && minute < to)
}

export function looksAt(
  { when, windows }: Pick<Rule, "when" | "windows">,
  time: number,
  { zone, hours }: { readonly zone: string; readonly hours: readonly TimeWindow[] },
): boolean {
  switch (when) {
    case "any":
      return true
    case "working":
      return hours.some((one) => isWithin(one, time, zone))
    case "after":
      return !hours.some((one) => isWithin(one, time, zone))
    case "own":
      return windows.some((one) => isWithin(one, time, zone))
    default:
      return when satisfies never
  }
}
