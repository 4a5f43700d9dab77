/** What the capture doctor says, asked for anew while captures are read. */
import type { Api } from "../../shared/api/client.ts"
import type { Output } from "../../shared/api/contract/index.ts"

type Answer = Output<"doctor.examine">

/** Milliseconds between two questions while a capture is read or followed. */
const pause = 2000

export class Doctor {
  value = $state.raw<Answer | null>(null)
  failure = $state.raw<unknown>(null)
  /** Which capture; "": the newest. */
  #wanted = ""
  #underWay = false
  #again = false
  #last = 0
  #timer: ReturnType<typeof setTimeout> | undefined
  readonly #api: Api
  constructor(api: Api) {
    this.#api = api
    api.on("captures.changed", () => this.#soon())
    api.on("site.changed", () => this.#soon())
  }

  /** Returns how to stop watching. */
  watch(capture: string): () => void {
    this.#wanted = capture
    void this.load()
    return () => clearTimeout(this.#timer)
  }

  async load(): Promise<void> {
    if (this.#underWay) {
      this.#again = true
      return
    }
    this.#underWay = true
    this.#again = false
    const wanted = this.#wanted
    try {
      const answer = await this.#api.ask("doctor.examine", { capture: wanted })
      if (wanted === this.#wanted) this.value = answer
      this.failure = null
    } catch (failure) {
      this.failure = failure
    } finally {
      this.#last = Date.now()
      this.#underWay = false
    }
    if (this.#again) await this.load()
  }

  #soon(): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => void this.load(), Math.max(0, this.#last + pause - Date.now()))
  }
}
