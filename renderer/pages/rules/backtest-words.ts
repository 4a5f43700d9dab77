/** The result of a back-test in words: how which part of the time was tested, and what first times mean in it. */
import { formatDay, formatSpan } from "../../parts/format/times.ts"
import type { BacktestResult } from "../../state/rule-backtest.svelte.ts"

type How = BacktestResult["tested"][number]["how"]

const words: Readonly<Record<How, (span: string) => string>> = {
  packets: (span) => `Tested from packets: ${span}`,
  series: (span) => `Tested from stored series, by the minute: ${span}`,
  untold: (span) => `Can't be told: ${span}`,
}

/** One line for each way. */
export function testedWords({ tested }: BacktestResult): readonly { readonly how: How; readonly text: string }[] {
  return (Object.keys(words) as How[]).flatMap((how) => {
    const spans = tested.filter((one) => one.how === how)
    const seconds = spans.reduce((sum, { from, to }) => sum + (to - from) / 1e6, 0)
    return spans.length === 0 ? [] : [{ how, text: `${words[how](formatSpan(Math.max(1, Math.round(seconds))))}.` }]
  })
}

/** "2026-03-02" as days are written elsewhere: noon in UTC is the same day nearly everywhere. */
export const daysWords = (day: string): string => formatDay(Date.parse(`${day}T12:00:00Z`) * 1000)

const firstTimes: readonly string[] = ["speaks", "appears", "part", "claim", "binding", "resolve", "distance"]

/** A back-test knows nothing of the time before. */
export const whyFirstTimes = (about: string): string =>
  firstTimes.includes(about)
    ? "What is seen for the first time is counted from the first capture tested: what the sensor knew before is among it."
    : ""
