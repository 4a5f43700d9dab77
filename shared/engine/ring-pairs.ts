/** What comes back from a ring (EtherCAT) under the address that slaves mark answers what went out: one connection, of the card that asked. */
import type { Endpoints } from "./endpoints.ts"
import type { Pairs } from "./pairs.ts"

export class RingPairs {
  private readonly endpoints: Endpoints
  private readonly pairs: Pairs
  /** The pair that was asked for last where nothing went out, and how many pairs there were. */
  private alone = -1
  private known = 0

  constructor(endpoints: Endpoints, pairs: Pairs) {
    this.endpoints = endpoints
    this.pairs = pairs
  }

  /** The pair of what went out, for the pair of what comes back; the same where nothing was seen to go out. */
  readonly home = (back: number): number => {
    const { endpoints, pairs } = this
    if (back < 0 || (back === this.alone && pairs.count === this.known)) return back
    const master = endpoints.unmarked(pairs.client(back))
    const out = master < 0 ? -1 : pairs.find(master, pairs.server(back), pairs.carrier(back), pairs.port(back))
    if (out >= 0) return out
    this.alone = back
    this.known = pairs.count
    return back
  }
}
