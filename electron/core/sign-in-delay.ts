/**
 * Wrong passwords make the next try wait: after five a minute, then twice as long each time up to an hour. Counted for each pair of
 * account and origin: a stranger far away can't lock out the person at the sensor.
 */

const free = 5
const first = 60e6
const longest = 3600e6
const forgetAfter = 24 * 3600e6

type Failures = { count: number; at: number }

export class SignInDelay {
  readonly #now: () => number
  readonly #failures = new Map<string, Failures>()

  /** `now`: microseconds. */
  constructor(now: () => number) {
    this.#now = now
  }

  /** Seconds until the next try; 0 when it may be now. */
  wait(account: string, origin: string): number {
    const failures = this.#failures.get(`${account}\n${origin}`)
    if (!failures || failures.count < free) return 0
    const pause = Math.min(longest, 2 ** (failures.count - free) * first)
    return Math.max(0, Math.ceil((failures.at + pause - this.#now()) / 1e6))
  }

  failed(account: string, origin: string): void {
    const key = `${account}\n${origin}`
    const before = this.#failures.get(key)
    const old = before !== undefined && this.#now() - before.at > forgetAfter
    this.#failures.set(key, { count: (old ? 0 : (before?.count ?? 0)) + 1, at: this.#now() })
    if (this.#failures.size > 10_000) this.#forgetOld()
  }

  succeeded(account: string, origin: string): void {
    this.#failures.delete(`${account}\n${origin}`)
  }

  #forgetOld(): void {
    for (const [key, { at }] of this.#failures) if (this.#now() - at > forgetAfter) this.#failures.delete(key)
    for (const key of this.#failures.keys()) {
      if (this.#failures.size <= 10_000) return
      this.#failures.delete(key) // the oldest: a Map keeps the order of insertion
    }
  }
}
