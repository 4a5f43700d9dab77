/** Shares of a whole as a Chart.js ring; each part is hatched in its own way and bears its share. Used on the screen and for exported pictures. */
import type { Chart, ChartConfiguration } from "chart.js"
import { colourOf, type ChartColours } from "./colours.ts"
import { hatchFill } from "./hatch.ts"
import { lookOf, placeOf } from "./looks.ts"

export type Slice = {
  readonly key: string
  readonly name: string
  readonly value: number
  /** What is summed up. */
  readonly rest?: boolean
}
export type ShareInput = {
  readonly slices: readonly Slice[]
  readonly hidden: ReadonlySet<string>
  readonly formatShare: (part: number, whole: number) => string
}

/** Narrower parts bear no words: the legend has them. */
const leastLabelled = 0.05
const roomForLabels = { top: 18, bottom: 18, left: 42, right: 42 }
/** Smaller rings bear no words at all, so that they stay rings: the legend beside them has the shares. */
const leastRoom = 230

export function shareConfig(
  { slices, hidden, formatShare }: ShareInput,
  colours: ChartColours,
  pixels: number,
): ChartConfiguration {
  const isLabelled = pixels >= leastRoom
  const shown = slices.flatMap((slice, at) =>
    hidden.has(slice.key) ? [] : [{ ...slice, look: lookOf(placeOf(slice, at)) }],
  )
  const whole = shown.reduce((sum, { value }) => sum + value, 0)
  const labels = shown.map(({ value }) => (value >= whole * leastLabelled ? formatShare(value, whole) : ""))
  const config: ChartConfiguration<"doughnut"> = {
    type: "doughnut",
    data: {
      datasets: [
        {
          data: shown.map(({ value }) => value),
          backgroundColor: shown.map(({ look }) => hatchFill(colourOf(colours, look), colours.surface, look.hatch)),
          borderColor: colours.surface,
          borderWidth: 1.5,
        },
      ],
    },
    options: {
      animation: false,
      events: [],
      maintainAspectRatio: false,
      cutout: "58%",
      layout: { padding: isLabelled ? roomForLabels : 4 },
    },
    plugins: isLabelled ? [shareLabels(labels, colours)] : [],
  }
  return config
}

const shareLabels = (labels: readonly string[], colours: ChartColours) => ({
  id: "share-labels",
  afterDatasetsDraw(chart: Chart) {
    const { ctx } = chart
    ctx.save()
    ctx.font = `11px ${colours.font}`
    ctx.fillStyle = colours.ink
    ctx.textBaseline = "middle"
    for (const [at, arc] of chart.getDatasetMeta(0).data.entries()) {
      const { x, y, startAngle, endAngle, outerRadius } = arc.getProps(
        ["x", "y", "startAngle", "endAngle", "outerRadius"] as never,
        true,
      ) as unknown as Record<"x" | "y" | "startAngle" | "endAngle" | "outerRadius", number>
      const middle = (startAngle + endAngle) / 2
      const across = Math.cos(middle)
      ctx.textAlign = across > 0.3 ? "left" : across < -0.3 ? "right" : "center"
      ctx.fillText(labels[at] ?? "", x + across * (outerRadius + 6), y + Math.sin(middle) * (outerRadius + 10))
    }
    ctx.restore()
  },
})
