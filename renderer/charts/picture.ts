/** A chart as a PNG to hand on: with title, time, legend and the site's name, on light ground, twice as fine as the screen. */
import type { ChartConfiguration } from "chart.js"
import { drawPoint } from "chart.js/helpers"
import { colourOf, coloursOf, type ChartColours } from "./colours.ts"
import { hatchFill } from "./hatch.ts"
import { lookOf } from "./looks.ts"
import { Chart } from "./register.ts"

export type Picture = {
  readonly title: string
  /** The time, and what it is narrowed to. */
  readonly sub: string
  /** The site's name, and when this was drawn. */
  readonly foot: string
  readonly legend: readonly { readonly place: number; readonly text: string }[]
  readonly as: "line" | "area"
  readonly config: (colours: ChartColours, pixels: number) => ChartConfiguration
}

const width = 960
const chartHeight = 380
const side = 24
const fine = 2
const legendRow = 20
const legendColumns = 3

export async function drawPicture(picture: Picture): Promise<Blob> {
  const colours = coloursOf("light")
  const rows = Math.ceil(picture.legend.length / legendColumns)
  const head = 70
  const height = head + chartHeight + rows * legendRow + 56
  const sheet = document.createElement("canvas")
  sheet.width = width * fine
  sheet.height = height * fine
  const context = sheet.getContext("2d")
  if (!context) throw new Error("This browser lends no drawing surface.")
  context.scale(fine, fine)
  context.fillStyle = colours.surface
  context.fillRect(0, 0, width, height)
  const write = (text: string, font: string, colour: string, x: number, y: number) => {
    context.font = `${font} ${colours.font}`
    context.fillStyle = colour
    context.fillText(text, x, y, width - 2 * side)
  }
  write(picture.title, "600 18px", colours.ink, side, 34)
  write(picture.sub, "13px", colours.faint, side, 56)
  context.drawImage(drawChart(picture, colours), side, head, width - 2 * side, chartHeight)
  for (const [at, { place, text }] of picture.legend.entries()) {
    const x = side + (at % legendColumns) * ((width - 2 * side) / legendColumns)
    const y = head + chartHeight + 20 + Math.floor(at / legendColumns) * legendRow
    drawSwatch(context, colours, place, picture.as, x, y - 9)
    context.font = `12px ${colours.font}`
    context.fillStyle = colours.ink
    context.fillText(text, x + 32, y + 1, (width - 2 * side) / legendColumns - 44)
  }
  write(picture.foot, "12px", colours.faint, side, height - 18)
  return new Promise((resolve, reject) =>
    sheet.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("The picture could not be made."))), "image/png"),
  )
}

function drawChart({ config }: Picture, colours: ChartColours): HTMLCanvasElement {
  const canvas = document.createElement("canvas")
  canvas.width = width - 2 * side
  canvas.height = chartHeight
  const { options, ...rest } = config(colours, canvas.width)
  const chart = new Chart(canvas, {
    ...rest,
    options: { ...options, responsive: false, devicePixelRatio: fine },
  })
  // Taken before the chart goes: destroying it empties its canvas.
  const copy = document.createElement("canvas")
  copy.width = canvas.width
  copy.height = canvas.height
  copy.getContext("2d")?.drawImage(canvas, 0, 0)
  chart.destroy()
  return copy
}

function drawSwatch(
  context: CanvasRenderingContext2D,
  colours: ChartColours,
  place: number,
  as: Picture["as"],
  x: number,
  y: number,
) {
  const look = lookOf(place)
  const colour = colourOf(colours, look)
  if (as === "area") {
    context.fillStyle = hatchFill(colour, colours.surface, look.hatch)
    context.fillRect(x, y, 24, 12)
    return
  }
  context.save()
  context.strokeStyle = colour
  context.lineWidth = 2
  context.setLineDash([...look.dash])
  context.beginPath()
  context.moveTo(x, y + 6)
  context.lineTo(x + 24, y + 6)
  context.stroke()
  context.setLineDash([])
  context.fillStyle = colour
  drawPoint(context, { pointStyle: look.mark, radius: 3.6, borderWidth: 1.4, rotation: 0 }, x + 12, y + 6)
  context.restore()
}
