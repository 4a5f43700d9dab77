/** How wide the columns of a table are on paper: what they need where it fits, and a fair part where it does not. */
import type { ReportTable } from "../../shared/insight/report/document.ts"
import { textWidth } from "./text-width.ts"

export const cellSize = 8
/** Left and right of the text. */
const padding = 10
const least = 34
/** Rows that are looked at; the rest of a long table is like them. */
const looked = 500

/** Points, summing up to `width`. */
export function columnWidths({ columns, rows }: ReportTable, width: number): readonly number[] {
  const natural = columns.map(({ title }, column) => {
    let widest = textWidth(title, cellSize) * 1.08
    for (const row of rows.slice(0, looked)) widest = Math.max(widest, textWidth(row[column] ?? "", cellSize))
    return Math.max(least, widest + padding)
  })
  const sum = natural.reduce((all, one) => all + one, 0)
  if (sum <= width)
    return widened(
      natural,
      columns.map(({ right }) => right),
      width - sum,
    )
  return narrowed(natural, width)
}

/** What is left over goes to the columns of words. */
function widened(natural: readonly number[], right: readonly boolean[], spare: number): readonly number[] {
  const words = right.filter((isRight) => !isRight).length
  return natural.map((one, column) =>
    words === 0 ? one + spare / natural.length : right[column] === true ? one : one + spare / words,
  )
}

/** The widest are cut to one width, so that narrow columns stay whole. */
function narrowed(natural: readonly number[], width: number): readonly number[] {
  let [low, high] = [0, Math.max(...natural)]
  for (let turn = 0; turn < 40; turn++) {
    const cap = (low + high) / 2
    if (natural.reduce((sum, one) => sum + Math.min(one, cap), 0) > width) high = cap
    else low = cap
  }
  return natural.map((one) => Math.min(one, low))
}

/** Has a word that is longer than the column: it must be broken anywhere, or it would run over its neighbours. */
export const mustBreak = (text: string, width: number): boolean =>
  textWidth(text, cellSize) > width - padding &&
  text.split(/[\s-]+/).some((word) => textWidth(word, cellSize) > (width - padding) * 0.92)
