/** The site's zone: where its days and hours begin. Minutes are counted since 1970 UTC; zones are IANA names, and an unknown one is a RangeError. */

/** A zone's clock, with the answers it gave. */
type ZoneClock = {
  readonly format: Intl.DateTimeFormat
  /** By day since 1970 UTC: the offset of the whole day, or NaN where it changes within. */
  readonly offsets: Map<number, number>
  readonly starts: Map<number, number>
}

const dayMinutes = 1440
/** Offsets reach from -12:00 to +14:00. */
const widest = 15 * 60
const mostAnswers = 20_000
const clocks = new Map<string, ZoneClock>()

function clockOf(zone: string): ZoneClock {
  const known = clocks.get(zone)
  if (known) return known
  const fields = { year: "numeric", month: "numeric", day: "numeric", hour: "numeric", minute: "numeric" } as const
  const format = new Intl.DateTimeFormat("en", { timeZone: zone, hourCycle: "h23", calendar: "gregory", ...fields })
  const made = { format, offsets: new Map<number, number>(), starts: new Map<number, number>() }
  clocks.set(zone, made)
  return made
}

function readOffset({ format }: ZoneClock, minute: number): number {
  const read: Record<string, number> = {}
  for (const { type, value } of format.formatToParts(minute * 60_000)) read[type] = Number(value)
  const local = Date.UTC(read["year"]!, read["month"]! - 1, read["day"], read["hour"], read["minute"])
  return Math.round(local / 60_000) - minute
}

/** A day that begins and ends with the same offset keeps it: no zone has changed twice in one day. */
function offsetAt(clock: ZoneClock, minute: number): number {
  const day = Math.floor(minute / dayMinutes)
  let offset = clock.offsets.get(day)
  if (offset === undefined) {
    const first = readOffset(clock, day * dayMinutes)
    offset = first === readOffset(clock, (day + 1) * dayMinutes) ? first : Number.NaN
    if (clock.offsets.size >= mostAnswers) clock.offsets.clear()
    clock.offsets.set(day, offset)
  }
  return Number.isNaN(offset) ? readOffset(clock, Math.floor(minute)) : offset
}

const dayOf = (clock: ZoneClock, minute: number): number => Math.floor((minute + offsetAt(clock, minute)) / dayMinutes)

/** The first minute of a local day, which is not midnight where the clocks are put forward at midnight. */
function startOf(clock: ZoneClock, day: number): number {
  const known = clock.starts.get(day)
  if (known !== undefined) return known
  let before = day * dayMinutes - widest
  let start = day * dayMinutes + widest
  while (start - before > 1) {
    const middle = Math.floor((before + start) / 2)
    if (dayOf(clock, middle) < day) before = middle
    else start = middle
  }
  if (clock.starts.size >= mostAnswers) clock.starts.clear()
  clock.starts.set(day, start)
  return start
}

/** The minute at which the local day that contains this minute begins. */
export function dayStart(minute: number, zone: string): number {
  const clock = clockOf(zone)
  return startOf(clock, dayOf(clock, minute))
}

/** The minute at which the next local day begins. */
export function nextDay(minute: number, zone: string): number {
  const clock = clockOf(zone)
  return startOf(clock, dayOf(clock, minute) + 1)
}

/** 0 to 23, as clocks on the wall show it. */
export function localHour(minute: number, zone: string): number {
  const clock = clockOf(zone)
  const local = Math.floor(minute) + offsetAt(clock, minute)
  return Math.floor((((local % dayMinutes) + dayMinutes) % dayMinutes) / 60)
}

/** Minutes that the local clock is ahead of UTC. */
export const localOffset = (minute: number, zone: string): number => offsetAt(clockOf(zone), minute)
