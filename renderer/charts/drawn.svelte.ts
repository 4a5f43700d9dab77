/** Keeps a canvas drawn: the chart is made once and drawn again in place when what it shows, its size or the theme changes. */
import type { ChartConfiguration } from "chart.js"
import type { Attachment } from "svelte/attachments"
import { coloursOf, type ChartColours } from "./colours.ts"
import { Chart } from "./register.ts"

type Wanted = {
  readonly width: number
  readonly height: number
  /** Whose colours are used. */
  readonly theme: string
  readonly config: (colours: ChartColours) => ChartConfiguration
}

/** `wanted` is read again whenever what it reads changes; `hold` is lent the chart, for questions about places. */
export const drawn =
  (wanted: () => Wanted, hold: (chart: Chart | null) => void): Attachment<HTMLCanvasElement> =>
  (canvas) => {
    let chart: Chart | null = null
    $effect(() => {
      const { width, height, theme, config } = wanted()
      if (width === 0 || height === 0) return
      const { type, data, options = {}, plugins = [] } = config(coloursOf(theme))
      if (!chart || ("type" in chart.config && chart.config.type !== type)) {
        chart?.destroy()
        // What a plugin draws belongs to what is shown, so it is looked up at each drawing.
        chart = new Chart(canvas, {
          type,
          data,
          options: { ...options, responsive: false },
          plugins: [lent],
        })
        hold(chart)
      }
      extras.set(chart, plugins)
      if (chart.width !== width || chart.height !== height) chart.resize(width, height)
      chart.data = data
      chart.options = { ...options, responsive: false }
      chart.update("none")
    })
    return () => {
      hold(null)
      chart?.destroy()
      chart = null
    }
  }

type Extra = NonNullable<ChartConfiguration["plugins"]>[number]
const extras = new WeakMap<Chart, readonly Extra[]>()
const lent: Extra = {
  id: "lent",
  beforeDatasetsDraw: (chart, args) => {
    for (const extra of extras.get(chart) ?? []) void extra.beforeDatasetsDraw?.(chart, args, {})
  },
  afterDatasetDraw: (chart, args) => {
    for (const extra of extras.get(chart) ?? []) extra.afterDatasetDraw?.(chart, args, {})
  },
  afterDatasetsDraw: (chart, args) => {
    for (const extra of extras.get(chart) ?? []) extra.afterDatasetsDraw?.(chart, args, {}, false)
  },
}
