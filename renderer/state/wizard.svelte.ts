/** The first sign-in: which step is next, and what became of those before. */
import type { Api } from "../../shared/api/client.ts"
import type { Wizard as WizardState, WizardStep } from "../../shared/api/contract/setup.ts"
import { Answer } from "./answer.svelte.ts"

export class Wizard extends Answer<WizardState> {
  readonly #api: Api
  constructor(api: Api) {
    super(() => api.ask("wizard.get", {}))
    this.#api = api
  }

  /** Every step was done or left for later: only the last page is to come. */
  get isThrough(): boolean {
    return this.value !== null && this.value.steps.every(({ outcome }) => outcome !== "open")
  }

  async leave(step: WizardStep, outcome: "done" | "later"): Promise<void> {
    this.take(await this.#api.ask("wizard.leave", { step, outcome }))
  }
  async back(): Promise<void> {
    this.take(await this.#api.ask("wizard.back", {}))
  }
  async finish(): Promise<void> {
    this.take(await this.#api.ask("wizard.finish", {}))
  }
}
