/** The accounting of packets as parts of a bar with their words. They always add up to what was read. */
import type { Capture } from "../../../shared/api/contract/captures.ts"
import { formatShare } from "../../parts/format/numbers.ts"
import type { StackPart } from "../../parts/stack-part.ts"

type Accounting = Capture["accounting"]

export function accountingParts(counted: Accounting): readonly StackPart[] {
  const share = (part: number, word: string) => `${formatShare(part, counted.read)} ${word}`
  const parts: readonly StackPart[] = [
    { text: share(counted.decoded, "decoded"), value: counted.decoded, tone: "accent" },
    { text: share(counted.recognised, "recognised"), value: counted.recognised, tone: "quiet" },
    { text: share(counted.truncated, "cut short"), value: counted.truncated, tone: "minor" },
    { text: share(counted.malformed, "malformed"), value: counted.malformed, tone: "major" },
    {
      text: share(counted.unsupportedLink, "of a link type not read"),
      value: counted.unsupportedLink,
      tone: "critical",
    },
  ]
  return parts.filter(({ value, tone }) => value > 0 || tone === "accent" || tone === "quiet")
}

export const isComplete = (counted: Accounting): boolean =>
  counted.read ===
  counted.decoded + counted.recognised + counted.truncated + counted.malformed + counted.unsupportedLink
