/** The capture doctor: what a capture can and can't show, in plain words. */
import * as v from "valibot"
import { ask } from "../method.ts"
import { count, identifier, list, record, text, time } from "../schema.ts"

const verdict = v.picklist(["good", "limits", "prevents"])
const figure = record({ name: text(300), value: text(4000) })
const check = record({
  id: identifier,
  title: text(100),
  verdict,
  finding: text(2000),
  /** Why it matters, and what to do; empty where nothing is in the way. */
  why: text(1000),
  advice: list(text(1000), 10),
  figures: list(figure, 20),
})
export type DoctorCheck = v.InferOutput<typeof check>

const sight = record({ what: text(100), can: v.picklist(["yes", "in part", "no"]), because: text(400) })
const heard = record({ name: text(100), frames: count, messages: count, commands: count })

const examined = record({
  verdict,
  headline: text(2000),
  /** The gravest first. */
  checks: list(check, 50),
  sights: list(sight, 20),
  protocols: list(heard, 1000),
  first: time,
  last: time,
})

export const doctor = {
  /**
   * `capture`: which one; "": the newest of the site, live capture before all others. `examined` is null where nothing was measured: it was
   * read by a version that did not, or nothing of it was read yet; `why` says so.
   */
  "doctor.examine": ask(
    "read",
    record({ capture: identifier }),
    record({
      /** "": the site has no capture yet. */
      capture: identifier,
      file: text(4000),
      isLive: v.boolean(),
      /** It is read right now: what is said may change. */
      isReading: v.boolean(),
      why: text(1000),
      examined: v.nullable(examined),
      /** What can be chosen, newest first. */
      captures: list(record({ id: identifier, file: text(4000), addedAt: time, isLive: v.boolean() }), 1000),
    }),
  ),
}
