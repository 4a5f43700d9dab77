/** The interfaces of a live capture as one source of frames: they are read in turns, and the turns are noted for a replay. */
import type { CaptureProblem } from "../../shared/capture/problem.ts"
import type { Frame } from "../../shared/capture/frame.ts"
import type { Step } from "../../shared/capture/format.ts"
import type { FrameSource } from "../../shared/engine/analysis.ts"
import type { LiveCut, RingPlace, RingSource, Turn } from "../../shared/engine/live.ts"
import { LiveAround } from "./live-around.ts"
import { RingReader } from "./ring-reader.ts"

/** Frames of one interface before the next one has its turn. */
export const turnLength = 5000

export class LiveReader implements FrameSource {
  readonly #rings: readonly RingReader[]
  readonly names = []
  readonly unlistedProblems = 0
  #now: RingReader
  #left = 0
  #index = 0
  #frames: number
  #turns: [number, number][] = []
  /** Sees every frame. */
  readonly around = new LiveAround()
  /** Bytes of frames since the beginning. */
  bytes = 0

  /** `before`: frames of this live capture that were read earlier; frames are numbered after them. */
  constructor(sources: readonly (RingSource & RingPlace)[], before: number) {
    this.#rings = sources.map((source) => new RingReader(source))
    this.#now = this.#rings[0]!
    this.#frames = before
  }

  get sources(): number {
    return this.#rings.length
  }

  /** From here on frames come from the source with this index, at most so many. */
  turn(index: number, frames: number): void {
    this.#index = index
    this.#now = this.#rings[index]!
    this.#left = frames
    if (this.#turns.at(-1)?.[0] !== index) this.#turns.push([index, 0])
  }

  /** more: the turn is over, or its source has nothing more now. */
  next(frame: Frame): Step {
    if (this.#left === 0) return "more"
    const step = this.#now.next(frame)
    if (step === "dry") return "more"
    this.#left--
    this.#turns.at(-1)![1]++
    this.bytes += frame.end - frame.start
    frame.number = ++this.#frames
    this.around.take(frame)
    return "frame"
  }

  /** What was read since the last cut. */
  cut(): LiveCut {
    const turns: Turn[] = this.#turns.filter(([, frames]) => frames > 0)
    this.#turns = [[this.#index, 0]]
    return {
      turns,
      reached: this.#rings.map((ring) => ring.reached),
      newest: this.#rings.map((ring) => ring.newest),
    }
  }

  get fileType(): "pcap" | "pcapng" | "unknown" {
    return this.#now.reader.fileType
  }

  get linkTypes(): readonly number[] {
    return [...new Set(this.#rings.flatMap((ring) => ring.reader.linkTypes))]
  }

  get problems(): readonly CaptureProblem[] {
    return this.#rings.flatMap((ring) => ring.problems)
  }

  close(): void {
    for (const ring of this.#rings) ring.close()
  }
}
