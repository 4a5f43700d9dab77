/** What a table needs to know of a column. */
export type TableColumn = {
  readonly key: string
  readonly title: string
  /** Pixels wished for. */
  readonly width: number
  /** Pixels it can be narrowed to where room is short. */
  readonly least?: number
  /** Takes what room is left over. */
  readonly stretch?: boolean
  /** Set by hand: exactly this wide. */
  readonly fixed?: boolean
  /** Numbers stand at the right. */
  readonly right?: boolean
  readonly mono?: boolean
  /** Drawn by the `cell` snippet instead of as plain text. */
  readonly rich?: boolean
  readonly sortable?: boolean
}
export type TableSort = { readonly column: string; readonly down: boolean }
