/** How much is still new, in words and as shares. */
import { formatNumber } from "../../../parts/format/numbers.ts"

/** The product's own recommendation: two weeks at the least, over every shift and recipe. */
export const enoughSeconds = 14 * 86_400

type Rates = { readonly newPerHour: number; readonly newPerHourBefore: number }

export function rateWords(perHour: number): string {
  if (perHour === 0) return "none"
  if (perHour < 0.1) return "< 0.1 per hour"
  return `${perHour < 10 ? String(Math.round(perHour * 10) / 10) : formatNumber(perHour)} per hour`
}

/** Whether it settles: compared with the stretch before. */
export function trendWords({ newPerHour, newPerHourBefore }: Rates): string {
  if (newPerHour === 0) return newPerHourBefore === 0 ? "quiet" : "gone quiet"
  if (newPerHourBefore === 0) return "new again"
  if (newPerHour < newPerHourBefore * 0.8) return "settling"
  return newPerHour > newPerHourBefore * 1.25 ? "growing" : "steady"
}
