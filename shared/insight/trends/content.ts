/** What a widget shows: figures and words, without any drawing. */
import type { Axis } from "./axis.ts"
import type { Grain } from "./measures.ts"
import type { Question } from "./question.ts"
import type { WidgetUnit } from "./widget.ts"

export type Link = { readonly page: string; readonly query: Readonly<Record<string, string>> } | null

/** `total`: of what was counted in the whole time (bytes where values are rates; 0 where sums mean nothing). */
export type ContentSeries = {
  readonly key: string
  readonly name: string
  readonly total: number
  readonly values: readonly (number | null)[]
  readonly link: Link
}
export type ContentSlice = {
  readonly key: string
  readonly name: string
  readonly value: number
  readonly text: string
  readonly link: Link
}
export type ContentTable = {
  readonly columns: readonly { readonly key: string; readonly title: string; readonly right: boolean }[]
  readonly rows: readonly { readonly key: string; readonly cells: readonly string[]; readonly link: Link }[]
}

/** Exactly one of series, slices and table is filled; `reason` says why where none is. */
export type Content = {
  readonly widget: string
  readonly from: number
  readonly to: number
  readonly unit: WidgetUnit
  readonly steps: readonly number[]
  readonly grain: Grain
  readonly series: readonly ContentSeries[]
  readonly slices: readonly ContentSlice[]
  readonly table: ContentTable | null
  readonly reason: string
  readonly note: string
}

const blank = ({ widget, from, to }: Question): Content => ({
  ...{ widget: widget.key, from, to, unit: widget.unit, steps: [], grain: "minute" },
  ...{ series: [], slices: [], table: null, reason: "", note: "" },
})

export const nothingToShow = (question: Question, reason: string): Content => ({ ...blank(question), reason })

export const overTime = (question: Question, axis: Axis, series: readonly ContentSeries[], note: string): Content => ({
  ...blank(question),
  // The day that 1970 began in, in zones that were in 1969 then, begins before all time.
  steps: axis.edges.map((minute) => Math.max(0, minute) * 60e6),
  grain: axis.grain,
  series,
  note: [note, axis.note].filter((one) => one !== "").join(" "),
})

export const sliced = (question: Question, slices: readonly ContentSlice[], note: string): Content => ({
  ...blank(question),
  slices,
  note,
})

export const tabled = (question: Question, table: ContentTable, note: string): Content => ({
  ...blank(question),
  table,
  note,
})
