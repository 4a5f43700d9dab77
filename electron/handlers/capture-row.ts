/** An import of the store as the API shows it. */
import type { Capture } from "../../shared/api/contract/captures.ts"
import type { Import } from "../store/imports.ts"

/** What is known only while the engine reads. */
export type Reading = {
  readonly bytesRead: number
  readonly packets: number
  readonly accounting: Capture["accounting"]
  readonly packetsPerSecond: number
  readonly bytesPerSecond: number
  readonly remaining: number
}

const received = (one: Import): number =>
  one.state === "uploading" ? one.progress : one.state === "done" ? one.size : 0

export function captureRow(one: Import, reading: Reading | null): Capture {
  const facts = one.facts
  return {
    id: one.id,
    file: one.file,
    state: one.state,
    addedAt: one.addedAt,
    addedBy: one.addedBy,
    size: one.size,
    progress: reading?.bytesRead ?? received(one),
    packetsPerSecond: reading?.packetsPerSecond ?? 0,
    bytesPerSecond: reading?.bytesPerSecond ?? 0,
    remaining: reading?.remaining ?? -1,
    sha256: one.sha256,
    fileType: facts?.fileType ?? "",
    packets: reading?.packets ?? facts?.packets ?? 0,
    bytes: facts?.bytes ?? 0,
    first: facts?.first ?? 0,
    last: facts?.last ?? 0,
    accounting: reading?.accounting ?? one.accounting,
    problems: [...(facts?.problems ?? [])].slice(0, 1000),
    message: one.message,
    seconds: one.seconds,
  }
}
