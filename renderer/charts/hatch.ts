/** Areas filled in a colour with a hatch over it. */
import { tile, type Look } from "./looks.ts"

/** A theme has a dozen of them, and every chart asks for them at each drawing. */
const made = new Map<string, CanvasPattern | string>()

export function hatchFill(colour: string, stroke: string, hatch: Look["hatch"]): CanvasPattern | string {
  if (hatch === "") return colour
  const key = `${colour} ${stroke} ${hatch}`
  const fill = made.get(key) ?? makeFill(colour, stroke, hatch)
  made.set(key, fill)
  return fill
}

function makeFill(colour: string, stroke: string, hatch: Look["hatch"]): CanvasPattern | string {
  const canvas = document.createElement("canvas")
  canvas.width = canvas.height = tile * 2
  const context = canvas.getContext("2d")
  if (!context) return colour
  context.scale(2, 2)
  context.fillStyle = colour
  context.fillRect(0, 0, tile, tile)
  context.strokeStyle = stroke
  context.lineWidth = 1.4
  context.lineCap = hatch.includes("h.1") ? "round" : "butt"
  context.stroke(new Path2D(hatch))
  const pattern = context.createPattern(canvas, "repeat")
  // Drawn at twice the size, so that it stays sharp on fine screens and in pictures.
  pattern?.setTransform(new DOMMatrix().scale(0.5))
  return pattern ?? colour
}
