/** One alert with all that is known of it, asked for again when alerts change. */
import type { Api } from "../../shared/api/client.ts"
import type { Output } from "../../shared/api/contract/index.ts"
import { Answer } from "./answer.svelte.ts"

export type WholeAlert = Output<"alerts.get">
const pause = 1000

export class AlertFile extends Answer<WholeAlert> {
  readonly id: string
  readonly #api: Api
  #timer: ReturnType<typeof setTimeout> | undefined
  constructor(api: Api, id: string) {
    super(() => api.ask("alerts.get", { id }))
    this.#api = api
    this.id = id
  }

  /** Returns how to stop. */
  watch(): () => void {
    void this.load()
    const stop = this.#api.on("alerts.changed", () => {
      this.#timer ??= setTimeout(() => {
        this.#timer = undefined
        void this.load()
      }, pause)
    })
    return () => {
      stop()
      clearTimeout(this.#timer)
    }
  }
}
