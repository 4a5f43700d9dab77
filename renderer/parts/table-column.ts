/** What a table needs to know of a column. */
export type TableColumn = {
  readonly key: string
  readonly title: string
  /** Pixels; the least width where it stretches. */
  readonly width: number
  readonly stretch?: boolean
  /** Numbers stand at the right. */
  readonly right?: boolean
  readonly mono?: boolean
  /** Drawn by the `cell` snippet instead of as plain text. */
  readonly rich?: boolean
  readonly sortable?: boolean
}
export type TableSort = { readonly column: string; readonly down: boolean }
