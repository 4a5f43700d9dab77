/** What a reader of one file format does. */
import type { Frame } from "./frame.ts"
import type { CaptureProblem } from "./problem.ts"
import type { Window } from "./window.ts"

/** frame: one was read. more: the window must be filled first. end: the file has no further frame. */
export type Step = "frame" | "more" | "end"

export interface Format {
  readonly fileType: "pcap" | "pcapng"
  /** Link types in the order in which the file names them. */
  readonly linkTypes: readonly number[]
  /** Reads the next frame into `frame` (all but its number). */
  next(window: Window, frame: Frame): Step
}

export type Report = (problem: CaptureProblem) => void

/** A record larger than this is damage, not a frame: 256 KiB is the most that capture tools write, USB aside. */
export const largestFrame = 262_144
