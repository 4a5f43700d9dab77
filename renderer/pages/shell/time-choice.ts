/** Which time a list is about: all of it, the last so many hours or days, or from one moment to another. */
import { formatMinute } from "../../parts/format/times.ts"
import { ranges } from "../trends/ranges.ts"

export type TimeChoice =
  | { readonly is: "all" }
  | { readonly is: "last"; readonly minutes: number }
  | { readonly is: "span"; readonly from: number; readonly to: number }

export const allTime: TimeChoice = { is: "all" }
export const lastChoices: readonly { readonly text: string; readonly minutes: number }[] = ranges.map(
  ({ text, minutes }) => ({ text: text.startsWith("Last") ? text : `Last ${text}`, minutes }),
)

export function timeWords(choice: TimeChoice): string {
  if (choice.is === "all") return "All time"
  if (choice.is === "span") return `${formatMinute(choice.from)} to ${formatMinute(choice.to)}`
  return lastChoices.find(({ minutes }) => minutes === choice.minutes)?.text ?? "Custom time"
}

const micros = 60_000_000
/** What to ask for. Counts back from `newest`, the newest traffic: captures may be years old. Nothing for all of it. */
export function boundsOf(choice: TimeChoice, newest: number): { readonly from?: number; readonly to?: number } {
  if (choice.is === "all" || (choice.is === "last" && newest <= 0)) return {}
  if (choice.is === "span") return { from: choice.from, to: choice.to }
  return { from: newest - choice.minutes * micros }
}
