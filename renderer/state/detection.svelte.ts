/** How traffic is judged: engines, learning, and how ready the picture of what is normal is. */
import type { Api } from "../../shared/api/client.ts"
import type { Input, Output } from "../../shared/api/contract/index.ts"
import { Answer } from "./answer.svelte.ts"
import { Attempt } from "./attempt.svelte.ts"

export type DetectionSettings = Output<"detection.get">
type Change = Partial<Input<"detection.set">>

export class Detection extends Answer<DetectionSettings> {
  readonly changing = new Attempt()
  readonly #api: Api
  constructor(api: Api) {
    super(() => api.ask("detection.get", {}))
    this.#api = api
  }

  /** What is not named stays. True when it went through. */
  change(part: Change): Promise<boolean> {
    return this.changing.run(async () => {
      if (!this.value) return
      const { engines, learning, smartItLearning } = this.value
      await this.#api.ask("detection.set", { engines, learning, smartItLearning, ...part })
      await this.load()
    })
  }
}
