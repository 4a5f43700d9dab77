/** The next thing in a direction, for walking over the map with the arrow keys. */
import type { Point } from "./map-device.ts"

export type Direction = "up" | "down" | "left" | "right"
const along: Readonly<Record<Direction, Point>> = {
  up: { x: 0, y: -1 },
  down: { x: 0, y: 1 },
  left: { x: -1, y: 0 },
  right: { x: 1, y: 0 },
}

/** Sideways distance counts double: "right" should stay in the row. */
export function nearest<Thing extends Point>(
  things: Iterable<Thing>,
  from: Point,
  direction: Direction,
): Thing | undefined {
  const { x, y } = along[direction]
  let best: Thing | undefined
  let least = Number.POSITIVE_INFINITY
  for (const thing of things) {
    const dx = thing.x - from.x
    const dy = thing.y - from.y
    const ahead = dx * x + dy * y
    if (ahead <= 0.5) continue
    const cost = ahead + 2.5 * Math.abs(dx * y - dy * x)
    if (cost >= least) continue
    least = cost
    best = thing
  }
  return best
}
