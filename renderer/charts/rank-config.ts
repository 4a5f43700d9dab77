/** Amounts side by side as Chart.js bars, each with its name and value: lying below each other, or upright where their order is one of time. */
import type { Chart, ChartConfiguration } from "chart.js"
import { colourOf, type ChartColours } from "./colours.ts"
import { lookOf, placeOf } from "./looks.ts"
import type { Slice } from "./share-config.ts"

export type RankInput = {
  readonly slices: readonly Slice[]
  readonly upright: boolean
  readonly formatValue: (value: number) => string
  readonly whole: boolean
}

const perLetter = 6.2
const longestShare = 0.4

/** Longer names end in dots; the tip and the table have them whole. */
const shorten = (name: string, pixels: number): string => {
  const letters = Math.max(6, Math.floor(pixels / perLetter))
  return name.length > letters ? `${name.slice(0, letters - 1)}…` : name
}

export function rankConfig(input: RankInput, colours: ChartColours, pixels: number): ChartConfiguration {
  const { slices, upright, formatValue, whole } = input
  const values = slices.map(({ value }) => value)
  const texts = values.map(formatValue)
  const room = Math.max(...texts.map((text) => text.length), 0) * perLetter + 14
  const font = { family: colours.font, size: upright ? 11 : 12 }
  const names = {
    type: "category" as const,
    labels: slices.map(({ name }) => (upright ? name : shorten(name, pixels * longestShare))),
    grid: { display: false },
    border: { color: colours.quiet, display: upright },
    ticks: { color: upright ? colours.faint : colours.ink, font, autoSkip: upright, maxRotation: 0 },
  }
  const amounts = {
    type: "linear" as const,
    beginAtZero: true,
    display: upright,
    border: { display: false },
    grid: { color: colours.line },
    ticks: {
      color: colours.faint,
      font,
      maxTicksLimit: 5,
      ...(whole ? { precision: 0 } : {}),
      callback: (value: number | string) => formatValue(Number(value)),
    },
  }
  return {
    type: "bar",
    data: {
      labels: names.labels,
      datasets: [
        {
          data: values,
          backgroundColor: slices.map((slice) => colourOf(colours, lookOf(placeOf(slice, 0)))),
          minBarLength: 2,
          borderRadius: 2,
          maxBarThickness: upright ? 28 : 14,
          barPercentage: 0.8,
          categoryPercentage: 0.9,
        },
      ],
    },
    options: {
      animation: false,
      events: [],
      maintainAspectRatio: false,
      indexAxis: upright ? "x" : "y",
      layout: { padding: { top: upright ? 6 : 0, right: upright ? 6 : room } },
      scales: upright ? { x: names, y: amounts } : { x: amounts, y: names },
    },
    plugins: upright ? [] : [valueLabels(texts, colours)],
  }
}

const valueLabels = (texts: readonly string[], colours: ChartColours) => ({
  id: "value-labels",
  afterDatasetsDraw(chart: Chart) {
    const { ctx } = chart
    ctx.save()
    ctx.font = `12px ${colours.font}`
    ctx.fillStyle = colours.faint
    ctx.textBaseline = "middle"
    for (const [at, bar] of chart.getDatasetMeta(0).data.entries()) ctx.fillText(texts[at] ?? "", bar.x + 6, bar.y)
    ctx.restore()
  },
})
