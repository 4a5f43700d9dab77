/** Where the ticks of a time axis stand and what they say: round moments of the site's own clock, also across changes to summer time. Moments are microseconds. */
import { dayStart, localOffset, nextDay } from "../../../shared/insight/trends/zone.ts"

type Tick = { readonly at: number; readonly text: string }

const micros = 60_000_000
const dayMinutes = 1440
/** Every minutes-long step, and the distance at which its ticks are looked for: zones are whole quarters of an hour from UTC. */
const minuteSteps = [1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720].map((step) => ({
  step,
  look: step % 15 === 0 ? 15 : step === 10 ? 5 : step === 2 ? 1 : step,
}))
const daySteps = [1, 2, 7, 14, 30]

export function timeTicks(from: number, to: number, most: number, zone: string): readonly Tick[] {
  const first = from / micros
  const last = to / micros
  const minute = minuteSteps.find(({ step }) => (last - first) / step <= most)
  if (minute) return minuteTicks(first, last, minute.step, minute.look, zone)
  return dayTicks(first, last, daySteps.find((step) => (last - first) / dayMinutes / step <= most) ?? 60, zone)
}

/** A clock that is put back shows an hour twice, and so does the axis; an hour that was left out is not there. */
function minuteTicks(first: number, last: number, step: number, look: number, zone: string): readonly Tick[] {
  const found: Tick[] = []
  for (let at = Math.ceil(first / look) * look; at <= last; at += look) {
    const local = at + localOffset(at, zone)
    const isDay = at === dayStart(at, zone)
    if (isDay) found.push({ at: at * micros, text: dayText(at, zone) })
    else if (local % step === 0) found.push({ at: at * micros, text: clockText(at, zone) })
  }
  return found
}

function dayTicks(first: number, last: number, step: number, zone: string): readonly Tick[] {
  const found: Tick[] = []
  let day = dayStart(first, zone)
  if (day < first) day = nextDay(day, zone)
  for (let count = 0; day <= last; day = nextDay(day, zone), count++)
    if (count % step === 0) found.push({ at: day * micros, text: dayText(day, zone) })
  return found
}

/** Under the middle of bars that are days. */
export function dayBarTicks(steps: readonly number[], most: number, zone: string): readonly Tick[] {
  const every = Math.ceil((steps.length - 1) / most)
  return steps
    .slice(0, -1)
    .flatMap((from, at) =>
      at % every === 0 ? [{ at: (from + (steps[at + 1] ?? from)) / 2, text: dayText(from / micros, zone) }] : [],
    )
}

const formats = new Map<string, Intl.DateTimeFormat>()
function formatOf(what: "clock" | "day", zone: string): Intl.DateTimeFormat {
  const known = formats.get(`${what} ${zone}`)
  if (known) return known
  const parts =
    what === "clock" ? ({ hour: "2-digit", minute: "2-digit" } as const) : ({ day: "numeric", month: "short" } as const)
  const made = new Intl.DateTimeFormat("en-GB", { timeZone: zone, ...parts })
  formats.set(`${what} ${zone}`, made)
  return made
}
const clockText = (minute: number, zone: string): string => formatOf("clock", zone).format(minute * 60_000)
const dayText = (minute: number, zone: string): string => formatOf("day", zone).format(minute * 60_000)
