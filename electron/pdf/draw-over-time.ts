/** Lines and bars over time as a vector picture: gaps stay gaps, and each line is named at its end. */
import type { Picture } from "../../shared/insight/report/document.ts"
import { ink, seriesInk } from "./ink.ts"
import { svg } from "./svg.ts"
import { fitText, textWidth } from "./text-width.ts"
import { timeTicks, valueTicks } from "./ticks.ts"

type OverTime = Extract<Picture, { readonly steps: readonly number[] }>

type Frame = {
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
  readonly x: (time: number) => number
  readonly y: (value: number) => number
}

const height = 170
const small = 7.5
const labelWidth = 130

const inkOf = (index: number) => seriesInk[index % seriesInk.length]!

/** The highest value, of a stack where bars stand on each other. */
function highest({ is, series, steps }: OverTime): number {
  let most = 0
  for (let step = 0; step < steps.length - 1; step++) {
    let sum = 0
    for (const { values } of series) {
      const value = values[step] ?? 0
      sum = is === "lines" ? Math.max(sum, value) : sum + value
    }
    most = Math.max(most, sum)
  }
  return most
}

function axes(frame: Frame, picture: OverTime, highestValue: number, zone: string): string[] {
  const { left, right, top, bottom, x, y } = frame
  const parts: string[] = []
  for (const { at, text } of valueTicks(highestValue, picture.unit)) {
    parts.push(svg.line(left, y(at), right, y(at), { color: ink.hair, width: at === 0 ? 0.8 : 0.4 }))
    parts.push(svg.text(left - 5, y(at) + 2.6, text, { size: small, color: ink.faint, anchor: "end" }))
  }
  const first = (picture.steps[0] ?? 0) / 60e6
  const last = (picture.steps.at(-1) ?? 0) / 60e6
  const least = ((picture.steps[1] ?? 0) - (picture.steps[0] ?? 0)) / 60e6
  const most = Math.floor((right - left) / 45)
  for (const { at, text } of timeTicks(first, last, { zone, most, least })) {
    const place = x(at * 60e6)
    parts.push(svg.line(place, bottom, place, bottom + 3, { color: ink.faint }))
    const anchor = place - left < 12 ? "start" : right - place < 12 ? "end" : "middle"
    parts.push(svg.text(place, bottom + 11, text, { size: small, color: ink.faint, anchor }))
  }
  return [...gaps(frame, picture, top), ...parts]
}

/** Where nothing was captured, the paper is shaded. */
function gaps({ x, bottom }: Frame, { series, steps }: OverTime, top: number): string[] {
  const parts: string[] = []
  const isGap = (step: number): boolean => series.every(({ values }) => (values[step] ?? null) === null)
  for (let step = 0; step < steps.length - 1; step++) {
    if (!isGap(step)) continue
    const from = step
    while (step + 1 < steps.length - 1 && isGap(step + 1)) step++
    const [left, right] = [x(steps[from]!), x(steps[step + 1]!)]
    parts.push(svg.box(left, top, right - left, bottom - top, ink.shade))
    if (right - left > 62)
      parts.push(
        svg.text((left + right) / 2, top + 10, "nothing captured", {
          size: 6.5,
          color: ink.faint,
          anchor: "middle",
        }),
      )
  }
  return parts
}

/** A stretch of one step would be a line without length: it becomes a dot. */
function lines({ x, y }: Frame, { series, steps }: OverTime): string[] {
  return series.flatMap(({ values }, index) => {
    const { color, dash } = inkOf(index)
    const parts: string[] = []
    let stretch: number[] = []
    const end = (): void => {
      if (stretch.length > 2) parts.push(svg.path(stretch, { color, dash, width: 1.1 }))
      else if (stretch.length === 2) parts.push(svg.dot(stretch[0]!, stretch[1]!, 1.3, color))
      stretch = []
    }
    for (let step = 0; step < steps.length - 1; step++) {
      const value = values[step] ?? null
      if (value === null) end()
      else stretch.push(x((steps[step]! + steps[step + 1]!) / 2), y(value))
    }
    end()
    return parts
  })
}

function bars({ x, y }: Frame, { series, steps }: OverTime): string[] {
  const parts: string[] = []
  for (let step = 0; step < steps.length - 1; step++) {
    const [left, right] = [x(steps[step]!), x(steps[step + 1]!)]
    const pause = Math.min(6, (right - left) * 0.2)
    let below = 0
    series.forEach(({ values }, index) => {
      const value = values[step] ?? 0
      if (value <= 0) return
      parts.push(
        svg.box(
          left + pause / 2,
          y(below + value),
          right - left - pause,
          y(below) - y(below + value),
          inkOf(index).color,
        ),
      )
      below += value
    })
  }
  return parts
}

/** Names at the right, beside where each line ends, moved apart where they would touch. */
function names({ right, top, bottom, y }: Frame, { is, series }: OverTime): string[] {
  const apart = 11
  const wished = series
    .map(({ name, values }, index) => ({ name, index, at: y(values.findLast((value) => value !== null) ?? 0) }))
    .sort((one, other) => one.at - other.at || one.index - other.index)
  let lowest = top - apart + 4
  const placed = wished.map((one) => ({ ...one, at: (lowest = Math.max(one.at, lowest + apart)) }))
  const over = Math.max(0, (placed.at(-1)?.at ?? 0) - bottom)
  return placed.flatMap(({ name, index, at }, place) => {
    const free = Math.max(top + 4 + place * apart, at - over)
    const { color, dash } = inkOf(index)
    const sample =
      is === "lines"
        ? svg.line(right + 6, free, right + 24, free, { color, dash, width: 1.4 })
        : svg.box(right + 12, free - 4, 8, 8, color)
    const text = fitText(name, small, labelWidth - 32)
    return [sample, svg.text(right + 28, free + 2.6, text, { size: small, color: ink.text })]
  })
}

/** `width` in points; labels of more series than stand beside the picture make it higher. */
export function drawOverTime(picture: OverTime, zone: string, width: number): string {
  const most = highest(picture)
  const ticks = valueTicks(most, picture.unit)
  const isNamed = picture.series.length > 1
  const tall = Math.max(height, picture.series.length * 11 + 34)
  const left = Math.max(...ticks.map(({ text }) => textWidth(text, small))) + 8
  const right = width - (isNamed ? labelWidth : 6)
  const [top, bottom] = [8, tall - 18]
  const [first, last] = [picture.steps[0] ?? 0, picture.steps.at(-1) ?? 1]
  const highestTick = ticks.at(-1)!.at || 1
  const frame: Frame = {
    ...{ left, right, top, bottom },
    x: (time) => left + ((time - first) / Math.max(1, last - first)) * (right - left),
    y: (value) => bottom - (value / highestTick) * (bottom - top),
  }
  return svg.picture(width, tall, [
    ...axes(frame, picture, most, zone),
    ...(picture.is === "lines" ? lines(frame, picture) : bars(frame, picture)),
    ...(isNamed ? names(frame, picture) : []),
  ])
}
