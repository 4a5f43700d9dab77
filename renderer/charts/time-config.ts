/** Values over time as a Chart.js picture: lines, or bars that stand on each other. Used on the screen and for exported pictures. */
import type { ChartConfiguration, ChartDataset } from "chart.js"
import { colourOf, type ChartColours } from "./colours.ts"
import { gapBand } from "./gap-band.ts"
import { hatchFill } from "./hatch.ts"
import { lineMarks } from "./line-marks.ts"
import { lookOf, placeOf } from "./looks.ts"
import { gapsOf, timePoints } from "./time-points.ts"

export type Tick = { readonly at: number; readonly text: string }
export type TimeSeries = {
  readonly key: string
  readonly name: string
  readonly values: readonly (number | null)[]
  /** What is summed up. */
  readonly rest?: boolean
}
export type TimeInput = {
  /** Starts of the steps and the end of the last. */
  readonly steps: readonly number[]
  readonly series: readonly TimeSeries[]
  /** Keys of the series that are switched off. */
  readonly hidden: ReadonlySet<string>
  readonly as: "lines" | "bars"
  /** Where the ticks of the time stand: at most so many. */
  readonly ticks: (from: number, to: number, most: number) => readonly Tick[]
  readonly formatValue: (value: number) => string
  /** Values are counted, not measured. */
  readonly whole: boolean
}

const perTick = 78

export function timeConfig(input: TimeInput, colours: ChartColours, pixels: number): ChartConfiguration {
  const { steps, series, hidden, as, formatValue, whole } = input
  const from = steps[0] ?? 0
  const to = steps.at(-1) ?? 1
  const shown = series.flatMap((each, at) =>
    hidden.has(each.key) ? [] : [{ ...each, look: lookOf(placeOf(each, at)) }],
  )
  const gaps = gapsOf(series, steps.length - 1).map(([first, end]) => [steps[first] ?? 0, steps[end] ?? 0] as const)
  const ticks = input.ticks(from, to, Math.max(2, Math.floor(pixels / perTick)))
  const font = { family: colours.font, size: 11 }
  return {
    type: as === "bars" ? "bar" : "line",
    data: {
      datasets: shown.map(({ values, look }): ChartDataset => {
        const colour = colourOf(colours, look)
        return as === "bars"
          ? barsOf(steps, values, pixels, hatchFill(colour, colours.surface, look.hatch))
          : lineOf(timePoints(steps, values, pixels), colour, look.dash, series.length === 1)
      }),
    },
    options: {
      animation: false,
      parsing: false,
      normalized: true,
      events: [],
      maintainAspectRatio: false,
      layout: { padding: { top: 6, right: 6 } },
      scales: {
        x: {
          type: "linear",
          min: from,
          max: to,
          stacked: as === "bars",
          offset: false,
          grid: { display: false },
          border: { color: colours.quiet },
          ticks: {
            color: colours.faint,
            font,
            maxRotation: 0,
            autoSkip: false,
            callback: (at) => ticks.find((tick) => tick.at === at)?.text ?? "",
          },
          afterBuildTicks: (axis) => {
            axis.ticks = ticks.map(({ at }) => ({ value: at }))
          },
        },
        y: {
          beginAtZero: true,
          stacked: as === "bars",
          border: { display: false },
          grid: { color: colours.line },
          ticks: {
            color: colours.faint,
            font,
            maxTicksLimit: 5,
            ...(whole ? { precision: 0 } : {}),
            callback: (value) => formatValue(Number(value)),
          },
        },
      },
    },
    plugins: [
      gapBand(gaps, colours),
      ...(as === "lines"
        ? [
            lineMarks(
              shown.map(({ look }) => look.mark),
              colours.surface,
            ),
          ]
        : []),
    ],
  }
}

const lineOf = (
  data: ReturnType<typeof timePoints>,
  colour: string,
  dash: readonly number[],
  alone: boolean,
): ChartDataset => ({
  type: "line",
  data: [...data],
  borderColor: colour,
  borderDash: [...dash],
  borderWidth: 1.6,
  borderJoinStyle: "bevel",
  pointRadius: 0,
  fill: alone,
  backgroundColor: `color-mix(in srgb, ${colour} 14%, transparent)`,
})

function barsOf(
  steps: readonly number[],
  values: TimeSeries["values"],
  pixels: number,
  fill: CanvasPattern | string,
): ChartDataset {
  const room = pixels / Math.max(1, values.length)
  return {
    type: "bar",
    data: values.flatMap((y, at) =>
      y === null || y === 0 ? [] : [{ x: ((steps[at] ?? 0) + (steps[at + 1] ?? 0)) / 2, y }],
    ),
    backgroundColor: fill,
    barThickness: Math.min(36, Math.max(1, room > 6 ? room * 0.76 : room)),
  }
}
