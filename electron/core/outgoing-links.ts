/** The links that the sensor opens to other systems, and which of them are refused now because the other side could not prove itself. */
import type { TLSSocket } from "node:tls"
import type { Condition } from "../../shared/setup/system-messages.ts"
import { LinkRefused, openOutgoing } from "../crypto/outgoing-tls.ts"
import type { OutgoingTarget, ValidationPolicy } from "../crypto/outgoing-tls.ts"

export type BrokenLink = {
  readonly link: string
  readonly refused: LinkRefused
  /** Microseconds since 1970 UTC. */
  readonly since: number
}

export class OutgoingLinks {
  readonly #policy: () => ValidationPolicy
  readonly #changed: () => void
  readonly #broken = new Map<string, BrokenLink>()

  constructor(policy: () => ValidationPolicy, changed: () => void) {
    this.#policy = policy
    this.#changed = changed
  }

  get broken(): readonly BrokenLink[] {
    return [...this.#broken.values()]
  }

  conditions(): readonly Condition[] {
    return this.broken.map(({ link, refused }) => ({
      name: "link-validation-failed",
      about: link,
      values: { link, sentence: refused.message, remedy: refused.remedy },
    }))
  }

  /** Validation was switched off: nothing is refused any more. */
  forget(): void {
    this.#broken.clear()
  }

  /** Throws LinkRefused, which stands in `broken` until the link works again, or what the network said. */
  async open(link: string, target: OutgoingTarget): Promise<TLSSocket> {
    const policy = this.#policy()
    try {
      const socket = await openOutgoing(target, policy)
      if (this.#broken.delete(link)) this.#changed()
      return socket
    } catch (error) {
      if (error instanceof LinkRefused) {
        const since = this.#broken.get(link)?.since ?? policy.now() * 1000
        this.#broken.set(link, { link, refused: error, since })
        this.#changed()
      }
      throw error
    }
  }
}
