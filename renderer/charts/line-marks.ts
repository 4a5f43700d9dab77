/** Sets marks along lines, so that they can be told apart without colour; each line has its own, and its own places. */
import type { Chart } from "chart.js"
import { drawPoint } from "chart.js/helpers"
import type { Mark } from "./looks.ts"

const apart = 72

export const lineMarks = (marks: readonly Mark[], surface: string) => ({
  id: "line-marks",
  afterDatasetDraw(
    chart: Chart,
    { index, meta }: { index: number; meta: { data: readonly { x: number; y: number }[] } },
  ) {
    const mark = marks[index]
    const colour = chart.data.datasets[index]?.borderColor
    if (!mark || marks.length < 2 || typeof colour !== "string") return
    const { ctx } = chart
    ctx.save()
    ctx.strokeStyle = colour
    ctx.fillStyle = ["circle", "triangle", "rect", "rectRot"].includes(mark) ? colour : surface
    let next = chart.chartArea.left + 8 + (index * apart) / marks.length
    for (const { x, y } of meta.data) {
      if (x < next || Number.isNaN(y)) continue
      drawPoint(ctx, { pointStyle: mark, radius: 3.6, borderWidth: 1.4, rotation: 0 }, x, y)
      next = x + apart
    }
    ctx.restore()
  },
})
