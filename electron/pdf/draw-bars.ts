/** Bars and shares as a vector picture: a row each with its name, its bar and its figure; shares say their part of the whole. */
import type { Picture } from "../../shared/insight/report/document.ts"
import { ink } from "./ink.ts"
import { svg } from "./svg.ts"
import { fitText, textWidth } from "./text-width.ts"

type Slices = Extract<Picture, { readonly slices: unknown }>

const rowHeight = 16
const size = 8.5

const percentText = (part: number): string =>
  part > 0 && part < 0.001 ? "< 0.1 %" : `${(part * 100).toFixed(part < 0.0995 ? 1 : 0)} %`

export function drawBars({ is, slices }: Slices, width: number): string {
  const most = Math.max(1e-9, ...slices.map(({ value }) => value))
  const sum = slices.reduce((all, { value }) => all + value, 0)
  const texts = slices.map(({ value, text }) =>
    is === "shares" && sum > 0 ? `${percentText(value / sum)} · ${text}` : text,
  )
  const figures = Math.max(...texts.map((text) => textWidth(text, size))) + 10
  const named = Math.min(width * 0.42, Math.max(...slices.map(({ name }) => textWidth(name, size))) + 10)
  const longest = width - named - figures
  const parts = slices.flatMap(({ name, value }, row) => {
    const y = row * rowHeight
    const length = value <= 0 ? 0 : Math.max(0.8, (value / most) * longest)
    return [
      svg.text(0, y + 11, fitText(name, size, named - 8), { size, color: ink.text }),
      svg.box(named, y + 3, length, rowHeight - 6, ink.accent),
      svg.text(named + length + 5, y + 11, texts[row]!, { size, color: ink.text }),
    ]
  })
  return svg.picture(width, slices.length * rowHeight + 2, [
    ...parts,
    svg.line(named, 0, named, slices.length * rowHeight, { color: ink.faint, width: 0.6 }),
  ])
}
