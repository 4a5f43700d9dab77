/** The engine's thread as the import queue sees it: started when first needed, opened with a state, ended and started again when it breaks. */
import { Worker } from "node:worker_threads"
import type { FromEngine, ToEngine } from "../../shared/engine/messages.ts"

export type EngineHeard = {
  readonly said: (message: FromEngine) => void
  /** The thread ended by itself: a bug, or out of memory. */
  readonly broke: (reason: string) => void
}

/** Old space of the engine's own heap; typed arrays lie outside of it. */
const heapMegabytes = 1024
/** Larger buys no speed, only memory that a long import keeps. */
const youngMegabytes = 24

export class EngineThread {
  readonly #entry: URL
  readonly #heard: EngineHeard
  #worker: Worker | null = null

  constructor(entry: URL, heard: EngineHeard) {
    this.#entry = entry
    this.#heard = heard
  }

  say(message: ToEngine): void {
    const worker = (this.#worker ??= this.#start())
    worker.postMessage(message)
  }

  #start(): Worker {
    const worker = new Worker(this.#entry, {
      resourceLimits: { maxOldGenerationSizeMb: heapMegabytes, maxYoungGenerationSizeMb: youngMegabytes },
    })
    worker.on("message", (message: FromEngine) => {
      if (this.#worker === worker) this.#heard.said(message)
    })
    const broke = (reason: string): void => {
      if (this.#worker !== worker) return
      this.#worker = null
      this.#heard.broke(reason)
    }
    worker.on("error", (error) => broke(error instanceof Error ? error.message : String(error)))
    worker.on("exit", (code) => broke(`it ended with code ${code}`))
    return worker
  }

  async end(): Promise<void> {
    const worker = this.#worker
    this.#worker = null
    await worker?.terminate()
  }
}
