/** The largest groups, and what is left over. */
import type { Group } from "./groups.ts"

export type Ranked = {
  /** Places in the list of groups, the largest first; those without anything are left out. */
  readonly top: readonly number[]
  /** How many more there are, and their sum. */
  readonly others: number
  readonly rest: number
}

export const othersKey = "others"
export const othersName = "Others"

export function rank(groups: readonly Group[], sums: Float64Array, most: number): Ranked {
  const found = [...sums.keys()]
    .filter((place) => sums[place]! > 0)
    .sort((one, other) => sums[other]! - sums[one]! || (groups[one]!.key < groups[other]!.key ? -1 : 1))
  const left = found.slice(most)
  // One more is shown itself: "Others" would take its place and say less.
  if (left.length === 1) return { top: found, others: 0, rest: 0 }
  return { top: found.slice(0, most), others: left.length, rest: left.reduce((sum, place) => sum + sums[place]!, 0) }
}

export const othersNote = (others: number): string => (others === 0 ? "" : `${others} smaller ones are in Others.`)
export const leftOutNote = (others: number): string => (others === 0 ? "" : `${others} smaller ones are not shown.`)
