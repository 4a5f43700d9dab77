/** Times of a zone in words, for tables, notes and axes. Minutes since 1970 UTC. */
import { localOffset } from "./zone.ts"

const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
const two = (value: number): string => String(value).padStart(2, "0")
const local = (minute: number, zone: string): Date => new Date((minute + localOffset(minute, zone)) * 60_000)

/** "2 Mar". */
export function dateText(minute: number, zone: string): string {
  const at = local(minute, zone)
  return `${at.getUTCDate()} ${months[at.getUTCMonth()]}`
}

/** "06:00". */
export function clockText(minute: number, zone: string): string {
  const at = local(minute, zone)
  return `${two(at.getUTCHours())}:${two(at.getUTCMinutes())}`
}

/** "2 Mar 2026 06:00". */
export const timeText = (minute: number, zone: string): string =>
  `${dateText(minute, zone)} ${local(minute, zone).getUTCFullYear()} ${clockText(minute, zone)}`

/** "45 min", "3 h 20 min", "12 days 4 h". */
export function lengthText(minutes: number): string {
  const whole = Math.max(0, Math.floor(minutes))
  const [days, hours, rest] = [Math.floor(whole / 1440), Math.floor(whole / 60) % 24, whole % 60]
  if (days > 0) return `${days} ${days === 1 ? "day" : "days"}${hours > 0 ? ` ${hours} h` : ""}`
  if (hours > 0) return `${hours} h${rest > 0 ? ` ${rest} min` : ""}`
  return `${rest} min`
}
