/** Captures read once more with one rule of the user's own and nothing else: the product's own engine, in memory only. */
import { setImmediate } from "node:timers/promises"
import type { CustomRules } from "../../shared/detections/custom/rule.ts"
import { Tally, type DayTally, type FoundMatch } from "../../shared/detections/custom/tally.ts"
import { firstPolicy } from "../../shared/detections/policy.ts"
import { Analysis } from "../../shared/engine/analysis.ts"
import type { EvidenceFrame } from "../../shared/engine/batch.ts"
import { CaptureFile, Unreadable } from "../capture/capture-file.ts"

/** `packets`: as many as it held when it was imported; -1: nobody counted. */
export type ReplayFile = { readonly path: string; readonly name: string; readonly packets: number }

export type ReplayOrder = {
  readonly files: readonly ReplayFile[]
  readonly custom: CustomRules
  /** Matches are counted from then to then. */
  readonly from: number
  readonly to: number
}

export type ReplayProgress = { readonly read: number; readonly packets: number; readonly found: number }

export type Replayed = {
  readonly count: number
  readonly matches: readonly FoundMatch[]
  readonly days: readonly DayTally[]
  /** Time of what was read. */
  readonly spans: readonly { readonly from: number; readonly to: number }[]
  readonly notes: readonly string[]
  readonly packets: number
  readonly frames: readonly EvidenceFrame[]
}

const stride = 2000
const tellEvery = 200
const mostFrames = 300
const mostNotes = 100

export class RuleReplay {
  readonly #order: ReplayOrder
  readonly #tell: (progress: ReplayProgress) => void
  readonly #analysis: Analysis
  readonly #tally: Tally
  readonly #frames = new Map<string, EvidenceFrame>()
  readonly #spans: { from: number; to: number }[] = []
  readonly #notes: string[] = []
  #file = ""
  #read = 0
  #packets = 0
  #told = 0

  constructor(order: ReplayOrder, vendorOf: (mac: string) => string, tell: (progress: ReplayProgress) => void) {
    this.#order = order
    this.#tell = tell
    this.#tally = new Tally(order.custom.zone)
    const policy = { ...firstPolicy, custom: order.custom }
    this.#analysis = new Analysis({ vendorOf, state: null, policy, using: [] })
    this.#analysis.report.judge.custom.matched = (match) => {
      if (match.time < order.from || match.time >= order.to) return
      this.#tally.add({ ...match, file: this.#file })
      if (match.frame > 0) this.#keep()
    }
  }

  async run(): Promise<Replayed> {
    for (const file of this.#order.files) await this.#one(file)
    const { count, matches, byDay: days } = this.#tally
    return {
      ...{ count, matches, days, spans: this.#spans, notes: this.#notes.slice(0, mostNotes) },
      ...{ packets: this.#packets, frames: [...this.#frames.values()] },
    }
  }

  /** The frame that is being read proves the match. */
  #keep(): void {
    if (this.#frames.size >= mostFrames) return
    const { frame } = this.#analysis.engine.dissection
    const { number, linkType, time, wireLength, bytes, start, end } = frame
    const key = `${this.#file} ${number}`
    if (!this.#frames.has(key))
      this.#frames.set(key, { frame: number, linkType, time, wireLength, bytes: bytes.slice(start, end) })
  }

  async #one({ path, name, packets }: ReplayFile): Promise<void> {
    this.#file = name
    let file: CaptureFile
    try {
      file = new CaptureFile(path)
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error
      this.#notes.push(`${name} could not be read: ${error.why}.`)
      return
    }
    try {
      await this.#readFrames(file, name)
      const { accounting } = this.#analysis
      const facts = this.#analysis.facts([])
      this.#packets += accounting.read
      if (accounting.read > 0)
        this.#spans.push({ from: Math.min(facts.first, facts.last), to: Math.max(facts.first, facts.last) })
      if (accounting.read === 0) this.#notes.push(`${name} holds no packet that can be read.`)
      else if (packets >= 0 && accounting.read !== packets)
        this.#notes.push(
          `${name} is not what it was: it held ${packets} packets when it was imported, and holds ${accounting.read} now.`,
        )
    } finally {
      this.#read += file.bytesRead
      file.close()
    }
  }

  async #readFrames(file: CaptureFile, name: string): Promise<void> {
    const { window } = this.#analysis.begin(name, "")
    for (;;) {
      const step = this.#analysis.step(stride)
      if (step === "batch") this.#pass()
      if (step === "end") {
        this.#analysis.engine.finish()
        return this.#pass()
      }
      if (step === "more") {
        const filling = file.fill(window)
        if (filling !== undefined) await filling
      }
      if (performance.now() - this.#told < tellEvery) continue
      this.#told = performance.now()
      this.#tell({
        read: this.#read + file.bytesRead,
        packets: this.#packets + this.#analysis.accounting.read,
        found: this.#tally.count,
      })
      await setImmediate()
    }
  }

  /** What would be a batch is let go of. */
  #pass(): void {
    this.#analysis.engine.fold()
    this.#analysis.report.judge.take()
    this.#analysis.pass()
  }
}
