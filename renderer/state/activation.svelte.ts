/** The activation of this sensor: its state, the files on USB drives, and the file a person has in hand. */
import type { Api } from "../../shared/api/client.ts"
import type { ActivationSource, ActivationState, Judged } from "../../shared/api/contract/activation.ts"
import type { Output } from "../../shared/api/contract/index.ts"
import { Answer } from "./answer.svelte.ts"
import { Attempt } from "./attempt.svelte.ts"
import { repeat } from "./repeat.ts"

export type ChosenFile = { readonly name: string; readonly source: ActivationSource; readonly judged: Judged }
const usbPause = 3000

export class Activation extends Answer<ActivationState> {
  readonly usb: Answer<Output<"activation.usb">>
  readonly terms: Answer<Output<"activation.terms">>
  chosen = $state.raw<ChosenFile | null>(null)
  accepted = $state(false)
  licence = $state("")
  /** The active file was given again: nothing changed. */
  unchanged = $state.raw(false)
  readonly looking = new Attempt()
  readonly activating = new Attempt()

  readonly #api: Api
  constructor(api: Api) {
    super(() => api.ask("activation.state", {}))
    this.#api = api
    this.usb = new Answer(() => api.ask("activation.usb", {}))
    this.terms = new Answer(() => api.ask("activation.terms", {}))
  }

  /** Loads what is known and listens for changes; `drives`: also looks for USB drives. Returns how to stop. */
  watch(drives: boolean): () => void {
    void this.load()
    void this.terms.load()
    const stops = [this.#api.on("activation.changed", () => void this.load())]
    if (drives) stops.push(repeat(() => this.usb.load(), usbPause))
    return () => stops.forEach((stop) => stop())
  }

  get canActivate(): boolean {
    return this.accepted && this.terms.value !== null && this.chosen !== null && this.chosen.judged.refusal === null
  }

  choose(file: ChosenFile | null): void {
    this.chosen = file
    this.activating.clear()
    this.looking.clear()
    this.unchanged = false
  }

  /** Asks the sensor what a document says and whether it fits. */
  async look(name: string, read: () => Promise<string>): Promise<void> {
    this.choose(null)
    await this.looking.run(async () => {
      const source: ActivationSource = { from: "document", text: await read() }
      this.chosen = { name, source, judged: await this.#api.ask("activation.inspect", { source }) }
    })
  }

  async activate(): Promise<boolean> {
    const { chosen, terms } = this
    const version = terms.value?.version
    if (!chosen || version === undefined) return false
    return await this.activating.run(async () => {
      const { changed, state } = await this.#api.ask("activation.activate", {
        source: chosen.source,
        termsVersion: version,
      })
      this.take(state)
      this.choose(null)
      this.unchanged = !changed
    })
  }

  async enterLicence(): Promise<boolean> {
    const version = this.terms.value?.version
    if (version === undefined) return false
    return await this.activating.run(async () => {
      this.take(await this.#api.ask("activation.licence", { licence: this.licence, termsVersion: version }))
      this.licence = ""
    })
  }
}
