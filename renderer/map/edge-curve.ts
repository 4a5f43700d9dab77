/** A line between two devices that leaves and arrives upright, as cytoscape wants it: two control points as distance and weight along the straight line. */
import type { Point } from "../../shared/insight/map/map-device.ts"

export type EdgeCurve = { readonly distances: number[]; readonly weights: number[] }

export function edgeCurve(from: Point, to: Point): EdgeCurve {
  const dx = to.x - from.x
  const dy = to.y - from.y
  const length = Math.hypot(dx, dy) || 1
  const bow = Math.min(60, 14 + Math.abs(dx) * 0.06)
  // Within a row the line bows upwards over the devices between; otherwise it is an S.
  const inRow = Math.abs(dy) < 30
  const y = inRow ? Math.min(from.y, to.y) - bow : (from.y + to.y) / 2
  const controls: readonly Point[] = inRow
    ? [
        { x: from.x + dx * 0.2, y },
        { x: from.x + dx * 0.8, y },
      ]
    : [
        { x: from.x, y },
        { x: to.x, y },
      ]
  return {
    distances: controls.map((point) => ((point.y - from.y) * dx - (point.x - from.x) * dy) / length),
    weights: controls.map((point) => ((point.x - from.x) * dx + (point.y - from.y) * dy) / (length * length)),
  }
}
