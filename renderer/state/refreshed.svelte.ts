/** An answer that grows old when devices or captures change, and is asked for again while a page looks at it. */
import type { Api } from "../../shared/api/client.ts"

export class Refreshed<Value> {
  value = $state.raw<Value | null>(null)
  failure = $state.raw<unknown>(null)

  readonly #ask: () => Promise<Value>
  readonly #pause: number
  #watchers = 0
  #old = true
  #underWay: Promise<void> | undefined
  #following: Promise<void> | undefined
  #last = 0
  #timer: ReturnType<typeof setTimeout> | undefined
  constructor(api: Api, ask: () => Promise<Value>, pause: number) {
    this.#ask = ask
    this.#pause = pause
    api.on("devices.changed", () => this.stale())
    api.on("alerts.changed", () => this.stale())
    api.on("captures.changed", ({ capture }) => {
      if (capture.state !== "reading" && capture.state !== "uploading") this.stale()
    })
    api.on("site.changed", () => this.stale())
  }

  /** Returns how to stop watching. */
  watch(): () => void {
    this.#watchers++
    if (this.#old) void this.load()
    return () => this.#watchers--
  }

  stale(): void {
    this.#old = true
    if (this.#watchers === 0 || this.#timer !== undefined) return
    const wait = Math.max(0, this.#last + this.#pause - Date.now())
    this.#timer = setTimeout(() => {
      this.#timer = undefined
      void this.load()
    }, wait)
  }

  clear(): void {
    this.value = null
    this.#old = true
  }

  /** Asks now. A question already under way may have been put before what is wanted changed: then one more follows it. */
  load(): Promise<void> {
    if (this.#underWay === undefined) return (this.#underWay = this.#round())
    return (this.#following ??= this.#underWay.then(() => {
      this.#following = undefined
      return this.load()
    }))
  }

  async #round(): Promise<void> {
    this.#old = false
    try {
      this.value = await this.#ask()
      this.failure = null
    } catch (failure) {
      this.failure = failure
    } finally {
      this.#last = Date.now()
      this.#underWay = undefined
      if (this.#old) this.stale()
    }
  }
}
