/** Owns the bird's-eye level: every device a dot and every line a line, on a plain canvas from typed arrays. */
import { nearest, type Direction } from "../../shared/insight/map/nearest.ts"
import type { PlacedDots } from "../../shared/insight/map/place-dots.ts"
import { readColours, type Colours } from "./colours.ts"
import { drawBands, drawBoxes, drawTitles, type View } from "./draw-bands.ts"

const zoomRange = { least: 0.02, most: 6 }
const pickRadius = 14

export class DotsCanvas {
  readonly #canvas: HTMLCanvasElement
  readonly #pen: CanvasRenderingContext2D
  #dots: PlacedDots | null = null
  #colours: Colours = readColours()
  #view: { zoom: number; x: number; y: number } = { zoom: 1, x: 0, y: 0 }
  #chosen = -1
  #found: readonly number[] = []
  #neighbours: readonly number[] = []
  #wanted = 0
  #fitted = false

  constructor(canvas: HTMLCanvasElement) {
    const pen = canvas.getContext("2d", { alpha: false })
    if (!pen) throw new Error("this browser draws no 2D canvas")
    this.#canvas = canvas
    this.#pen = pen
  }

  show(dots: PlacedDots): void {
    this.#dots = dots
    this.resize()
    if (!this.#fitted) this.fit()
    this.#fitted = true
    this.redraw()
  }

  recolour(): void {
    this.#colours = readColours()
    this.redraw()
  }

  light(chosen: number, found: readonly number[]): void {
    this.#chosen = chosen
    this.#found = found
    this.#neighbours = this.#neighboursOf(chosen)
    this.redraw()
  }

  resize(): void {
    const { clientWidth, clientHeight } = this.#canvas
    if (this.#canvas.width === clientWidth && this.#canvas.height === clientHeight) return
    this.#canvas.width = clientWidth
    this.#canvas.height = clientHeight
    this.redraw()
  }

  fit(): void {
    const { width, height } = this.#canvas
    if (!this.#dots || width === 0) return
    const zoom = Math.min(2, (width - 24) / this.#dots.width, (height - 24) / this.#dots.height)
    this.#view = { zoom, x: (width - this.#dots.width * zoom) / 2, y: (height - this.#dots.height * zoom) / 2 }
    this.redraw()
  }

  panBy(dx: number, dy: number): void {
    this.#view.x += dx
    this.#view.y += dy
    this.redraw()
  }

  zoomBy(factor: number, x = this.#canvas.width / 2, y = this.#canvas.height / 2): void {
    const { zoom } = this.#view
    const next = Math.max(zoomRange.least, Math.min(zoomRange.most, zoom * factor))
    this.#view = { zoom: next, x: x - ((x - this.#view.x) * next) / zoom, y: y - ((y - this.#view.y) * next) / zoom }
    this.redraw()
  }

  reveal(at: number): void {
    if (!this.#dots || at < 0) return
    const zoom = Math.max(0.8, this.#view.zoom)
    const x = this.#canvas.width / 2 - (this.#dots.xs[at] ?? 0) * zoom
    const y = this.#canvas.height / 2 - (this.#dots.ys[at] ?? 0) * zoom
    this.#view = { zoom, x, y }
    this.redraw()
  }

  /** The dot under the pointer, or -1. */
  pick(x: number, y: number): number {
    if (!this.#dots) return -1
    const { zoom } = this.#view
    const wx = (x - this.#view.x) / zoom
    const wy = (y - this.#view.y) / zoom
    const { xs, ys } = this.#dots
    let best = -1
    let least = (pickRadius / zoom) ** 2
    for (let at = 0; at < xs.length; at++) {
      const distance = ((xs[at] ?? 0) - wx) ** 2 + ((ys[at] ?? 0) - wy) ** 2
      if (distance >= least) continue
      least = distance
      best = at
    }
    return best
  }

  step(from: number, direction: Direction): number {
    const dots = this.#dots
    if (!dots || dots.xs.length === 0) return -1
    const place = (at: number) => ({ at, x: dots.xs[at] ?? 0, y: dots.ys[at] ?? 0 })
    const all = Array.from(dots.xs, (_, at) => place(at))
    if (from < 0) return all.toSorted((a, b) => a.y - b.y || a.x - b.x)[0]?.at ?? -1
    return nearest(all, place(from), direction)?.at ?? from
  }

  stop(): void {
    cancelAnimationFrame(this.#wanted)
  }

  /** However often it is asked for: once a frame. */
  redraw(): void {
    if (this.#wanted !== 0) return
    this.#wanted = requestAnimationFrame(() => {
      this.#wanted = 0
      this.#draw()
    })
  }

  #neighboursOf(chosen: number): readonly number[] {
    if (!this.#dots || chosen < 0) return []
    const { lines } = this.#dots
    const found: number[] = []
    for (let at = 0; at < lines.length; at += 2) {
      if (lines[at] === chosen) found.push(lines[at + 1] ?? 0)
      else if (lines[at + 1] === chosen) found.push(lines[at] ?? 0)
    }
    return found
  }

  #draw(): void {
    const dots = this.#dots
    if (!dots) return
    const { width, height } = this.#canvas
    const pen = this.#pen
    const view: View = this.#view
    pen.fillStyle = this.#colours.surface
    pen.fillRect(0, 0, width, height)
    drawBands(pen, width, height, view, dots.bands, this.#colours)
    drawBoxes(pen, width, height, view, dots.boxes, this.#colours)
    this.#drawLines(dots)
    this.#drawDots(dots)
    this.#drawChosen(dots)
    drawTitles(pen, height, view, dots.bands, this.#colours)
  }

  /** One path for all lines; those with both ends beyond the same edge can't be seen and are left out. */
  #drawLines({ xs, ys, lines }: PlacedDots): void {
    const pen = this.#pen
    const { zoom, x, y } = this.#view
    const { width, height } = this.#canvas
    pen.beginPath()
    for (let at = 0; at < lines.length; at += 2) {
      const from = lines[at] as number
      const to = lines[at + 1] as number
      const x1 = (xs[from] as number) * zoom + x
      const x2 = (xs[to] as number) * zoom + x
      if ((x1 < 0 && x2 < 0) || (x1 > width && x2 > width)) continue
      const y1 = (ys[from] as number) * zoom + y
      const y2 = (ys[to] as number) * zoom + y
      if ((y1 < 0 && y2 < 0) || (y1 > height && y2 > height)) continue
      pen.moveTo(x1, y1)
      pen.lineTo(x2, y2)
    }
    pen.lineWidth = 1
    pen.strokeStyle = this.#colours.faint
    pen.globalAlpha = this.#chosen >= 0 ? 0.12 : lines.length > 20_000 ? 0.22 : 0.45
    pen.stroke()
    pen.globalAlpha = 1
  }

  #drawDots({ xs, ys }: PlacedDots): void {
    const pen = this.#pen
    const { zoom, x, y } = this.#view
    const { width, height } = this.#canvas
    const size = Math.max(2, Math.min(10, 7 * zoom))
    const half = size / 2
    pen.beginPath()
    for (let at = 0; at < xs.length; at++) {
      const px = (xs[at] as number) * zoom + x
      const py = (ys[at] as number) * zoom + y
      if (px < -size || py < -size || px > width + size || py > height + size) continue
      pen.rect(px - half, py - half, size, size)
    }
    pen.fillStyle = this.#colours.quiet
    pen.globalAlpha = this.#chosen >= 0 || this.#found.length > 0 ? 0.35 : 1
    pen.fill()
    pen.globalAlpha = 1
  }

  #drawChosen({ xs, ys }: PlacedDots): void {
    const pen = this.#pen
    const { zoom, x, y } = this.#view
    const px = (at: number) => (xs[at] ?? 0) * zoom + x
    const py = (at: number) => (ys[at] ?? 0) * zoom + y
    const size = Math.max(4, Math.min(12, 9 * zoom))
    pen.strokeStyle = this.#colours.accent
    pen.fillStyle = this.#colours.accent
    if (this.#chosen >= 0) {
      pen.beginPath()
      for (const other of this.#neighbours) {
        pen.moveTo(px(this.#chosen), py(this.#chosen))
        pen.lineTo(px(other), py(other))
      }
      pen.lineWidth = 1.5
      pen.stroke()
    }
    pen.beginPath()
    for (const at of [...this.#neighbours, ...this.#found]) pen.rect(px(at) - size / 2, py(at) - size / 2, size, size)
    pen.fill()
    if (this.#chosen < 0) return
    pen.beginPath()
    pen.arc(px(this.#chosen), py(this.#chosen), size, 0, 2 * Math.PI)
    pen.fill()
  }
}
