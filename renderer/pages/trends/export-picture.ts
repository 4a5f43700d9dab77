/** A widget as a PNG file. Loads the chart's code when it is asked for. */
import type { WidgetAnswer } from "../../../shared/api/contract/trends.ts"
import { formatShare } from "../../parts/format/numbers.ts"
import { membersOf, timeInput, type ChartKind } from "./chart-input.ts"
import { exactValue, isCounted, shortValue } from "./unit-words.ts"

export type PictureOf = {
  readonly answer: WidgetAnswer
  readonly kind: ChartKind
  readonly hidden: ReadonlySet<string>
  readonly zone: string
  readonly title: string
  readonly sub: string
  readonly foot: string
}

export async function widgetPicture({ answer, kind, hidden, zone, title, sub, foot }: PictureOf): Promise<Blob> {
  const [{ drawPicture }, { timeConfig }, { shareConfig }, { rankConfig }] = await Promise.all([
    import("../../charts/picture.ts"),
    import("../../charts/time-config.ts"),
    import("../../charts/share-config.ts"),
    import("../../charts/rank-config.ts"),
  ])
  const { unit } = answer
  const series = membersOf(answer.series)
  const slices = membersOf(answer.slices)
  const words = { formatValue: (value: number) => shortValue(unit, value), whole: isCounted(unit) }
  const whole = slices.reduce((sum, { key, value }) => sum + (hidden.has(key) ? 0 : value), 0)
  const members =
    kind.is === "time"
      ? series.map(({ key, name, rest }) => ({ key, rest, text: name }))
      : slices.map(({ key, name, value, rest }) => ({
          key,
          rest,
          text: `${name}: ${exactValue(unit, value)}, ${formatShare(value, whole)}`,
        }))
  const hasLegend = kind.is === "shares" || (kind.is === "time" && series.length > 1)
  return drawPicture({
    title,
    sub,
    foot,
    as: kind.as,
    legend: hasLegend
      ? members.flatMap(({ key, text, rest }, at) => (hidden.has(key) ? [] : [{ place: rest ? -1 : at, text }]))
      : [],
    config: (colours, pixels) => {
      if (kind.is === "time") return timeConfig(timeInput(answer, kind, hidden, zone), colours, pixels)
      if (kind.is === "shares") return shareConfig({ slices, hidden, formatShare }, colours, pixels)
      return rankConfig({ slices, upright: kind.is === "columns", ...words }, colours, pixels)
    },
  })
}
