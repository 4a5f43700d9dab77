/** How often what strangers cause is written down: anyone may knock, and must not push the other events out by it. */

const span = 3_600_000_000

export class NoteLimit {
  readonly #most: number
  readonly #now: () => number
  #noted: readonly number[] = []

  /** `most`: notes an hour. `now`: microseconds. */
  constructor(most: number, now: () => number) {
    this.#most = most
    this.#now = now
  }

  /** Whether this one is written down, and whether it is the last for a while. */
  take(): "note" | "last" | "skip" {
    const now = this.#now()
    const recent = this.#noted.filter((at) => at > now - span)
    if (recent.length >= this.#most) return "skip"
    this.#noted = [...recent, now]
    return recent.length === this.#most - 1 ? "last" : "note"
  }
}
