/** Gives every column its pixels: what is left over goes to those that stretch, what is missing is taken from those that can be narrower. */
import type { TableColumn } from "./table-column.ts"

/** Texts stay readable a little narrower than one would wish; numbers and what was set by hand do not give way. */
export const leastOf = ({ width, least, right, fixed }: TableColumn): number =>
  fixed ? width : (least ?? (right ? width : Math.round(width * 0.72)))

/** Whole pixels, in the order of the columns; together wider than the room only where nothing can give way any more. */
export function fitColumns(columns: readonly TableColumn[], room: number): readonly number[] {
  const wanted = columns.reduce((sum, { width }) => sum + width, 0)
  if (wanted > room) {
    const slack = columns.reduce((sum, column) => sum + column.width - leastOf(column), 0)
    const share = slack === 0 ? 0 : Math.min(1, (wanted - room) / slack)
    return columns.map((column) => Math.floor(column.width - (column.width - leastOf(column)) * share))
  }
  const stretching = columns.filter(({ stretch, fixed }) => stretch && !fixed).length
  const more = stretching === 0 ? 0 : Math.floor((room - wanted) / stretching)
  return columns.map(({ width, stretch, fixed }) => (stretch && !fixed ? width + more : width))
}
