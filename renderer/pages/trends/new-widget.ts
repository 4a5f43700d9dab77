/** Puts widgets of the catalogue on a dashboard, each into the first hole that is large enough. */
import type { PlacedWidget } from "../../../shared/api/contract/trends.ts"
import type { Widget } from "../../../shared/insight/trends/widget.ts"
import { firstFree } from "./layout.ts"

export const mostWidgets = 60

const freeId = (placed: readonly PlacedWidget[]): string => {
  const taken = new Set(placed.map(({ id }) => id))
  let number = placed.length + 1
  while (taken.has(`w${number}`)) number++
  return `w${number}`
}

export const addWidgets = (placed: readonly PlacedWidget[], wanted: readonly Widget[]): readonly PlacedWidget[] =>
  wanted.reduce<readonly PlacedWidget[]>((all, { key, w, h }) => {
    if (all.length >= mostWidgets) return all
    return [...all, { id: freeId(all), widget: key, title: "", filter: {}, w, h, ...firstFree(all, w, h) }]
  }, placed)

export function duplicateWidget(placed: readonly PlacedWidget[], one: PlacedWidget): readonly PlacedWidget[] {
  if (placed.length >= mostWidgets) return placed
  return [...placed, { ...one, id: freeId(placed), ...firstFree(placed, one.w, one.h) }]
}
