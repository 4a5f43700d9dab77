/** The first sign-in, step by step. What is done is kept at once, so that a crash or a closed lid loses nothing. */
import type { Wizard, WizardStep } from "../../shared/api/contract/setup.ts"
import type { Condition } from "../../shared/setup/system-messages.ts"
import { by } from "../handlers/context.ts"
import type { Desk } from "../handlers/desk.ts"
import type { DeskTools, Watch } from "./desks.ts"

const order: readonly WizardStep[] = ["network", "activation", "certificates", "monitoring"]
const names: Record<WizardStep, string> = {
  network: "Sensor network settings",
  activation: "Activation",
  certificates: "SSL/TLS certificates",
  monitoring: "Monitoring",
}
const setting = "wizard"

export const freshWizard: Wizard = {
  finished: false,
  step: "network",
  steps: order.map((step) => ({ step, outcome: "open" })),
}
const finishedWizard: Wizard = { ...freshWizard, finished: true }

export class WizardDesk implements Desk<"wizard">, Watch {
  readonly #tools: DeskTools
  #wizard: Wizard = finishedWizard

  constructor(tools: DeskTools) {
    this.#tools = tools
  }

  /** A site without a word of it is one that is past its first sign-in. */
  async load(): Promise<void> {
    const kept = await this.#tools.site.query("settings", "get", setting)
    if (kept !== undefined) this.#wizard = JSON.parse(kept) as Wizard
  }

  /** Of a new site. */
  async begin(): Promise<void> {
    await this.#keep(freshWizard)
  }

  get isPending(): boolean {
    return !this.#wizard.finished
  }

  async #keep(wizard: Wizard): Promise<Wizard> {
    await this.#tools.site.write("settings", "set", setting, JSON.stringify(wizard))
    this.#wizard = wizard
    this.#tools.changed()
    return wizard
  }

  readonly conditions = (): readonly Condition[] => {
    const later = this.#wizard.steps.filter(({ outcome }) => outcome === "later")
    if (!this.#wizard.finished || later.length === 0) return []
    return [{ name: "wizard-unfinished", values: { steps: later.map(({ step }) => names[step]).join(", ") } }]
  }

  readonly get: Desk<"wizard">["get"] = () => this.#wizard

  readonly leave: Desk<"wizard">["leave"] = ({ step, outcome }) => {
    const steps = this.#wizard.steps.map((one) => (one.step === step ? { step, outcome } : one))
    const next = order[Math.min(order.indexOf(step) + 1, order.length - 1)]!
    return this.#keep({ ...this.#wizard, steps, step: next })
  }

  readonly back: Desk<"wizard">["back"] = () => {
    const step = order[Math.max(0, order.indexOf(this.#wizard.step) - 1)]!
    return this.#keep({ ...this.#wizard, step })
  }

  readonly finish: Desk<"wizard">["finish"] = async (_, context) => {
    const steps = this.#wizard.steps.map(({ step, outcome }) => ({
      step,
      outcome: outcome === "open" ? ("later" as const) : outcome,
    }))
    const done = await this.#keep({ ...this.#wizard, steps, finished: true })
    await this.#tools.journal({
      kind: "settings",
      title: "First sign-in finished",
      text: steps
        .map(({ step, outcome }) => `${names[step]}: ${outcome === "done" ? "done" : "left for later"}`)
        .join("; "),
      who: by(context),
      origin: context.caller.origin,
    })
    return done
  }

  /** What was left for later in the first sign-in was done in System settings. */
  async done(step: WizardStep): Promise<void> {
    const mine = this.#wizard.steps.find((one) => one.step === step)
    if (mine?.outcome !== "later") return
    const steps = this.#wizard.steps.map((one) => (one.step === step ? { step, outcome: "done" as const } : one))
    await this.#keep({ ...this.#wizard, steps })
  }
}
