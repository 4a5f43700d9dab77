/**
 * How many packets passed an interface while no capture program listened: the system's counter of received packets, compared with the program's own count.
 * The program can only lag behind, so of all comparisons of a run the smallest difference is the true one; once traffic rests it is exact.
 */

export class UnheardPackets {
  /** Of the system; null where it has none that means the same. */
  readonly #received: () => number | null
  /** The system's counter when the last run had its last packet; null: there was no run before. */
  #from: number | null = null
  /** What the system had counted before the run that is under way; null: not compared yet. */
  #before: number | null = null
  /** The system's counter at the last comparison: where it runs backwards, the interface was made anew and says nothing of this run any more. */
  #seen = 0

  constructor(received: () => number | null) {
    this.#received = received
  }

  /** Before the run that is under way. */
  get missed(): number {
    return this.#from === null || this.#before === null ? 0 : Math.max(0, this.#before - this.#from)
  }

  /** The program has told how many packets it has: none at first, when it begins to listen. */
  sample(packets: number): void {
    const received = this.#received()
    if (received === null || received < this.#seen) return
    this.#seen = received
    this.#before = Math.min(this.#before ?? Infinity, received - packets)
  }

  /** So many packets of a run that listens are known to be written; before it listens that says nothing. */
  written(packets: number): void {
    if (this.#before !== null) this.sample(packets)
  }

  /** The run is over, with so many packets in its files or told as dropped. Returns what was missed before it. What a killed program had not written counts with the next. */
  ended(packets: number): number {
    const { missed } = this
    if (this.#before !== null) this.#from = this.#before + packets
    else this.#from ??= this.#received()
    this.#before = null
    this.#seen = 0
    return missed
  }
}
