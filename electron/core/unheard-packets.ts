/**
 * How many packets passed an interface while no capture program listened: the system's counter of received packets, compared with the program's own count.
 * The program always lags behind a little, so of several comparisons the one with the smallest difference is the best.
 */

/** So many of the program's counts are compared: long enough for a good one, short enough for other reasons to drift apart not to matter. */
const mostSamples = 20

export class UnheardPackets {
  /** Of the system; null where it has none that means the same. */
  readonly #received: () => number | null
  /** The system's counter when the last run had its last packet; null: there was no run before. */
  #from: number | null = null
  /** What the system had counted more than the program, each time that it told its count: the latest, and the smallest of the first. */
  readonly #latest: number[] = []
  #first = Infinity
  #samples = 0

  constructor(received: () => number | null) {
    this.#received = received
  }

  /** Before the run that is under way. */
  get missed(): number {
    return this.#from === null || this.#samples === 0 ? 0 : Math.max(0, this.#first - this.#from)
  }

  /** The program has told how many packets it has. */
  sample(packets: number): void {
    const received = this.#received()
    if (received === null) return
    const more = received - packets
    if (this.#samples++ < mostSamples) this.#first = Math.min(this.#first, more)
    this.#latest.push(more)
    if (this.#latest.length > mostSamples) this.#latest.shift()
  }

  /** The run is over, with so many packets in its files. Returns what was missed before it. What a killed program had not written counts with the next. */
  ended(packets: number): number {
    const { missed } = this
    if (this.#samples > 0) this.#from = Math.min(...this.#latest) + packets
    else this.#from ??= this.#received()
    this.#latest.length = 0
    this.#samples = 0
    this.#first = Infinity
    return missed
  }
}
