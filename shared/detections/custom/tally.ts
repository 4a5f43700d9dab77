/** What a back-test found, added up: how often, the first ones, and by day and night of the site's zone. */
import { localOffset } from "../../facts/zone.ts"
import type { RuleMatch } from "./rule.ts"

export type FoundMatch = RuleMatch & { readonly file: string }

export type DayTally = { readonly day: string; byDay: number; byNight: number }

export const mostMatches = 500
const dayMinutes = 1440
/** The day shift, in minutes of the day. */
const shift = { from: 360, to: 1080 }

export class Tally {
  count = 0
  readonly matches: FoundMatch[] = []
  private readonly days = new Map<string, DayTally>()
  private readonly zone: string

  constructor(zone: string) {
    this.zone = zone
  }

  add(match: FoundMatch, times = 1): void {
    this.count += times
    if (this.matches.length < mostMatches) this.matches.push(match)
    const utc = Math.floor(match.time / 60e6)
    const local = utc + localOffset(utc, this.zone)
    const day = new Date(Math.floor(local / dayMinutes) * dayMinutes * 60_000).toISOString().slice(0, 10)
    const tally = this.days.get(day) ?? { day, byDay: 0, byNight: 0 }
    this.days.set(day, tally)
    const minute = ((local % dayMinutes) + dayMinutes) % dayMinutes
    if (minute >= shift.from && minute < shift.to) tally.byDay += times
    else tally.byNight += times
  }

  get byDay(): readonly DayTally[] {
    return [...this.days.values()].sort((a, b) => (a.day < b.day ? -1 : 1))
  }
}
