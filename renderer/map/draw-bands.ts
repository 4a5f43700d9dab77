/** Draws what lies under the devices on both levels: Purdue bands with their titles, and subnets as faint boxes. */
import type { Band, Box } from "../../shared/insight/map/map-device.ts"
import type { Colours } from "./colours.ts"

export type View = { readonly zoom: number; readonly x: number; readonly y: number }

const titles: Readonly<Record<string, readonly [string, string]>> = {
  "4": ["Enterprise", "level 4–5"],
  "3": ["Site operations", "level 3"],
  "2": ["Supervisory", "level 2"],
  "1": ["Process control", "level 1"],
  "0": ["Field devices", "level 0"],
  "-1": ["Network and other", "not classified"],
}

export function drawBands(
  pen: CanvasRenderingContext2D,
  width: number,
  height: number,
  view: View,
  bands: readonly Band[],
  colours: Colours,
): void {
  pen.fillStyle = colours.surface
  pen.fillRect(0, 0, width, height)
  bands.forEach((band, at) => {
    const top = band.y * view.zoom + view.y
    const tall = band.height * view.zoom
    if (top > height || top + tall < 0) return
    pen.fillStyle = at % 2 === 0 ? colours.band : colours.surface
    pen.fillRect(0, top, width, tall)
    pen.fillStyle = colours.softLine
    pen.fillRect(0, top, width, 1)
  })
}

export function drawBoxes(
  pen: CanvasRenderingContext2D,
  width: number,
  height: number,
  view: View,
  boxes: readonly Box[],
  colours: Colours,
  /** Names stand right of this as long as their box reaches there: at the left are the titles of the bands. */
  leftmost = Number.NEGATIVE_INFINITY,
): void {
  const named = view.zoom > 0.3
  const size = Math.max(8, Math.min(10, 15 * view.zoom))
  pen.lineWidth = 1
  pen.strokeStyle = colours.line
  pen.fillStyle = colours.quiet
  pen.font = `${size}px ${colours.font}`
  for (const box of boxes) {
    const x = box.x * view.zoom + view.x
    const y = box.y * view.zoom + view.y
    const wide = box.width * view.zoom
    const tall = box.height * view.zoom
    if (x > width || y > height || x + wide < 0 || y + tall < 0 || wide < 4) continue
    pen.strokeRect(Math.round(x) + 0.5, Math.round(y) + 0.5, Math.round(wide), Math.round(tall))
    const label = named ? shortened(pen, box.label, wide - 6) : ""
    const written = label === "" ? 0 : pen.measureText(label).width + 10
    if (written > 0) pen.fillText(label, Math.min(Math.max(x, leftmost), x + wide - written + 5) + 5, y + size + 3)
  }
}

const leastLetters = 8

/** As much of a long name as there is room for; nothing where that would say nothing. */
function shortened(pen: CanvasRenderingContext2D, text: string, room: number): string {
  const wide = pen.measureText(text).width
  if (wide <= room) return text
  const letters = Math.floor((text.length * room) / wide) - 1
  return letters < leastLetters ? "" : `${text.slice(0, letters)}…`
}

/** Titles stay at the left edge while the map is moved; drawn last, on a ground of their own. */
export function drawTitles(
  pen: CanvasRenderingContext2D,
  height: number,
  view: View,
  bands: readonly Band[],
  colours: Colours,
): void {
  bands.forEach((band, at) => {
    const top = band.y * view.zoom + view.y
    const bottom = top + band.height * view.zoom
    const y = Math.max(top, 0)
    const [title, level] = titles[String(band.purdue)] ?? ["", ""]
    if (bottom - y < 22 || y > height) return
    pen.font = `600 12px ${colours.font}`
    const wide = Math.max(pen.measureText(title).width, 80) + 22
    pen.globalAlpha = 0.85
    pen.fillStyle = at % 2 === 0 ? colours.band : colours.surface
    pen.fillRect(0, y + 1, wide, Math.min(40, bottom - y - 1))
    pen.globalAlpha = 1
    pen.fillStyle = colours.quiet
    pen.fillText(title, 12, y + 17)
    if (bottom - y < 40) return
    pen.font = `11px ${colours.font}`
    pen.fillText(level, 12, y + 33)
  })
}

/** Pixels at the left that a fitted map leaves to the titles. */
export const titleRoom = 150
