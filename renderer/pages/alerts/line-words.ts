/** What became of what was asked, in words. */
import { formatNumber } from "../../parts/format/numbers.ts"

type Counted = { readonly asked: number; readonly succeeded: number; readonly refused: number }

/** "asked 3 times, 2 succeeded, 1 refused"; "" where nothing was asked. `isAsked`: of somebody, who answers or does not. */
export function outcomeWords({ asked, succeeded, refused }: Counted, isAsked = true): string {
  if (asked === 0 && succeeded === 0 && refused === 0) return ""
  if (!isAsked) return asked === 1 ? "once" : `${formatNumber(asked)} times`
  const once = asked === 1 ? "asked once" : `asked ${formatNumber(asked)} times`
  if (succeeded === 0 && refused === 0) return `${once}, no answer seen`
  if (asked === 1) return `${once}, ${succeeded > 0 ? "succeeded" : "refused"}`
  const parts = [
    ...(succeeded > 0 ? [`${succeeded === asked ? "all" : formatNumber(succeeded)} succeeded`] : []),
    ...(refused > 0 ? [`${refused === asked ? "all" : formatNumber(refused)} refused`] : []),
  ]
  return [once, ...parts].join(", ")
}
