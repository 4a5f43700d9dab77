/** How far a capture is, and the words for it. */
import type { Capture } from "../../../shared/api/contract/captures.ts"

export const captureStates: Readonly<Record<Capture["state"], string>> = {
  uploading: "Sending",
  waiting: "Waiting",
  reading: "Reading",
  done: "Read",
  cancelled: "Cancelled",
  failed: "Not read",
  known: "Already read",
}

/** What stands in the list for a live capture: it has no file, no size and no end that is known. */
export const isLive = ({ id }: Capture): boolean => id.startsWith("live-")

/** The word for a live capture is another one. */
export const stateWords = (capture: Capture): string =>
  isLive(capture) ? "Live capture" : captureStates[shownState(capture)]

/** A file that is no capture at all was gone through to its end, but nothing of it was read. */
export const shownState = ({ state, fileType }: Capture): Capture["state"] =>
  state === "done" && fileType === "unknown" ? "failed" : state
