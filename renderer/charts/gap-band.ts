/** Draws "not captured" over the stretches of a time chart that nothing is known of. */
import type { Chart } from "chart.js"
import type { ChartColours } from "./colours.ts"
import { hatchFill } from "./hatch.ts"

export const gapBand = (spans: readonly (readonly [number, number])[], colours: ChartColours) => ({
  id: "gap-band",
  beforeDatasetsDraw(chart: Chart) {
    const { ctx, chartArea, scales } = chart
    const x = scales["x"]
    if (!x || spans.length === 0) return
    ctx.save()
    ctx.font = `11px ${colours.font}`
    ctx.textAlign = "center"
    ctx.textBaseline = "middle"
    for (const [from, to] of spans) {
      const left = x.getPixelForValue(from)
      const width = x.getPixelForValue(to) - left
      if (width < 1) continue
      ctx.globalAlpha = 0.75
      ctx.fillStyle = hatchFill(colours.surface, colours.line, "M-2 10L10 -2M-2 2L2 -2M6 10L10 6")
      ctx.fillRect(left, chartArea.top, width, chartArea.height)
      ctx.globalAlpha = 1
      ctx.fillStyle = colours.faint
      if (width > 74) ctx.fillText("not captured", left + width / 2, (chartArea.top + chartArea.bottom) / 2)
    }
    ctx.restore()
  },
})
