/** The event timeline as far as it was loaded, newest first. */
import type { Api } from "../../shared/api/client.ts"
import type { TimelineEvent, TimelineFilter } from "../../shared/api/contract/timeline.ts"
import type { Input, Output } from "../../shared/api/contract/index.ts"

export type EventKinds = Output<"timeline.kinds">["kinds"]
const pageSize = 100
const pause = 3000

export class Timeline {
  events = $state.raw<readonly TimelineEvent[]>([])
  more = $state.raw(false)
  /** Something happened since it was loaded, and older pages are open: nothing is pushed down under the reader. */
  newer = $state.raw(false)
  asking = $state.raw(false)
  loaded = $state.raw(false)
  failure = $state.raw<unknown>(null)

  readonly #api: Api
  #filter: TimelineFilter = {}
  #turn = 0
  #pages = 0
  #timer: ReturnType<typeof setTimeout> | undefined
  constructor(api: Api) {
    this.#api = api
  }

  /** Returns how to stop. */
  follow(): () => void {
    const soon = () => {
      this.#timer ??= setTimeout(() => {
        this.#timer = undefined
        if (this.#pages > 1) this.newer = true
        else void this.load()
      }, pause)
    }
    const stops = [
      this.#api.on("alerts.changed", soon),
      this.#api.on("site.changed", soon),
      this.#api.on("captures.changed", ({ capture }) => {
        if (capture.state !== "reading" && capture.state !== "uploading") soon()
      }),
    ]
    return () => {
      clearTimeout(this.#timer)
      this.#timer = undefined
      this.#turn++
      for (const stop of stops) stop()
    }
  }

  async ask(filter: TimelineFilter): Promise<void> {
    this.#filter = filter
    await this.load()
  }

  async load(): Promise<void> {
    await this.#take(null)
  }

  async loadMore(): Promise<void> {
    const last = this.events.at(-1)
    if (last && !this.asking) await this.#take({ at: last.at, id: last.id })
  }

  async add(event: Input<"timeline.add">): Promise<void> {
    await this.#api.ask("timeline.add", event)
    await this.load()
  }

  async #take(before: Input<"timeline.list">["before"]): Promise<void> {
    const turn = ++this.#turn
    this.asking = true
    try {
      const { events, more } = await this.#api.ask("timeline.list", { filter: this.#filter, before, limit: pageSize })
      if (turn !== this.#turn) return
      this.events = before === null ? events : [...this.events, ...events]
      this.#pages = before === null ? 1 : this.#pages + 1
      this.more = more
      this.failure = null
      if (before === null) this.newer = false
    } catch (failure) {
      if (turn === this.#turn) this.failure = failure
    } finally {
      if (turn === this.#turn) {
        this.asking = false
        this.loaded = true
      }
    }
  }
}
