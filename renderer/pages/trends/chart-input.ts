/** A widget's answer as its chart takes it. */
import type { WidgetAnswer } from "../../../shared/api/contract/trends.ts"
import type { Shape, Widget } from "../../../shared/insight/trends/widget.ts"
import { othersKey } from "../../../shared/insight/trends/rank.ts"
import type { TimeInput } from "../../charts/time-config.ts"
import { dayBarTicks, timeTicks } from "./time-ticks.ts"
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

/** What is summed up is drawn as such. */
export const membersOf = <Member extends { readonly key: string }>(members: readonly Member[]) =>
  members.map((member) => ({ ...member, rest: member.key === othersKey }))

export function timeInput(answer: WidgetAnswer, kind: ChartKind, hidden: ReadonlySet<string>, zone: string): TimeInput {
  const isBars = kind.as === "area"
  return {
    steps: answer.steps,
    series: membersOf(answer.series),
    hidden,
    as: isBars ? "bars" : "lines",
    ticks: (from, to, most) =>
      isBars && answer.grain === "day" ? dayBarTicks(answer.steps, most, zone) : timeTicks(from, to, most, zone),
    formatValue: (value) => shortValue(answer.unit, value),
    whole: isCounted(answer.unit),
  }
}
