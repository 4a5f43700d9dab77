/** The spans of time that trends are looked at in. */
import type { Range } from "../../../shared/api/contract/trends.ts"

const hour = 60
const day = 24 * hour
export const ranges = [
  { key: "1h", text: "Last hour", minutes: hour },
  { key: "6h", text: "6 hours", minutes: 6 * hour },
  { key: "24h", text: "24 hours", minutes: day },
  { key: "7d", text: "7 days", minutes: 7 * day },
  { key: "14d", text: "14 days", minutes: 14 * day },
  { key: "30d", text: "30 days", minutes: 30 * day },
  { key: "90d", text: "90 days", minutes: 90 * day },
] as const

export const usual: Range = { last: day }

/** What was kept earlier, if it is still one of the list. */
export const readRange = (kept: unknown): Range => {
  const found = ranges.find(({ minutes }) => minutes === kept)
  return found ? { last: found.minutes } : usual
}

export const keyOf = (range: Range): string =>
  "last" in range ? (ranges.find(({ minutes }) => minutes === range.last)?.key ?? "") : "own"
