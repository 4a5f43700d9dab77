/** Reports on paper: one at a time, each in a thread of its own that ends with it, so that a hostile report costs a refusal at most. */
import { Worker } from "node:worker_threads"
import { fileURLToPath } from "node:url"
import { Refusal } from "../../shared/api/server.ts"
import type { ReportDocument } from "../../shared/insight/report/document.ts"
import type { Parts } from "./parts.ts"
import { turns } from "./turns.ts"

/** What the thread is given. `madeAt`: microseconds since 1970 UTC. */
export type PrintOrder = { readonly document: ReportDocument; readonly fonts: string; readonly madeAt: number }

/** Bounds of one report; the thread has this long and this much memory. */
const mostCells = 60_000
const mostRows = 12_000
const mostParts = 300
const patience = 60_000
const mostWaiting = 10
const megabytes = 1024

const tooLong = (): Refusal =>
  new Refusal(
    "refused",
    "This report is too long for paper. Narrow it with a filter or a shorter time, or export CSV.",
    {
      reason: "size",
    },
  )

function isTooLong({ parts }: ReportDocument): boolean {
  const tables = parts.flatMap(({ table }) => (table ? [table] : []))
  const rows = tables.reduce((sum, table) => sum + table.rows.length, 0)
  const cells = tables.reduce((sum, table) => sum + table.rows.length * table.columns.length, 0)
  return parts.length > mostParts || rows > mostRows || cells > mostCells
}

export class ReportPrinter {
  readonly #parts: Pick<Parts, "pdf" | "fonts">
  readonly #now: () => number
  readonly #log: (line: string) => void
  readonly #inTurn = turns()
  #waiting = 0
  #thread: Worker | null = null
  #stopped = false

  constructor(parts: Pick<Parts, "pdf" | "fonts">, now: () => number, log: (line: string) => void) {
    this.#parts = parts
    this.#now = now
    this.#log = log
  }

  /** PDF bytes. Throws Refusal where the report is too long, others wait, or it could not be made. */
  async print(document: ReportDocument): Promise<Uint8Array> {
    if (isTooLong(document)) throw tooLong()
    if (this.#waiting >= mostWaiting)
      throw new Refusal("refused", "Other reports are being made now. Try again in a minute.")
    this.#waiting++
    try {
      return await this.#inTurn(() => this.#printNow(document))
    } finally {
      this.#waiting--
    }
  }

  stop(): void {
    this.#stopped = true
    void this.#thread?.terminate()
  }

  async #printNow(document: ReportDocument): Promise<Uint8Array> {
    if (this.#stopped) throw new Refusal("refused", "The sensor is stopping.")
    const order: PrintOrder = { document, fonts: fileURLToPath(this.#parts.fonts), madeAt: this.#now() }
    const resourceLimits = { maxOldGenerationSizeMb: megabytes }
    const thread = new Worker(this.#parts.pdf, { workerData: order, resourceLimits })
    this.#thread = thread
    try {
      return await printed(thread)
    } catch (error) {
      if (!this.#stopped) this.#log(`report "${document.title}": ${String((error as Error).stack ?? error)}`)
      throw new Refusal("refused", "The report could not be made. Make it shorter, or export CSV; the log says why.")
    } finally {
      this.#thread = null
      await thread.terminate()
    }
  }
}

/** What the thread posts; it fails when the thread does, ends without, or takes too long. */
function printed(thread: Worker): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`It was not ready after ${patience / 1000} s.`)), patience)
    thread.on("message", resolve)
    thread.on("error", reject)
    thread.on("exit", (code) => {
      clearTimeout(timer)
      reject(new Error(`Its thread ended with code ${code}.`))
    })
  })
}
