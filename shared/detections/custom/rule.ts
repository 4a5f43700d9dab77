/** A rule of the user's own, as plain data: what is watched, on which conditions, when, and what is done about it. */
import type { Severity } from "../alert-kind.ts"

/** How a field is compared. `needs`: what stands beside it. */
export const operators = {
  is: { text: "==", words: "is", needs: "value" },
  isNot: { text: "!=", words: "is not", needs: "value" },
  more: { text: ">", words: "is more than", needs: "value" },
  least: { text: ">=", words: "is at least", needs: "value" },
  less: { text: "<", words: "is less than", needs: "value" },
  most: { text: "<=", words: "is at most", needs: "value" },
  inRange: { text: "in range", words: "is within", needs: "range" },
  notInRange: { text: "not in range", words: "is outside", needs: "range" },
  sameAs: { text: "same as", words: "is the same as", needs: "field" },
  contains: { text: "contains", words: "contains", needs: "value" },
  begins: { text: "begins with", words: "begins with", needs: "value" },
  ends: { text: "ends with", words: "ends with", needs: "value" },
} as const satisfies Record<string, { text: string; words: string; needs: "value" | "range" | "field" }>

export type Operator = keyof typeof operators

/** Values stand as they were typed; the field's type says how they are read. */
export type Condition = {
  readonly field: string
  readonly operator: Operator
  readonly value: string
  /** The end of a range. */
  readonly to: string
  /** The other field of "same as". */
  readonly other: string
}

/** Days of the week (0: Sunday; none: each) and minutes of the day. One that does not end after it begins lasts over midnight. */
export type TimeWindow = { readonly days: readonly number[]; readonly from: number; readonly to: number }

export const occasions = {
  any: "Any time",
  working: "Working hours",
  after: "After hours",
  own: "Own days and hours",
} as const

export type Rule = {
  readonly name: string
  /** For who meets its alerts at night: why it is there, whom to ask. */
  readonly comment: string
  /** What is watched: a key of `topics`. */
  readonly about: string
  /** Short name of a protocol; "": any. */
  readonly protocol: string
  /** either: the two ends may stand the other way round. */
  readonly direction: "asked" | "either"
  /** Any of the sets; of a set, all conditions. */
  readonly sets: readonly (readonly Condition[])[]
  readonly when: keyof typeof occasions
  /** Of "own". */
  readonly windows: readonly TimeWindow[]
  readonly action: "alert" | "event"
  readonly severity: Severity
  /** With fields in braces: "{source} wrote {value} to {where}". */
  readonly message: string
  readonly on: boolean
}

/** Which rule raised it. */
export type RaisedBy = { readonly id: string; readonly name: string; readonly severity: Severity }

/** `version`: grows with every change of what it says, so that a changed rule raises anew. */
export type RuleInForce = Rule & { readonly id: string; readonly version: number }

/** What holds for what is read next. `hours`: the site's working hours. */
export type CustomRules = {
  readonly zone: string
  readonly hours: readonly TimeWindow[]
  readonly rules: readonly RuleInForce[]
}

/** Monday to Friday, 6 to 18. */
export const usualHours: readonly TimeWindow[] = [{ days: [1, 2, 3, 4, 5], from: 360, to: 1080 }]

/** How often a rule matched in one hour of capture time. Times are microseconds since 1970 UTC. */
export type RuleHits = { readonly rule: string; readonly hour: number; readonly hits: number; readonly last: number }

/** One match, for who wants to see them one by one. */
export type RuleMatch = {
  readonly rule: string
  readonly time: number
  readonly source: { readonly device: string; readonly address: string }
  readonly target: { readonly device: string; readonly address: string }
  readonly protocol: string
  readonly what: string
  readonly where: string
  readonly value: string
  readonly message: string
  /** 0: no single frame proves it. */
  readonly frame: number
}
