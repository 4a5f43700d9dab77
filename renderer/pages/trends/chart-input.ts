/** A widget's answer as its chart takes it. */
import type { WidgetAnswer } from "../../../shared/api/contract/trends.ts"
import type { Shape, Widget } from "../../../shared/insight/trends/widget.ts"
import type { TimeInput } from "../../charts/time-config.ts"
import { timeTicks } from "./time-ticks.ts"
import { isCounted, shortValue } from "./unit-words.ts"

type ChartShape = "time" | "shares" | "bars" | "columns"
export type ChartKind = { readonly is: ChartShape; readonly as: "line" | "area" }

const kinds: Readonly<Record<Shape, ChartKind | null>> = {
  lines: { is: "time", as: "line" },
  "bars-over-time": { is: "time", as: "area" },
  bars: { is: "bars", as: "area" },
  shares: { is: "shares", as: "area" },
  table: null,
}

/** Null for what is a table by nature. Hours of the day have an order and stand upright. */
export function chartKindOf(widget: Widget): ChartKind | null {
  if (widget.asks.ask === "drops-by-hour") return { is: "columns", as: "area" }
  return kinds[widget.shape]
}

export const timeInput = (
  answer: WidgetAnswer,
  kind: ChartKind,
  hidden: ReadonlySet<string>,
  zone: string,
): TimeInput => ({
  steps: answer.steps,
  series: answer.series,
  hidden,
  as: kind.as === "line" ? "lines" : "bars",
  ticks: (from, to, most) => timeTicks(from, to, most, zone),
  formatValue: (value) => shortValue(answer.unit, value),
  whole: isCounted(answer.unit),
})
