/** How much of what is seen is still new, for each hour that was listened to while learning: whether it is time to end learning. */
import type { MadeOutput } from "../../../shared/api/server.ts"
import type { Covered } from "../../../shared/insight/trends/measures.ts"

type Readiness = MadeOutput<"detection.get">["readiness"]["site"]

/** One thing that became normal by listening, and what it belongs to. */
export type Learned = {
  readonly firstSeen: number
  readonly protocol: string
  readonly devices: readonly string[]
}

const day = 86_400
const hour = 3600
/** Less new than this share of everything known, in the newest tenth, and this many days listened to. */
const mostNew = 0.02
export const leastDays = 14
const tenth = 0.1

/** What was listened to as one clock: seconds listened to before a moment. */
export function listeningClock(covered: readonly Covered[]): {
  readonly total: number
  readonly at: (time: number) => number
} {
  const starts: number[] = []
  let total = 0
  for (const { from, to } of covered) {
    starts.push(total)
    total += (to - from) / 1e6
  }
  const at = (time: number): number => {
    let [low, high] = [0, covered.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if (covered[middle]!.from <= time) low = middle + 1
      else high = middle
    }
    const stretch = covered[low - 1]
    return stretch === undefined ? 0 : starts[low - 1]! + Math.min(time, stretch.to) / 1e6 - stretch.from / 1e6
  }
  return { total, at }
}

type Counts = { known: number; newest: number; before: number; last: number }

/** Readiness, and seconds listened to since something was new. */
export type Tally = Readiness & { readonly quiet: number }

export type Tallied = {
  readonly site: Tally
  readonly protocols: ReadonlyMap<string, Tally>
  readonly devices: ReadonlyMap<string, Tally>
  /** New in the newest tenth, as a share of everything known. */
  readonly share: number
}

export function tallyLearned(all: Iterable<Learned>, covered: readonly Covered[]): Tallied {
  const clock = listeningClock(covered)
  const site: Counts = { known: 0, newest: 0, before: 0, last: 0 }
  const protocols = new Map<string, Counts>()
  const devices = new Map<string, Counts>()
  const of = (map: Map<string, Counts>, key: string): Counts => {
    const one = map.get(key) ?? { known: 0, newest: 0, before: 0, last: 0 }
    map.set(key, one)
    return one
  }
  for (const { firstSeen, protocol, devices: ends } of all) {
    const at = clock.at(firstSeen)
    const counted = [site, of(protocols, protocol), ...ends.map((id) => of(devices, id))]
    for (const one of counted) {
      one.known++
      one.last = Math.max(one.last, at)
      if (at > clock.total * (1 - tenth)) one.newest++
      else if (at > clock.total * (1 - 2 * tenth)) one.before++
    }
  }
  const hours = (clock.total * tenth) / hour
  const readiness = ({ known, newest, before, last }: Counts): Tally => ({
    quiet: Math.round(clock.total - last),
    listened: Math.round(clock.total),
    known,
    newPerHour: hours > 0 ? newest / hours : 0,
    newPerHourBefore: hours > 0 ? before / hours : 0,
  })
  const each = (map: Map<string, Counts>) => new Map([...map].map(([key, one]) => [key, readiness(one)]))
  return {
    ...{ site: readiness(site), protocols: each(protocols), devices: each(devices) },
    share: site.known > 0 ? site.newest / site.known : 1,
  }
}

const days = (seconds: number): string => {
  const whole = Math.floor(seconds / day)
  if (whole === 0) return `${Math.floor(seconds / hour)} hours`
  return whole === 1 ? "1 day" : `${whole} days`
}

/** In plain words: go on learning, or it can end now. */
export function advise(
  { site, share }: Tallied,
  learning: boolean,
): { readonly ready: boolean; readonly advice: string } {
  const listened = days(site.listened)
  const percent = `${(share * 100).toFixed(share < 0.1 ? 1 : 0)} %`
  const enough = site.listened >= leastDays * day
  const ready = enough && share < mostNew
  const fresh = `In the newest tenth of that time, ${percent} of everything known was new`
  if (site.known === 0)
    return { ready: false, advice: "Nothing was learned yet. Import captures of ordinary days, or monitor live." }
  if (!learning)
    return {
      ready,
      advice: `Learning is off: what is new raises alerts. The sensor listened for ${listened}. ${fresh}. Turn learning on again while the plant is rebuilt, and for 2 to 6 weeks after.`,
    }
  if (ready)
    return {
      ready,
      advice: `Learning can be turned off now. The sensor listened for ${listened}. ${fresh}, less than the ${mostNew * 100} % from which the picture counts as settled.`,
    }
  const why = enough
    ? `${fresh}: the plant still shows new traffic. Below ${mostNew * 100} % it can be turned off.`
    : `Learn for 2 to 6 weeks, so that weekly work and rare events are part of what is normal; at least ${leastDays} days are needed. ${fresh}.`
  return { ready, advice: `Go on learning. The sensor listened for ${listened}. ${why}` }
}
