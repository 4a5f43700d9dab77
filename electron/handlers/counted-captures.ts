/** Which captures count, and what was done with their frames altogether. */
import type { Accounting } from "../../shared/engine/batch.ts"
import { noFrames } from "../store/imports.ts"
import type { Import } from "../store/imports.ts"

/** Imports whose packets are in the tables. */
export const counted = (all: readonly Import[]): Import[] =>
  all.filter((one) => one.state === "done" || (one.applied > 0 && !one.takingBack))

export function sumAccounting(all: readonly Import[]): Accounting {
  const sum = { ...noFrames } as Record<keyof Accounting, number>
  for (const one of counted(all))
    for (const key of Object.keys(sum) as (keyof Accounting)[]) sum[key] += one.accounting[key]
  return sum
}
