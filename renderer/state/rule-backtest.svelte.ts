/** One back-test after the other: started, followed until it is done, cancelled when the page is left. */
import type { Api } from "../../shared/api/client.ts"
import type { Output } from "../../shared/api/contract/index.ts"
import { problemOf, type Problem } from "./notices.svelte.ts"
import type { RuleInput } from "./custom-rules.svelte.ts"

export type BacktestNow = Output<"rules.backtest">
export type BacktestResult = NonNullable<BacktestNow["result"]>
export type BacktestDays = 1 | 7 | 30

const askEvery = 300
const nothing: Problem = { sentence: "", remedy: "", reason: "" }

export class RuleBacktest {
  now = $state.raw<BacktestNow | null>(null)
  problem = $state.raw<Problem>(nothing)
  /** The rule that was tested, as text: another one makes the result old. */
  tested = $state.raw("")
  days = $state.raw<BacktestDays>(7)
  id = ""
  #run = 0
  readonly #api: Api
  constructor(api: Api) {
    this.#api = api
  }

  get running(): boolean {
    return this.now?.state === "running"
  }

  async start(rule: RuleInput): Promise<void> {
    const run = ++this.#run
    this.problem = nothing
    this.now = { state: "running", read: 0, total: 0, packets: 0, found: 0, why: "", result: null }
    this.tested = JSON.stringify(rule)
    try {
      const { id } = await this.#api.ask("rules.startBacktest", { rule, days: this.days })
      this.id = id
      while (run === this.#run && this.running) {
        const now = await this.#api.ask("rules.backtest", { id })
        if (run === this.#run) this.now = now
        if (now.state === "running") await new Promise((resolve) => setTimeout(resolve, askEvery))
      }
    } catch (failure) {
      if (run !== this.#run) return
      this.now = null
      this.problem = problemOf(failure)
    }
  }

  /** Also when the page is left: nobody waits for the answer. */
  async cancel(): Promise<void> {
    this.#run++
    const { id, running } = this
    if (this.now && running) this.now = { ...this.now, state: "cancelled" }
    if (running && id !== "") await this.#api.ask("rules.cancelBacktest", { id }).catch(() => undefined)
  }

  packets(): Promise<Output<"rules.saveBacktestPackets">> {
    return this.#api.ask("rules.saveBacktestPackets", { id: this.id })
  }
}
