/** Files that wait to be fetched: a random ticket each, good once, for five minutes and for the person who asked. */
import { randomBytes } from "node:crypto"
import type { Download } from "../../shared/api/host.ts"

const lifetime = 5 * 60e6
const most = 100

type Offer = { readonly download: Download; readonly owner: string; readonly until: number }

export class Downloads {
  readonly #now: () => number
  readonly #offers = new Map<string, Offer>()

  constructor(now: () => number) {
    this.#now = now
  }

  offer(owner: string, download: Download): string {
    for (const [ticket, { until }] of this.#offers) if (until < this.#now()) this.#offers.delete(ticket)
    const oldest = this.#offers.keys().next().value
    if (this.#offers.size >= most && oldest !== undefined) this.#offers.delete(oldest)
    const ticket = randomBytes(24).toString("base64url")
    this.#offers.set(ticket, { download, owner, until: this.#now() + lifetime })
    return ticket
  }

  take(owner: string, ticket: string): Download | null {
    const offer = this.#offers.get(ticket)
    if (offer?.owner !== owner) return null
    this.#offers.delete(ticket)
    return offer.until >= this.#now() ? offer.download : null
  }
}
