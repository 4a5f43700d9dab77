/** One site thread as the core calls it: a question, an answer, in any order; and the news it tells by itself. */
import { Worker } from "node:worker_threads"
import { Refusal } from "../../shared/api/server.ts"
import type { RefusalCode } from "../../shared/api/client.ts"
import type { Restored } from "../store/open-site.ts"
import type { FromThread, ThreadNews, ThreadCall, ThreadStart, ToThread } from "./site-messages.ts"

export class SiteNotOpened extends Error {
  override readonly name = "SiteNotOpened"
}
export class SiteThreadEnded extends Error {
  override readonly name = "SiteThreadEnded"
}

/** Failures that a person can understand and mend; all others are bugs. */
const expected = new Set(["Refusal", "SiteReadOnly", "SiteFull", "DatabaseDamaged"])

function rebuilt(message: Extract<FromThread, { say: "thrown" }>): Error {
  if (expected.has(message.name))
    return new Refusal((message.code as RefusalCode | undefined) ?? "refused", message.message)
  const error = new Error(message.message)
  error.name = message.name
  if (message.stack) error.stack = message.stack
  return error
}

type Waiting = { readonly resolve: (value: unknown) => void; readonly reject: (error: Error) => void }

/** What a site thread makes lives for one answer or one batch: more room buys no speed, only memory that it keeps. */
const youngMegabytes = 8

export class ThreadLink {
  readonly #worker: Worker
  readonly #waiting = new Map<number, Waiting>()
  readonly #news: (news: ThreadNews) => void
  readonly #ended: (reason: string) => void
  readonly opened: Promise<Restored | null>
  #last = 0
  #closing = false

  constructor(entry: URL, start: ThreadStart, news: (news: ThreadNews) => void, ended: (reason: string) => void) {
    this.#news = news
    this.#ended = ended
    this.#worker = new Worker(entry, {
      workerData: start,
      resourceLimits: { maxYoungGenerationSizeMb: youngMegabytes },
    })
    this.opened = new Promise((resolve, reject) => {
      this.#worker.on("message", (message: FromThread) => {
        if (message.say === "opened") resolve(message.restored)
        else if (message.say === "unopened") reject(new SiteNotOpened(message.message))
        else this.#heard(message)
      })
      this.#worker.on("error", (error) => {
        reject(error instanceof Error ? error : new Error(String(error)))
        this.#end(String(error))
      })
      this.#worker.on("exit", (code) => this.#end(`it ended with code ${code}`))
    })
  }

  #heard(message: FromThread): void {
    if (message.say === "news") return this.#news(message.news)
    if (message.say !== "value" && message.say !== "thrown") return
    const waiting = this.#waiting.get(message.id)
    this.#waiting.delete(message.id)
    if (message.say === "value") waiting?.resolve(message.value)
    else waiting?.reject(rebuilt(message))
  }

  #end(reason: string): void {
    for (const { reject } of this.#waiting.values())
      reject(new SiteThreadEnded(`A part of the sensor stopped: ${reason}.`))
    this.#waiting.clear()
    if (!this.#closing) this.#ended(reason)
    this.#closing = true
  }

  call(call: ThreadCall): Promise<unknown> {
    if (this.#closing) return Promise.reject(new SiteThreadEnded("The sensor is stopping."))
    const id = ++this.#last
    const message: ToThread = { id, call }
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject })
      this.#worker.postMessage(message)
    })
  }

  async close(): Promise<void> {
    if (this.#closing) return
    const closed = this.call({ do: "close" })
    this.#closing = true
    await closed
    await this.#worker.terminate()
  }
}
