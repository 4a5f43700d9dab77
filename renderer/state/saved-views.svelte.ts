/** The saved views of one tool; they belong to all users. */
import type { Api } from "../../shared/api/client.ts"
import type { Output } from "../../shared/api/contract/index.ts"

export type SavedView = Output<"views.list">["views"][number]

export class SavedViews {
  list = $state.raw<readonly SavedView[]>([])
  readonly #api: Api
  readonly #tool: string
  constructor(api: Api, tool: string) {
    this.#api = api
    this.#tool = tool
  }

  async load(): Promise<void> {
    const { views } = await this.#api.ask("views.list", { tool: this.#tool })
    this.list = views
  }

  async save(name: string, value: unknown): Promise<void> {
    await this.#api.ask("views.save", { tool: this.#tool, name, value: JSON.stringify(value) })
    await this.load()
  }

  async remove(id: string): Promise<void> {
    await this.#api.ask("views.remove", { id })
    await this.load()
  }
}
