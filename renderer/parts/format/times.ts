/** How moments and spans of time are written everywhere: the site's zone, day before month, 24 hours. Moments are microseconds since 1970 UTC. */
const formatsIn = (timeZone: string | undefined) => {
  const format = (how: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat("en-GB", { ...how, timeZone })
  const [hour, minute, second] = ["2-digit", "2-digit", "2-digit"] as const
  return {
    day: format({ day: "numeric", month: "short", year: "numeric" }),
    clock: format({ hour, minute, second }),
    shortClock: format({ hour, minute }),
    dayAndClock: format({ day: "numeric", month: "short", hour, minute }),
    year: format({ year: "numeric" }),
  }
}
/** Until the site's zone is known, that of the computer which shows the page. */
let formats = formatsIn(undefined)

export function setZone(zone: string): void {
  formats = formatsIn(zone)
}

const moment = (time: number): Date => new Date(time / 1000)

export const formatDay = (time: number): string => (time > 0 ? formats.day.format(moment(time)) : "–")
export const formatClock = (time: number): string => (time > 0 ? formats.clock.format(moment(time)) : "–")
export const formatShortClock = (time: number): string => (time > 0 ? formats.shortClock.format(moment(time)) : "–")
/** The year stands there only where it is another than now. */
export function formatDayAndClock(time: number): string {
  if (time <= 0) return "–"
  const isOfNow = formats.year.format(moment(time)) === formats.year.format(new Date())
  return isOfNow ? formats.dayAndClock.format(moment(time)) : formatMinute(time)
}
/** Day and minute, where seconds would only be noise. */
export const formatMinute = (time: number): string => (time > 0 ? `${formatDay(time)}, ${formatShortClock(time)}` : "–")
export const formatTime = (time: number): string => (time > 0 ? `${formatDay(time)}, ${formatClock(time)}` : "–")

/** With the parts of a second, for a single packet. */
export function formatExactTime(time: number): string {
  if (time <= 0) return "–"
  const micros = Math.round(time % 1_000_000)
  return `${formatTime(time)}.${String(micros).padStart(6, "0")}`
}

/** "3 s", "4 min", "2 h 10 min". */
export function formatSpan(seconds: number): string {
  if (seconds < 1) return "less than 1 s"
  if (seconds < 60) return `${Math.round(seconds)} s`
  if (seconds < 3600) return `${Math.round(seconds / 60)} min`
  const hours = Math.floor(seconds / 3600)
  if (hours >= 48) return `${Math.round(hours / 24)} days`
  const minutes = Math.round((seconds - hours * 3600) / 60)
  return minutes === 0 ? `${hours} h` : `${hours} h ${minutes} min`
}
