/** Owns the bird's-eye level: every device a dot and every line a line, on a plain canvas from typed arrays. */
import { nearest, type Direction } from "../../shared/insight/map/nearest.ts"
import type { PlacedDots } from "../../shared/insight/map/place-dots.ts"
import { readColours, type Colours } from "./colours.ts"
import { drawBands, drawBoxes, drawTitles, titleRoom, type View } from "./draw-bands.ts"
import { drawDots, drawLines, drawMarked, type Part } from "./draw-dots.ts"

const zoomRange = { least: 0.02, most: 6 }
const pickRadius = 14

export class DotsCanvas {
  readonly #canvas: HTMLCanvasElement
  readonly #pen: CanvasRenderingContext2D
  /** Everything but what is chosen and the titles, as last drawn. */
  readonly #world: CanvasRenderingContext2D
  #drawn: View | null = null
  #dots: PlacedDots | null = null
  #colours: Colours = readColours()
  #view = { zoom: 1, x: 0, y: 0 }
  #chosen = -1
  #found: readonly number[] = []
  #neighbours: readonly number[] = []
  #alarmed: readonly number[] = []
  #wanted = 0
  /** Until somebody moves or zooms the map, all of it is kept in view. */
  #untouched = true

  constructor(canvas: HTMLCanvasElement) {
    const pen = canvas.getContext("2d", { alpha: false })
    const world = document.createElement("canvas").getContext("2d", { alpha: false })
    if (!pen || !world) throw new Error("this browser draws no 2D canvas")
    this.#canvas = canvas
    this.#pen = pen
    this.#world = world
  }

  show(dots: PlacedDots): void {
    this.#dots = dots
    this.resize()
    if (this.#untouched && this.#chosen < 0) this.fit()
    this.#redrawAll()
  }

  recolour(): void {
    this.#colours = readColours()
    this.#redrawAll()
  }

  light(chosen: number, found: readonly number[]): void {
    this.#chosen = chosen
    this.#found = found
    this.#neighbours = this.#neighboursOf(chosen)
    this.#redrawAll()
  }

  /** These have open alerts. */
  alarm(dots: readonly number[]): void {
    this.#alarmed = dots
    this.#redrawAll()
  }

  resize(): void {
    const { clientWidth, clientHeight } = this.#canvas
    if (this.#canvas.width === clientWidth && this.#canvas.height === clientHeight) return
    this.#canvas.width = clientWidth
    this.#canvas.height = clientHeight
    if (this.#untouched && this.#chosen < 0) this.fit()
    this.#redrawAll()
  }

  fit(): void {
    const { width, height } = this.#canvas
    if (!this.#dots || width === 0) return
    this.#untouched = true
    const left = Math.min(...this.#dots.boxes.map((box) => box.x))
    const wide = Math.max(1, Math.max(...this.#dots.boxes.map((box) => box.x + box.width)) - left)
    const room = width - titleRoom - 24
    const zoom = Math.min(2, room / wide, (height - 24) / this.#dots.height)
    const x = titleRoom + (room - wide * zoom) / 2 - left * zoom
    this.#view = { zoom, x, y: (height - this.#dots.height * zoom) / 2 }
    this.redraw()
  }

  panBy(dx: number, dy: number): void {
    this.#untouched = false
    // Whole pixels, so that what is drawn can be shifted.
    this.#view.x += Math.round(dx)
    this.#view.y += Math.round(dy)
    this.redraw()
  }

  zoomBy(factor: number, x = this.#canvas.width / 2, y = this.#canvas.height / 2): void {
    this.#untouched = false
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

  #redrawAll(): void {
    this.#drawn = null
    this.redraw()
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
    if (width === 0 || height === 0) return
    this.#bringUpToDate(dots)
    this.#pen.drawImage(this.#world.canvas, 0, 0)
    this.#drawChosen(dots)
    drawTitles(this.#pen, height, this.#view, dots.bands, this.#colours)
  }

  /** Moving the map only shifts what is drawn already; just the strips that come into view are drawn anew. */
  #bringUpToDate(dots: PlacedDots): void {
    const { width, height } = this.#canvas
    const world = this.#world
    const before = this.#drawn
    const view = { ...this.#view }
    this.#drawn = view
    const dx = before ? view.x - before.x : width
    const dy = before ? view.y - before.y : height
    if (!before || before.zoom !== view.zoom || Math.abs(dx) >= width || Math.abs(dy) >= height) {
      if (world.canvas.width !== width) world.canvas.width = width
      if (world.canvas.height !== height) world.canvas.height = height
      this.#drawPart(dots, { x: 0, y: 0, width, height })
      return
    }
    if (dx === 0 && dy === 0) return
    world.drawImage(world.canvas, dx, dy)
    if (dx !== 0) this.#drawPart(dots, { x: dx > 0 ? 0 : width + dx, y: 0, width: Math.abs(dx), height })
    if (dy !== 0) this.#drawPart(dots, { x: 0, y: dy > 0 ? 0 : height + dy, width, height: Math.abs(dy) })
  }

  #drawPart(dots: PlacedDots, part: Part): void {
    const pen = this.#world
    const { width, height } = this.#canvas
    pen.save()
    pen.beginPath()
    pen.rect(part.x, part.y, part.width, part.height)
    pen.clip()
    drawBands(pen, width, height, this.#view, dots.bands, this.#colours)
    drawBoxes(pen, width, height, this.#view, dots.boxes, this.#colours)
    drawLines(pen, part, this.#view, dots, this.#colours.faint, this.#chosen >= 0)
    drawDots(pen, part, this.#view, dots, this.#colours.quiet, this.#chosen >= 0 || this.#found.length > 0)
    drawMarked(pen, this.#view, dots, this.#alarmed, this.#colours.critical)
    pen.restore()
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
