/** One segment of a live capture in the engine's thread: reads what the ring holds, cuts batches, and repeats what the store has already. */
import { setImmediate, setTimeout as wait } from "node:timers/promises"
import type { Analysis } from "../../shared/engine/analysis.ts"
import type { Batch } from "../../shared/engine/batch.ts"
import type { LiveCut, Turn } from "../../shared/engine/live.ts"
import type { ToEngine } from "../../shared/engine/messages.ts"
import { LiveReader, turnLength } from "./live-reader.ts"

export type FollowOrder = ToEngine & { say: "follow" }

/** What the store has can't be read again. */
export class Unfollowable extends Error {
  override readonly name = "Unfollowable"
}

/** Milliseconds. A batch a second shows devices soon; a segment a minute keeps replays short. */
const batchEvery = 1000
/** Where the store is slow, batches are rarer and larger, so that it is not busy with them all the time. */
const slowdown = 4
const batchAtLeastEvery = 10_000
const segmentEvery = 60_000
const lookEvery = 20
const restFor = 100
const mostFramesOfBatch = 200_000

export class LiveFollow {
  readonly #order: FollowOrder
  readonly #analysis: Analysis
  readonly #reader: LiveReader
  /** Milliseconds of a clock that never goes back. */
  readonly #clock: () => number
  #settle: "no" | "now" | "drained" = "no"
  /** Frames since the last batch. */
  #fresh = 0
  #sent = 0
  #dry = false
  #pause = batchEvery
  #wake = new AbortController()

  constructor(order: FollowOrder, analysis: Analysis, clock: () => number) {
    this.#order = order
    this.#analysis = analysis
    this.#clock = clock
    this.#reader = new LiveReader(order.sources, order.before)
  }

  get id(): string {
    return this.#order.id
  }

  /** The ring held nothing more when the segment ended. */
  get drained(): boolean {
    return this.#dry
  }

  settle(drain: boolean): void {
    if (this.#settle !== "now") this.#settle = drain ? "drained" : "now"
    this.#wake.abort()
  }

  /** Sends its batches, the last with the engine's state; none where no frame came. */
  async run(send: (batch: Batch, cut: LiveCut) => Promise<void>): Promise<void> {
    try {
      this.#analysis.report.follow(this.#order.policy)
      this.#analysis.report.edit(this.#order.edits ?? [])
      this.#analysis.follow(this.#order.name, this.#order.capture, this.#reader)
      await this.#repeat()
      await this.#follow(send)
      if (this.#fresh + this.#sent + this.#order.cuts.length === 0) return
      await send(this.#batch(true), this.#reader.cut())
    } finally {
      this.#reader.close()
    }
  }

  async #repeat(): Promise<void> {
    for (const turns of this.#order.cuts) {
      for (const turn of turns) await this.#repeatTurn(turn)
      this.#batch(false)
      this.#reader.cut()
    }
  }

  /** With the packets around those that prove its alerts. */
  #batch(last: boolean): Batch {
    const batch = this.#analysis.batch(last)
    const around = this.#reader.around.gather(batch, this.#order.capture)
    return around.length === 0 ? batch : { ...batch, evidence: [...batch.evidence, ...around] }
  }

  async #repeatTurn([source, frames]: Turn): Promise<void> {
    const before = this.#analysis.accounting.read
    await this.#turn(source, frames)
    const found = this.#analysis.accounting.read - before
    if (found < frames)
      throw new Unfollowable(`${frames} packets were read from the ring before, and ${found} are there now`)
  }

  async #follow(send: (batch: Batch, cut: LiveCut) => Promise<void>): Promise<void> {
    const began = this.#clock()
    let cutAt = began
    while (this.#settle !== "now") {
      const found = await this.#round()
      this.#dry = found === 0
      if (this.#dry && this.#settle === "drained") return
      this.#fresh += found
      const now = this.#clock()
      if (this.#fresh > 0 && (now - cutAt >= this.#pause || this.#fresh >= mostFramesOfBatch)) {
        cutAt = now
        if (now - began >= segmentEvery || this.#reader.bytes >= this.#order.mostBytes) return
        await this.#cut(send)
      }
      if (found === 0) await wait(restFor, undefined, { signal: this.#wake.signal }).catch(this.#woken)
    }
  }

  async #cut(send: (batch: Batch, cut: LiveCut) => Promise<void>): Promise<void> {
    const began = this.#clock()
    await send(this.#batch(false), this.#reader.cut())
    const took = this.#clock() - began
    this.#pause = Math.min(batchAtLeastEvery, Math.max(batchEvery, took * slowdown))
    this.#fresh = 0
    this.#sent++
  }

  readonly #woken = (): void => {
    this.#wake = new AbortController()
  }

  /** Every interface has its turn. */
  async #round(): Promise<number> {
    const before = this.#analysis.accounting.read
    for (let source = 0; source < this.#reader.sources; source++) await this.#turn(source, turnLength)
    return this.#analysis.accounting.read - before
  }

  async #turn(source: number, frames: number): Promise<void> {
    this.#reader.turn(source, frames)
    let looked = this.#clock()
    while (this.#analysis.step(turnLength) !== "more") {
      const now = this.#clock()
      if (now - looked < lookEvery) continue
      looked = now
      await setImmediate()
    }
    await setImmediate()
  }
}
