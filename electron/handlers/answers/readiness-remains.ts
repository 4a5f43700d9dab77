/** What is still to be seen before learning can end: shifts that nobody listened to, devices heard on one day, protocols that still grow, polls measured too briefly. */
import { localHour, localOffset } from "../../../shared/facts/zone.ts"
import type { Covered } from "../../../shared/insight/trends/measures.ts"
import { leastDays, type Tally } from "./readiness.ts"

const hour = 3600e6
const day = 86_400
/** A week without anything new shows that weekly work is known, too. */
const week = 7 * day
/** Hours looked at: three years. */
const mostHours = 3 * 365 * 24
/** Hours of a day or a night that must be heard before it counts. */
const leastHours = 2

const weekdays = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"] as const
const night = { from: 22, to: 6 }

export type Heard = { readonly byDay: readonly number[]; readonly atNight: number; readonly weekendNight: number }

/** Hours listened to on each day of the week and at night, in the site's zone. */
export function heardHours(learned: readonly Covered[], zone: string): Heard {
  const byDay = [0, 0, 0, 0, 0, 0, 0]
  let [atNight, weekendNight, looked] = [0, 0, 0]
  for (const { from, to } of [...learned].reverse())
    for (let time = from; time < to && looked < mostHours; time += hour, looked++) {
      const minute = Math.floor(time / 60e6)
      const share = Math.min(hour, to - time) / hour
      const weekday = new Date((minute + localOffset(minute, zone)) * 60_000).getUTCDay()
      const at = localHour(minute, zone) % 24
      byDay[weekday]! += share
      if (at < night.from && at >= night.to) continue
      if (weekday === 0 || weekday === 6) weekendNight += share
      else atNight += share
    }
  return { byDay, atNight, weekendNight }
}

export type Remaining = {
  readonly listened: number
  readonly heard: Heard
  /** Names of devices that were heard on one day only. */
  readonly once: readonly string[]
  /** Titles of protocols of which something was new in the newest tenth. */
  readonly growing: readonly string[]
  /** Polls measured for less than a day. */
  readonly shortPolls: number
}

const shown = 3

export function joined(words: readonly string[], most = shown): string {
  if (words.length > most) return `${words.slice(0, most).join(", ")} and ${words.length - most} more`
  return words.length < 2 ? (words[0] ?? "") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)!}`
}

/** Sentences, most urgent first; empty: nothing that is known of. */
export function remainsToBeSeen({ listened, heard, once, growing, shortPolls }: Remaining): readonly string[] {
  const unheard = [1, 2, 3, 4, 5, 6, 0].filter((weekday) => heard.byDay[weekday]! < leastHours)
  const nights = [
    ...(heard.atNight < leastHours ? ["nights of working days"] : []),
    ...(heard.weekendNight < leastHours ? ["nights of the weekend"] : []),
  ]
  const gaps = [...unheard.map((weekday) => weekdays[weekday]!), ...nights]
  const few = once.length === 1 ? "1 device was" : `${once.length} devices were`
  return [
    ...(listened < leastDays * day
      ? [`Time: ${wholeDays(leastDays * day - listened)} more, of at least ${leastDays} days.`]
      : []),
    ...(gaps.length > 0 ? [`Not listened to yet: ${joined(gaps, 9)}.`] : []),
    ...(growing.length > 0 ? [`Still grows: ${joined(growing)}.`] : []),
    ...(once.length > 0 ? [`${few} heard on one day only: ${joined(once)}.`] : []),
    ...(shortPolls > 0
      ? [
          `${shortPolls === 1 ? "1 polling interval was" : `${shortPolls} polling intervals were`} measured for less than a day.`,
        ]
      : []),
  ]
}

const wholeDays = (seconds: number): string => (seconds <= day ? "1 day" : `${Math.ceil(seconds / day)} days`)

export type Of = { readonly tally: Tally; readonly heardOnce: boolean; readonly shortPolls: number }

/** Of one device or protocol, in a few words. */
export function remainsOf({ tally, heardOnce, shortPolls }: Of): string {
  const words = [
    ...(tally.newPerHour > 0 ? ["what is still new now"] : []),
    ...(heardOnce ? ["another day of it"] : []),
    ...(tally.newPerHour === 0 && tally.quiet < week
      ? [`${wholeDays(week - tally.quiet)} more without anything new`]
      : []),
    ...(shortPolls > 0 ? [`a day of ${shortPolls === 1 ? "1 poll" : `${shortPolls} polls`}`] : []),
  ]
  return words.length === 0 ? "nothing" : joined(words, 4)
}
