/** How fast a capture is read, over the last few seconds, and how long it will take. */
import type { Accounting } from "../../shared/engine/batch.ts"
import type { Reading } from "../handlers/capture-row.ts"

type Sample = { readonly at: number; readonly bytes: number; readonly packets: number }
const windowMilliseconds = 4000

export class ReadingRate {
  #samples: Sample[] = []

  /** `at`: milliseconds of a clock that never goes back. */
  note(at: number, bytesRead: number, bytesTotal: number, packets: number, accounting: Accounting): Reading {
    this.#samples.push({ at, bytes: bytesRead, packets })
    while (this.#samples.length > 2 && this.#samples[0]!.at < at - windowMilliseconds) this.#samples.shift()
    const first = this.#samples[0]!
    const seconds = (at - first.at) / 1000
    const rate = (now: number, then: number) => (seconds > 0.05 ? Math.round((now - then) / seconds) : 0)
    const bytesPerSecond = rate(bytesRead, first.bytes)
    const remaining = bytesPerSecond > 0 ? Math.max(0, (bytesTotal - bytesRead) / bytesPerSecond) : -1
    return { bytesRead, packets, accounting, packetsPerSecond: rate(packets, first.packets), bytesPerSecond, remaining }
  }
}
