/** A report that one hands to somebody: what it says, in which order; how it is set is the business of electron/pdf. */

/** A picture of figures. Values of lines are null where nothing was captured. */
export type Picture =
  | {
      readonly is: "lines" | "bars-over-time"
      /** Start of each step and the end of the last, microseconds since 1970 UTC: one more than each series has values. */
      readonly steps: readonly number[]
      readonly series: readonly { readonly name: string; readonly values: readonly (number | null)[] }[]
      readonly unit: string
    }
  | {
      readonly is: "bars" | "shares"
      readonly slices: readonly { readonly name: string; readonly value: number; readonly text: string }[]
      readonly unit: string
    }

export type ReportTable = {
  readonly columns: readonly { readonly title: string; readonly right: boolean }[]
  readonly rows: readonly (readonly string[])[]
}

export type ReportPart = {
  readonly heading: string
  /** 1: a chapter, 2: within the chapter before. */
  readonly level: 1 | 2
  readonly text: string
  readonly picture: Picture | null
  readonly table: ReportTable | null
  /** Small, below. */
  readonly note: string
}

export type ReportDocument = {
  readonly title: string
  /** Of the site or the sensor. */
  readonly site: string
  /** The time that it speaks of, in words. */
  readonly range: string
  /** When it was made and by whom, in words. */
  readonly made: string
  /** IANA zone that the pictures' axes are in. */
  readonly zone: string
  readonly summary: readonly string[]
  readonly parts: readonly ReportPart[]
}
