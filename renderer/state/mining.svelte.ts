/** The reports of data mining and their snapshots, and one report that follows the site. */
import type { Api } from "../../shared/api/client.ts"
import type { Report, ReportAnswer, ReportDefinition, Snapshot } from "../../shared/api/contract/mining.ts"
import { Answer } from "./answer.svelte.ts"

export class Reports extends Answer<readonly Report[]> {
  snapshots = $state.raw<readonly Snapshot[]>([])
  readonly #api: Api
  constructor(api: Api) {
    super(async () => {
      const { reports, snapshots } = await api.ask("mining.reports", {})
      this.snapshots = snapshots
      return reports
    })
    this.#api = api
  }

  /** Other people's changes show by themselves. Returns how to stop. */
  follow(): () => void {
    void this.load()
    return this.#api.on("site.changed", () => void this.load())
  }
  /** "" as id makes a new one. */
  async save(id: string, definition: ReportDefinition): Promise<Report> {
    const made = await this.#api.ask("mining.save", { id, definition })
    await this.load()
    return made
  }
  async remove(id: string): Promise<void> {
    await this.#api.ask("mining.remove", { id })
    await this.load()
  }
  async freeze(id: string, name: string): Promise<Snapshot> {
    const made = await this.#api.ask("mining.freeze", { id, name })
    await this.load()
    return made
  }
  async removeSnapshot(id: string): Promise<void> {
    await this.#api.ask("mining.removeSnapshot", { id })
    await this.load()
  }
}

/** A report is evaluated at most so often while the site changes, milliseconds. */
const pause = 3000

export class LiveReport extends Answer<ReportAnswer> {
  asking = $state.raw(false)
  readonly #api: Api
  #timer: ReturnType<typeof setTimeout> | undefined
  #last = 0
  #old = false
  /** As `asking`, but no effect that starts a question may depend on it, or it would ask again and again. */
  #busy = false
  constructor(api: Api, report: string) {
    super(() => api.ask("mining.run", { of: { report } }))
    this.#api = api
  }

  override async load(): Promise<void> {
    if (this.#busy) {
      this.#old = true
      return
    }
    this.#busy = this.asking = true
    this.#old = false
    await super.load()
    this.#last = Date.now()
    this.#busy = this.asking = false
    if (this.#old) this.#soon()
  }

  /** Evaluated now, and again when devices, captures or the site change. Returns how to stop. */
  follow(): () => void {
    void this.load()
    const soon = () => this.#soon()
    const stops = [
      this.#api.on("devices.changed", soon),
      this.#api.on("captures.changed", ({ capture }) => {
        if (capture.state !== "reading" && capture.state !== "uploading") soon()
      }),
      this.#api.on("site.changed", soon),
    ]
    return () => {
      clearTimeout(this.#timer)
      for (const stop of stops) stop()
    }
  }

  #soon(): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => void this.load(), Math.max(250, this.#last + pause - Date.now()))
  }
}
