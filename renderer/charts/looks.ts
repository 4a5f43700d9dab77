/** How the members of a chart differ without their colours: dashes and marks for lines, hatches for areas. One list for drawing and legends. */
import { seriesCount } from "./colours.ts"

export const marks = ["circle", "triangle", "rect", "rectRot", "cross", "star", "crossRot", "dash"] as const
export type Mark = (typeof marks)[number]
const dashes: readonly (readonly number[])[] = [[], [7, 3], [2, 2.5], [9, 3, 2, 3]]

/** Strokes on a tile of 8 by 8; the first area is plain. */
const hatches = [
  "",
  "M-2 10L10 -2M-2 2L2 -2M6 10L10 6",
  "M0 4H8",
  "M-2 -2L10 10M6 -2L10 2M-2 6L2 10",
  "M4 0V8",
  "M0 4H8M4 0V8",
  "M-2 10L10 -2M-2 -2L10 10",
  "M2 2h.1M6 6h.1",
] as const
export const tile = 8

export type Look = {
  /** Place among the series' colours; -1: the grey of what is summed up. */
  readonly colour: number
  readonly dash: readonly number[]
  readonly mark: Mark
  readonly hatch: string
}

const restLook: Look = { colour: -1, dash: [3, 3], mark: "dash", hatch: "" }
/** Everything that has no line or part of its own, summed up, stands back. */
export const placeOf = (member: { readonly rest?: boolean }, at: number): number => (member.rest === true ? -1 : at)

/** Beyond the eighth member colours come again, but never with the same dash, and hatches are shifted. */
export function lookOf(at: number): Look {
  if (at < 0) return restLook
  const round = Math.floor(at / seriesCount)
  return {
    colour: at % seriesCount,
    dash: dashes[(at + round) % dashes.length] ?? [],
    mark: marks[(at + round) % marks.length] ?? "circle",
    hatch: hatches[(at + round) % hatches.length] ?? "",
  }
}
