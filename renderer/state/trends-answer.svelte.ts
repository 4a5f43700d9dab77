/** What one widget shows: the last answer stays until the next is there, and an answer to an older question is dropped. */
import type { Api } from "../../shared/api/client.ts"
import type { Range, WidgetAnswer, WidgetFilter } from "../../shared/api/contract/trends.ts"

export class TrendsAnswer {
  value = $state.raw<WidgetAnswer | null>(null)
  failure = $state.raw<unknown>(null)
  asking = $state.raw(false)

  readonly #api: Api
  #asked = 0
  constructor(api: Api) {
    this.#api = api
  }

  async ask(widget: string, filter: WidgetFilter, range: Range): Promise<void> {
    const turn = ++this.#asked
    this.asking = true
    try {
      const value = await this.#api.ask("trends.answer", { widget, filter, range })
      if (turn !== this.#asked) return
      this.value = value
      this.failure = null
    } catch (failure) {
      if (turn === this.#asked) this.failure = failure
    } finally {
      if (turn === this.#asked) this.asking = false
    }
  }
}
