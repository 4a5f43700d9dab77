/** The words for how far a capture is. */
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
