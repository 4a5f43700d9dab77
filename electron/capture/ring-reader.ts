/** Follows the ring files of one interface while they grow, and goes on in the next one when a file is at its end. */
import { closeSync, openSync, readSync } from "node:fs"
import { join } from "node:path"
import { CaptureReader } from "../../shared/capture/capture-reader.ts"
import type { CaptureProblem } from "../../shared/capture/problem.ts"
import { Frame } from "../../shared/capture/frame.ts"
import type { RingPlace, RingSource } from "../../shared/engine/live.ts"
import { fileAfter } from "./ring-files.ts"
import { seekAfterHeader } from "./ring-header.ts"

const mostProblems = 20

export class RingReader {
  readonly #interface: string
  readonly #folder: string
  #file: string
  #offset: number
  #descriptor = -1
  #reader = new CaptureReader()
  /** Time of the newest packet, microseconds since 1970 UTC. */
  newest = 0
  /** What was wrong with the files so far. */
  readonly #problems: CaptureProblem[] = []

  constructor(source: RingSource & RingPlace) {
    this.#interface = source.interface
    this.#folder = source.folder
    this.#file = source.file
    this.#offset = source.offset
  }

  /** dry: nothing more is there now. */
  next(frame: Frame): "frame" | "dry" {
    for (;;) {
      if (this.#descriptor < 0 && !this.#open()) return "dry"
      const step = this.#reader.next(frame)
      if (step === "frame") {
        this.newest = Math.max(this.newest, frame.time)
        return step
      }
      if (step === "end")
        this.#leave() // damaged: the next file goes on
      else if (!this.#fill() && !this.#hop()) return "dry"
    }
  }

  get reached(): RingPlace {
    const offset = this.#descriptor < 0 ? this.#offset : this.#reader.window.offset
    return { interface: this.#interface, file: this.#file, offset }
  }

  get reader(): Pick<CaptureReader, "fileType" | "linkTypes"> {
    return this.#reader
  }

  get problems(): readonly CaptureProblem[] {
    return this.#problems
  }

  close(): void {
    if (this.#descriptor >= 0) closeSync(this.#descriptor)
    this.#descriptor = -1
  }

  #open(): boolean {
    const file = this.#offset < 0 || this.#file === "" ? fileAfter(this.#folder, this.#file) : this.#file
    if (file === "") return false
    const offset = file === this.#file ? this.#offset : 0
    const path = join(this.#folder, file)
    const descriptor = opened(path)
    this.#file = file
    if (descriptor === undefined) {
      this.#offset = -1
      return this.#open()
    }
    this.#descriptor = descriptor
    this.#reader = new CaptureReader()
    seekAfterHeader(path, this.#reader, offset)
    return true
  }

  #fill(): boolean {
    const { window } = this.#reader
    const count = readSync(this.#descriptor, window.room(), { position: window.base + window.end })
    window.filled(count)
    return count > 0
  }

  /** A next file means that nothing more is written to this one; what came before that was seen is read first. */
  #hop(): boolean {
    if (fileAfter(this.#folder, this.#file) === "") return false
    if (this.#fill()) return true
    this.#leave()
    return true
  }

  #leave(): void {
    this.#problems.push(...this.#reader.problems.slice(0, mostProblems - this.#problems.length))
    this.close()
    this.#offset = -1
  }
}

/** Passes over everything that is in the ring now: how many packets that are, and the place after them. */
export function passOver(source: RingSource & RingPlace): { readonly packets: number; readonly place: RingPlace } {
  const reader = new RingReader(source)
  const frame = new Frame()
  let packets = 0
  while (reader.next(frame) === "frame") packets++
  const place = reader.reached
  reader.close()
  return { packets, place }
}

/** undefined: somebody took the file away. A replay that needed it finds too few packets and says so. */
function opened(path: string): number | undefined {
  try {
    return openSync(path, "r")
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error
    return undefined
  }
}
