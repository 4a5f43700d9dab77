/** A point, slice or row that a person wants to see behind. */
import type { WidgetAnswer, WidgetFilter } from "../../../shared/api/contract/trends.ts"

export type BehindQuestion = {
  readonly widget: string
  readonly filter: WidgetFilter
  readonly title: string
  /** Of the series, slice or row; "" for all. */
  readonly key: string
  readonly name: string
  readonly link: WidgetAnswer["series"][number]["link"]
  readonly from: number
  readonly to: number
}
