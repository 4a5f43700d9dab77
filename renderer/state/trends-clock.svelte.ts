/** What trends are asked against: the site's zone, the newest time, how far back is kept; and a beat that says when figures grew old. */
import type { Api } from "../../shared/api/client.ts"
import type { Output } from "../../shared/api/contract/index.ts"

/** Devices change a few times a second while packets come in; charts follow calmly. */
const pause = 4000

export class TrendsClock {
  about = $state.raw<Output<"trends.about"> | null>(null)
  failure = $state.raw<unknown>(null)
  /** Counts how often something that charts show may have changed. */
  beat = $state.raw(0)

  readonly #api: Api
  #last = 0
  #asking = false
  #again = false
  #timer: ReturnType<typeof setTimeout> | undefined
  constructor(api: Api) {
    this.#api = api
  }

  /** Follows the sensor until the returned function is called. */
  follow(): () => void {
    const stops = [
      this.#api.on("devices.changed", () => this.#stale()),
      this.#api.on("site.changed", () => this.#stale()),
      this.#api.on("captures.changed", ({ capture }) => {
        if (capture.state !== "uploading") this.#stale()
      }),
    ]
    void this.load()
    return () => {
      for (const stop of stops) stop()
      clearTimeout(this.#timer)
      this.#timer = undefined
    }
  }

  async load(): Promise<void> {
    if (this.#asking) {
      this.#again = true
      return
    }
    this.#asking = true
    try {
      this.about = await this.#api.ask("trends.about", {})
      this.failure = null
      this.beat++
    } catch (failure) {
      this.failure = failure
    } finally {
      this.#last = Date.now()
      this.#asking = false
      if (this.#again) this.#stale()
      this.#again = false
    }
  }

  #stale(): void {
    this.#timer ??= setTimeout(
      () => {
        this.#timer = undefined
        void this.load()
      },
      Math.max(0, this.#last + pause - Date.now()),
    )
  }
}
