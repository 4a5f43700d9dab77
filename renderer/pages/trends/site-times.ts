/** Moments in the site's zone as words, and as what a date field holds. Moments are microseconds. */
import { dayStart, localOffset, nextDay } from "../../../shared/insight/trends/zone.ts"

const micros = 60_000_000
const formats = new Map<string, Intl.DateTimeFormat>()
function format(zone: string, key: string, parts: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const known = formats.get(key + zone)
  if (known) return known
  const made = new Intl.DateTimeFormat("en-GB", { timeZone: zone, ...parts })
  formats.set(key + zone, made)
  return made
}
const day = (zone: string) => format(zone, "day ", { day: "numeric", month: "short", year: "numeric" })
const clock = (zone: string) => format(zone, "clock ", { hour: "2-digit", minute: "2-digit" })

const dayWords = (time: number, zone: string): string => day(zone).format(time / 1000)
const clockWords = (time: number, zone: string): string => clock(zone).format(time / 1000)
/** "12 Nov 2026, 14:03". */
export const momentWords = (time: number, zone: string): string => `${dayWords(time, zone)}, ${clockWords(time, zone)}`

/** "12 Nov 2026, 14:03 to 15:03", "12 Nov 2026" for a whole day; the zone's offset is told where an hour comes twice. */
export function spanWords(from: number, to: number, zone: string): string {
  const first = dayStart(from / micros, zone) * micros
  if (from === first && to === nextDay(from / micros, zone) * micros) return dayWords(from, zone)
  const sameDay = dayWords(from, zone) === dayWords(to - 1, zone)
  if (localOffset(from / micros, zone) !== localOffset((to - 1) / micros, zone) || isTwice(from, zone))
    return `${momentWords(from, zone)} to ${sameDay ? clockWords(to, zone) : momentWords(to, zone)} (${offsetWords(from, zone)})`
  return `${momentWords(from, zone)} to ${sameDay ? clockWords(to, zone) : momentWords(to, zone)}`
}

/** The hour before or after shows the same clock. */
const isTwice = (time: number, zone: string): boolean =>
  [-60, 60].some((away) => clockWords(time, zone) === clockWords(time + away * micros, zone))

function offsetWords(time: number, zone: string): string {
  const offset = localOffset(time / micros, zone)
  const [hours, rest] = [Math.floor(Math.abs(offset) / 60), Math.abs(offset) % 60]
  return `UTC${offset < 0 ? "−" : "+"}${hours}${rest === 0 ? "" : `:${String(rest).padStart(2, "0")}`}`
}

/** "2026-11-12T14:03", as a date field holds it. */
export const toField = (time: number, zone: string): string =>
  new Date(time / 1000 + localOffset(Math.floor(time / micros), zone) * 60_000).toISOString().slice(0, 16)

/** Null where nothing was entered. What the clock left out is moved behind the gap; of an hour that comes twice the first is meant. */
export function fromField(text: string, zone: string): number | null {
  const wall = Date.parse(`${text}Z`) / 60_000
  if (Number.isNaN(wall)) return null
  const guesses = [-dayLength, dayLength].map((away) => wall - localOffset(wall + away, zone)).sort((a, b) => a - b)
  const exact = guesses.find((minute) => minute + localOffset(minute, zone) === wall)
  return (exact ?? guesses.at(-1) ?? wall) * micros
}
const dayLength = 1440
