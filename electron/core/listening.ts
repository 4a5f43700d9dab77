/** Writes down when live capture listened, so that a silent network is told from one that nobody listened to. */
import type { SiteLink } from "./site-link.ts"

/** Often enough for charts by the minute. */
const every = 30e6
/** Asked later than this, the computer slept or its clock was set: nobody knows whether the program listened meanwhile. */
const longestBreath = 30e6

export class Listening {
  readonly #site: Pick<SiteLink, "write">
  /** Since when a capture program has listened; 0: none does. Microseconds since 1970 UTC. */
  #from = 0
  #written = 0
  #asked = 0

  constructor(site: Pick<SiteLink, "write">) {
    this.#site = site
  }

  /** Asked every second or so: does a capture program listen? */
  async tick(listens: boolean, now: number): Promise<void> {
    if (!listens) return this.end(now)
    await this.#breathe(now)
    if (this.#from === 0) this.#from = this.#written = now
    if (now - this.#written >= every) await this.#write(now)
  }

  async end(now: number): Promise<void> {
    await this.#breathe(now)
    if (this.#from === 0) return
    await this.#write(now)
    this.#from = 0
  }

  async #breathe(now: number): Promise<void> {
    const before = this.#asked
    this.#asked = now
    if (this.#from === 0 || (now >= before && now - before <= longestBreath)) return
    await this.#write(before)
    this.#from = 0
  }

  async #write(now: number): Promise<void> {
    if (now > this.#from) await this.#site.write("covered", "listened", this.#from, now)
    this.#from = this.#written = now
  }
}
