/** The user's own rules, and what the site calls working hours. */
import type { Api } from "../../shared/api/client.ts"
import type { Input, Output } from "../../shared/api/contract/index.ts"
import { Answer } from "./answer.svelte.ts"
import { Attempt } from "./attempt.svelte.ts"

export type RuleList = Output<"rules.list">
export type RuleRow = RuleList["rules"][number]
export type RuleInput = Input<"rules.save">["rule"]
export type RuleFields = Output<"rules.fields">
type Hours = Input<"rules.setHours">["hours"]

const pause = 1000

export class CustomRules extends Answer<RuleList> {
  readonly changing = new Attempt()
  readonly #api: Api
  #timer: ReturnType<typeof setTimeout> | undefined
  constructor(api: Api) {
    super(() => api.ask("rules.list", {}))
    this.#api = api
  }

  /** Hits go on while traffic is read. Returns how to stop. */
  follow(): () => void {
    const later = () => {
      this.#timer ??= setTimeout(() => {
        this.#timer = undefined
        void this.load()
      }, pause)
    }
    const stops = [this.#api.on("alerts.changed", later), this.#api.on("captures.changed", later)]
    return () => {
      for (const stop of stops) stop()
      clearTimeout(this.#timer)
    }
  }

  /** null as id makes a new one. */
  save(id: string | null, rule: RuleInput): Promise<boolean> {
    return this.#change(() => this.#api.ask("rules.save", { id, rule }))
  }
  switch(ids: readonly string[], on: boolean): Promise<boolean> {
    return this.#change(() => this.#api.ask("rules.switch", { ids: [...ids], on }))
  }
  remove(ids: readonly string[]): Promise<boolean> {
    return this.#change(() => this.#api.ask("rules.remove", { ids: [...ids] }))
  }
  setHours(hours: Hours): Promise<boolean> {
    return this.#change(() => this.#api.ask("rules.setHours", { hours }))
  }

  #change(act: () => Promise<unknown>): Promise<boolean> {
    return this.changing.run(async () => {
      await act()
      await this.load()
    })
  }
}
