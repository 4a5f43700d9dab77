/** The packets around those that prove alerts: the capture is read once more at the end of its import, without decoding anything. */
import { setImmediate } from "node:timers/promises"
import { CaptureReader } from "../../shared/capture/capture-reader.ts"
import { Frame } from "../../shared/capture/frame.ts"
import type { Batch, EvidenceFrame } from "../../shared/engine/batch.ts"
import { CaptureFile, Unreadable } from "./capture-file.ts"
import { frameEnds, frameEndsHash } from "./frame-ends.ts"

/** So many before and after each, between the same ends and within this time in microseconds. */
export const mostAround = 10
export const reach = 10e6
const mostProofs = 2000
const mostBytes = 4_000_000
const lookEvery = 20_000

type Pair = { readonly before: EvidenceFrame[]; after: number; until: number }

export class AlertPackets {
  /** By number; what stands between the two ends is found by reading. */
  readonly #proofs = new Map<number, string>()
  readonly #hashes = new Set<number>()

  /** Whether or not the store has the batch already: a replay finds the same. `captures`: what frames of this import carry. */
  note({ alerts, events }: Batch, captures: readonly string[]): void {
    // Who writes a rule wants to see what it met, also where it raises no alert.
    for (const { kind, frame, capture } of events)
      if (kind === "USER_DEFINED_RULE_OPERATION") this.#note(frame, capture, captures)
    for (const { lines } of alerts) for (const { frame, capture } of lines) this.#note(frame, capture, captures)
  }

  #note(frame: number, capture: string, captures: readonly string[]): void {
    if (frame > 0 && captures.includes(capture) && this.#proofs.size < mostProofs) this.#proofs.set(frame, "")
  }

  /** Null when it was cancelled; none where the file can't be read any more. `goOn`: asked now and then. */
  async around(path: string, goOn: () => boolean): Promise<readonly EvidenceFrame[] | null> {
    if (this.#proofs.size === 0) return []
    try {
      return await this.#gather(path, goOn)
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error
      return []
    }
  }

  async #gather(path: string, goOn: () => boolean): Promise<readonly EvidenceFrame[] | null> {
    const last = Math.max(...this.#proofs.keys())
    const whole = await read(path, goOn, (frame) => {
      if (this.#proofs.has(frame.number)) {
        this.#proofs.set(frame.number, frameEnds(frame.bytes, frame.start, frame.end, frame.linkType))
        this.#hashes.add(frameEndsHash(frame.bytes, frame.start, frame.end, frame.linkType))
      }
      return frame.number < last
    })
    if (!whole) return null
    const gathered = new Gathered(this.#proofs, this.#hashes)
    return (await read(path, goOn, (frame) => gathered.take(frame))) ? gathered.frames : null
  }
}

class Gathered {
  readonly frames: EvidenceFrame[] = []
  readonly #proofs: ReadonlyMap<number, string>
  readonly #hashes: ReadonlySet<number>
  readonly #pairs: Map<string, Pair>
  readonly #last: number
  #bytes = 0

  constructor(proofs: ReadonlyMap<number, string>, hashes: ReadonlySet<number>) {
    this.#proofs = proofs
    this.#hashes = hashes
    this.#pairs = new Map([...proofs.values()].map((ends) => [ends, { before: [], after: 0, until: 0 }]))
    this.#last = Math.max(...proofs.keys())
  }

  /** False when nothing more is wanted. */
  take(frame: Frame): boolean {
    if (this.#hashes.has(frameEndsHash(frame.bytes, frame.start, frame.end, frame.linkType))) {
      const ends = frameEnds(frame.bytes, frame.start, frame.end, frame.linkType)
      const pair = this.#pairs.get(ends)
      if (pair !== undefined) this.#of(pair, frame, ends)
    }
    if (this.#bytes > mostBytes) return false
    return (
      frame.number < this.#last || [...this.#pairs.values()].some((one) => one.after > 0 && frame.time <= one.until)
    )
  }

  #of(pair: Pair, frame: Frame, ends: string): void {
    if (this.#proofs.has(frame.number)) {
      for (const one of pair.before) if (frame.time - one.time <= reach) this.#keep(one)
      pair.before.length = 0
      pair.after = mostAround
      pair.until = frame.time + reach
      return this.#keep(copyOf(frame))
    }
    if (ends === "") return
    if (pair.after > 0 && frame.time <= pair.until) {
      pair.after--
      return this.#keep(copyOf(frame))
    }
    pair.before.push(copyOf(frame))
    if (pair.before.length > mostAround) pair.before.shift()
  }

  #keep(one: EvidenceFrame): void {
    this.frames.push(one)
    this.#bytes += one.bytes.length
  }
}

const copyOf = (frame: Frame): EvidenceFrame => ({
  ...{ frame: frame.number, linkType: frame.linkType, time: frame.time, wireLength: frame.wireLength },
  bytes: frame.bytes.slice(frame.start, frame.end),
})

/** True when it came to the end, or `take` wanted no more. */
async function read(path: string, goOn: () => boolean, take: (frame: Frame) => boolean): Promise<boolean> {
  const file = new CaptureFile(path)
  const reader = new CaptureReader()
  const frame = new Frame()
  try {
    for (let n = 1; ; n++) {
      const step = reader.next(frame)
      if (step === "end") return true
      if (step === "more") {
        const filling = file.fill(reader.window)
        if (filling !== undefined) await filling
      } else if (!take(frame)) return true
      if (n % lookEvery > 0) continue
      await setImmediate()
      if (!goOn()) return false
    }
  } finally {
    file.close()
  }
}
