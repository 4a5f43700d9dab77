/**
 * What the questions of trends read: what was measured, by key and step, whatever keeps it. Steps are named by the minute they
 * begin at, in minutes since 1970 UTC; a day begins at midnight in the site's zone. All other times are microseconds since 1970 UTC.
 */

import type { Talk, TalkFunction } from "../../model/talk.ts"

export const grains = ["minute", "hour", "day"] as const
/** Times of answers and polling are measured by so many minutes where traffic is measured by one: few look at them closer. */
export const timingMinutes = 10
export type Grain = (typeof grains)[number]

export type { Talk, TalkFunction } from "../../model/talk.ts"

/** The traffic of the whole site is measured under this id: also packets that belong to no talk. */
export const everything = 0

/** The sensor listened, or a capture covers this time: no packet then means no traffic. Outside, nothing is known. */
export type Covered = { readonly from: number; readonly to: number }

/** Of functions, since the step began. Sums add up over steps and functions; `longest` is a maximum. */
export type Timing = {
  /** Requests whose answer was seen, and how long the answers took (microseconds). */
  answered: number
  responseSum: number
  longest: number
  /** Pauses between two equal requests, their sum (microseconds), and how much each differed from the one before (sum, microseconds). */
  intervals: number
  intervalSum: number
  jitterSum: number
}

/** Readers visit steps from `from` (inclusive) to `to` (exclusive), both as steps are named. Nothing that is visited may be kept. */
export type Measures = {
  /** All talks and functions by id; holes where an id is not used. */
  readonly talks: readonly (Talk | undefined)[]
  readonly functions: readonly (TalkFunction | undefined)[]
  /** What was listened to within the time, in order, joined where it touches. */
  readonly covered: (from: number, to: number) => readonly Covered[]
  /** `wanted` leaves keys out before they cost anything. */
  readonly traffic: (
    grain: Grain,
    from: number,
    to: number,
    visit: (step: number, talk: number, packets: number, bytes: number) => void,
    wanted?: (talk: number) => boolean,
  ) => void
  readonly counts: (
    grain: Grain,
    from: number,
    to: number,
    visit: (
      step: number,
      fn: number,
      requests: number,
      responses: number,
      exceptions: number,
      messages: number,
    ) => void,
    wanted?: (fn: number) => boolean,
  ) => void
  /** In the grain of minutes, a step has `timingMinutes`. */
  readonly timing: (
    grain: Grain,
    from: number,
    to: number,
    visit: (step: number, fn: number, timing: Timing) => void,
    wanted?: (fn: number) => boolean,
  ) => void
  /** First and last step that is kept of a grain; null where there is none. */
  readonly kept: (grain: Grain) => { readonly first: number; readonly last: number } | null
}
