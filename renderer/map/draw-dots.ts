/** Draws the lines and dots of a part of the bird's-eye level; what can't touch the part is left out. */
import type { PlacedDots } from "../../shared/insight/map/place-dots.ts"
import type { View } from "./draw-bands.ts"

export type Part = { readonly x: number; readonly y: number; readonly width: number; readonly height: number }
const many = 20_000

/** One path for all lines. A line with both ends beyond the same edge can't be seen. */
export function drawLines(
  pen: CanvasRenderingContext2D,
  part: Part,
  { zoom, x, y }: View,
  { xs, ys, lines }: PlacedDots,
  colour: string,
  dimmed: boolean,
): void {
  const left = part.x - 1
  const top = part.y - 1
  const right = part.x + part.width + 1
  const bottom = part.y + part.height + 1
  pen.beginPath()
  for (let at = 0; at < lines.length; at += 2) {
    const from = lines[at] as number
    const to = lines[at + 1] as number
    const x1 = (xs[from] as number) * zoom + x
    const x2 = (xs[to] as number) * zoom + x
    if ((x1 < left && x2 < left) || (x1 > right && x2 > right)) continue
    const y1 = (ys[from] as number) * zoom + y
    const y2 = (ys[to] as number) * zoom + y
    if ((y1 < top && y2 < top) || (y1 > bottom && y2 > bottom)) continue
    pen.moveTo(x1, y1)
    pen.lineTo(x2, y2)
  }
  pen.lineWidth = 1
  pen.strokeStyle = colour
  pen.globalAlpha = dimmed ? 0.12 : lines.length > many ? 0.14 : 0.45
  pen.stroke()
  pen.globalAlpha = 1
}

export function drawDots(
  pen: CanvasRenderingContext2D,
  part: Part,
  { zoom, x, y }: View,
  { xs, ys }: PlacedDots,
  colour: string,
  dimmed: boolean,
): void {
  const size = Math.max(2, Math.min(10, 7 * zoom))
  const half = size / 2
  pen.beginPath()
  for (let at = 0; at < xs.length; at++) {
    const px = (xs[at] as number) * zoom + x
    const py = (ys[at] as number) * zoom + y
    if (px < part.x - size || py < part.y - size) continue
    if (px > part.x + part.width + size || py > part.y + part.height + size) continue
    pen.rect(px - half, py - half, size, size)
  }
  pen.fillStyle = colour
  pen.globalAlpha = dimmed ? 0.35 : 1
  pen.fill()
  pen.globalAlpha = 1
}

/** Dots that stand out: those with open alerts. A ring besides the colour, so that it does not hang on colour alone. */
export function drawMarked(
  pen: CanvasRenderingContext2D,
  { zoom, x, y }: View,
  { xs, ys }: PlacedDots,
  marked: readonly number[],
  colour: string,
): void {
  const half = Math.max(2, Math.min(10, 7 * zoom)) / 2
  const ring = half + 3
  pen.beginPath()
  for (const at of marked) {
    const px = (xs[at] ?? 0) * zoom + x
    const py = (ys[at] ?? 0) * zoom + y
    pen.rect(px - half, py - half, 2 * half, 2 * half)
  }
  pen.fillStyle = colour
  pen.fill()
  pen.beginPath()
  for (const at of marked) {
    const px = (xs[at] ?? 0) * zoom + x
    const py = (ys[at] ?? 0) * zoom + y
    pen.moveTo(px + ring, py)
    pen.arc(px, py, ring, 0, 2 * Math.PI)
  }
  pen.strokeStyle = colour
  pen.lineWidth = 1.2
  pen.stroke()
}
