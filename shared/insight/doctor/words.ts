/** Numbers as the doctor says them. */
import { numberText } from "../report/figure-text.ts"

export const count = (value: number, one: string, many = `${one}s`): string =>
  `${numberText(value)} ${value === 1 ? one : many}`

/** "12 %", "0.4 %", "under 0.1 %": of a whole; "0 %" only for nothing. */
export function share(part: number, whole: number): string {
  if (part <= 0 || whole <= 0) return "0 %"
  const percent = (100 * part) / whole
  if (percent < 0.1) return "under 0.1 %"
  if (part < whole && percent > 99) return "over 99 %"
  return `${numberText(percent >= 10 ? Math.round(percent) : Math.round(percent * 10) / 10)} %`
}

/** "1,234 of 10,000 frames". */
export const ofFrames = (part: number, whole: number): string => `${numberText(part)} of ${count(whole, "frame")}`

/** "1,234 of 10,000 frames are", "1 of 40 frames is". */
export const framesAre = (part: number, whole: number): string =>
  `${ofFrames(part, whole)} ${part === 1 ? "is" : "are"}`

/** "3 s", "12 min", "2 h 5 min", "3 days". Microseconds. */
export function span(time: number): string {
  const seconds = Math.max(0, Math.round(time / 1e6))
  if (seconds < 120) return `${seconds} s`
  const minutes = Math.floor(seconds / 60)
  if (minutes < 120) return `${minutes} min`
  const hours = Math.floor(minutes / 60)
  if (hours < 48) return `${hours} h${minutes % 60 > 0 ? ` ${minutes % 60} min` : ""}`
  return `${Math.floor(hours / 24)} days`
}

/** "10.0.0.1, 10.0.0.2 and 4 more". */
export function some(names: readonly string[], all: number, most = 5): string {
  const shown = names.slice(0, most)
  const rest = all - shown.length
  return rest > 0 ? `${shown.join(", ")} and ${numberText(rest)} more` : shown.join(", ")
}
