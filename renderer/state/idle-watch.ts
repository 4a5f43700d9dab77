/** Signs out who left the console open. The sensor's own clock of a session is kept running by what the page asks by itself; a person is only there while keys and pointer move. */
import type { Api } from "../../shared/api/client.ts"

const lookEvery = 5000
const noteEvery = 2000
/** Shared by all tabs of this browser: being active in one keeps them all. */
const kept = "last-activity"
const signs = ["pointerdown", "pointermove", "keydown", "wheel"] as const

export type Surroundings = Pick<
  Window,
  "addEventListener" | "removeEventListener" | "setInterval" | "clearInterval"
> & {
  readonly localStorage: Pick<Storage, "getItem" | "setItem">
}

export class IdleWatch {
  /** 0: never. */
  minutes = 0
  readonly #api: Api
  readonly #window: Surroundings
  readonly #now: () => number
  constructor(api: Api, window: Surroundings, now: () => number) {
    this.#api = api
    this.#window = window
    this.#now = now
  }

  async load(): Promise<void> {
    this.minutes = (await this.#api.ask("signInRules.get", {})).idleMinutes
  }

  /** `ended` is called once with the minutes that passed. Returns how to stop. */
  start(ended: (minutes: number) => void): () => void {
    const { localStorage } = this.#window
    let noted = 0
    const note = () => {
      const now = this.#now()
      if (now - noted < noteEvery) return
      noted = now
      localStorage.setItem(kept, String(now))
    }
    const look = () => {
      const rested = this.#now() - Number(localStorage.getItem(kept) ?? 0)
      if (this.minutes === 0 || rested < this.minutes * 60_000) return
      stop()
      ended(this.minutes)
    }
    note()
    for (const sign of signs) this.#window.addEventListener(sign, note, { capture: true, passive: true })
    const timer = this.#window.setInterval(look, lookEvery)
    const stop = () => {
      this.#window.clearInterval(timer)
      for (const sign of signs) this.#window.removeEventListener(sign, note, { capture: true })
    }
    return stop
  }
}
