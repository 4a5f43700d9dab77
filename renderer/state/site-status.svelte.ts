/** What the top bar tells: what is being read, how fast, the bell. */
import type { Api } from "../../shared/api/client.ts"
import type { Capture } from "../../shared/api/contract/captures.ts"
import type { Output } from "../../shared/api/contract/index.ts"

export class SiteStatus {
  now = $state.raw<Output<"site.status"> | null>(null)

  readonly #api: Api
  #again = false
  #asking = false
  constructor(api: Api) {
    this.#api = api
    api.on("site.changed", () => void this.load())
    api.on("monitoring.changed", () => void this.load())
    api.on("captures.changed", ({ capture }) => this.#take(capture))
    api.on("devices.changed", ({ total }) => {
      if (this.now && this.now.devices !== total) this.now = { ...this.now, devices: total }
    })
  }

  /** Questions that pile up while one is under way become one more. */
  async load(): Promise<void> {
    if (this.#asking) {
      this.#again = true
      return
    }
    this.#asking = true
    try {
      do {
        this.#again = false
        this.now = await this.#api.ask("site.status", {})
      } while (this.#again)
    } finally {
      this.#asking = false
    }
  }

  async acknowledge(id: string): Promise<void> {
    await this.#api.ask("messages.acknowledge", { id })
    await this.load()
  }

  #take(capture: Capture): void {
    if (!this.now) return
    const isReading = capture.state === "reading"
    if (isReading) this.now = { ...this.now, reading: capture }
    else if (this.now.reading?.id === capture.id) void this.load()
  }
}
