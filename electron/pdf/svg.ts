/** Pieces of a vector picture as SVG text. Every text that comes in is made harmless here. */
import { printable } from "./printable.ts"

const round = (value: number): string => String(Math.round(value * 100) / 100)

const escaped = (text: string): string =>
  printable(text).replace(/[&<>"'\n]/g, (sign) => (sign === "\n" ? " " : `&#${sign.charCodeAt(0)};`))

type Paint = { readonly color: string; readonly width?: number; readonly dash?: string }

export const svg = {
  picture: (width: number, height: number, parts: readonly string[]): string =>
    `<svg xmlns="http://www.w3.org/2000/svg" width="${round(width)}" height="${round(height)}" viewBox="0 0 ${round(width)} ${round(height)}">${parts.join("")}</svg>`,
  line: (x1: number, y1: number, x2: number, y2: number, { color, width = 0.5, dash = "" }: Paint): string =>
    `<line x1="${round(x1)}" y1="${round(y1)}" x2="${round(x2)}" y2="${round(y2)}" stroke="${color}" stroke-width="${width}"${dashed(dash)}/>`,
  box: (x: number, y: number, width: number, height: number, fill: string): string =>
    `<rect x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}" fill="${fill}"/>`,
  dot: (x: number, y: number, radius: number, fill: string): string =>
    `<circle cx="${round(x)}" cy="${round(y)}" r="${radius}" fill="${fill}"/>`,
  /** Points as x, y, x, y … */
  path: (points: readonly number[], { color, width = 1, dash = "" }: Paint): string => {
    let d = ""
    for (let at = 0; at < points.length; at += 2)
      d += `${at === 0 ? "M" : "L"}${round(points[at]!)} ${round(points[at + 1]!)}`
    return `<path d="${d}" fill="none" stroke="${color}" stroke-width="${width}" stroke-linejoin="round"${dashed(dash)}/>`
  },
  text: (
    x: number,
    y: number,
    text: string,
    { size, color, anchor = "start" }: { size: number; color: string; anchor?: "start" | "middle" | "end" },
  ): string =>
    `<text x="${round(x)}" y="${round(y)}" font-family="Roboto" font-size="${size}" fill="${color}" text-anchor="${anchor}">${escaped(text)}</text>`,
}

function dashed(dash: string): string {
  return dash === "" ? "" : ` stroke-dasharray="${dash}"`
}
