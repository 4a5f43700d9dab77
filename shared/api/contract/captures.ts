/** Captures: what was read, what is being read, what waits. */
import * as v from "valibot"
import { problemCodes } from "../../engine/batch.ts"
import { ask, change } from "../method.ts"
import { count, identifier, list, nothing, record, said, text, time, whole } from "../schema.ts"

export const accounting = record({
  read: count,
  decoded: count,
  recognised: count,
  truncated: count,
  malformed: count,
  unsupportedLink: count,
})
export const problem = record({ code: v.picklist(problemCodes), offset: count, message: text(2000) })

/** uploading: a browser is sending it up; waiting: in the queue; known: read before, nothing was done. */
export const captureState = v.picklist(["uploading", "waiting", "reading", "done", "cancelled", "failed", "known"])

export const capture = record({
  id: identifier,
  file: text(4000),
  state: captureState,
  addedAt: time,
  addedBy: text(64),
  size: count,
  /** Bytes received (uploading) or read (reading). */
  progress: count,
  /** Per second, of the last few seconds; 0 when not under way. */
  packetsPerSecond: v.number(),
  bytesPerSecond: v.number(),
  /** Seconds; -1 where it can't be told. */
  remaining: v.number(),
  sha256: text(64),
  fileType: text(20),
  packets: count,
  bytes: count,
  first: time,
  last: time,
  accounting,
  problems: list(problem, 1000),
  /** Why it failed and what to do; for "known": which earlier import it equals. Empty otherwise. */
  message: text(2000),
  seconds: v.number(),
})
export type Capture = v.InferOutput<typeof capture>

export const captures = {
  "captures.list": ask("read", nothing, record({ captures: list(capture, 10_000) })),
  /** Files that the host can read where they lie (local window only). */
  "captures.add": change("analyst", record({ paths: list(text(4096), 1000) }), record({ ids: list(identifier, 1000) })),
  /**
   * A browser announces a file. The answer says where to PUT it (`/upload/ID`, header `Content-Range: bytes FROM-TO/SIZE`) and how much is there already,
   * so that an upload that broke goes on. `print` identifies the file to the page: name, size, last change and a hash of its first and last 64 KiB.
   */
  "captures.announce": change(
    "analyst",
    record({ name: said(1000), size: whole(0, Number.MAX_SAFE_INTEGER), print: said(200) }),
    record({ id: identifier, received: count, chunk: count }),
  ),
  "captures.cancel": change("analyst", record({ id: identifier }), nothing),
  /** Takes a finished, failed or cancelled entry off the list; what was learnt from it stays. */
  "captures.forget": change("analyst", record({ id: identifier }), nothing),
}
