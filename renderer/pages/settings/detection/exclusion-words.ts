/** Exclusion rules in words: who, what, when, until when. Minutes count from midnight in the site's zone. */
import type { Exclusion } from "../../../../shared/api/contract/alerts.ts"

export const dayNames = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"] as const
/** People's weeks begin on Monday. */
export const dayOrder = [1, 2, 3, 4, 5, 6, 0] as const

export const roleWords = {
  either: "at either end",
  source: "as the source",
  target: "as the destination",
} as const satisfies Record<Exclusion["role"], string>

/** 1440 is the end of the day. */
export const clockWords = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`

export function minuteOf(clock: string): number | null {
  const found = /^(\d{1,2}):(\d{2})$/.exec(clock.trim())
  if (!found) return null
  const minute = Number(found[1]) * 60 + Number(found[2])
  return minute <= 1440 && Number(found[2]) < 60 ? minute : null
}

function daysWords(days: readonly number[]): string {
  if (days.length === 0 || days.length === 7) return "every day"
  return dayOrder
    .filter((day) => days.includes(day))
    .map((day) => dayNames[day])
    .join(", ")
}

/** "Mon, Tue 22:00 to 06:00"; "always". */
export function windowsWords(windows: Exclusion["windows"]): string {
  if (windows.length === 0) return "always"
  return windows
    .map(
      ({ days, from, to }) =>
        `${daysWords(days)} ${clockWords(from)} to ${clockWords(to)}${to <= from ? " next day" : ""}`,
    )
    .join("; ")
}

/** A few names, and how many more. */
export function namedWords(names: readonly string[], none: string): string {
  if (names.length === 0) return none
  return names.length <= 2 ? names.join(", ") : `${names[0]} and ${names.length - 1} more`
}
