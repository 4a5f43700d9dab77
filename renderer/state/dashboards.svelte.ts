/** The dashboards of trends. What a person changes is sent at once; until the sensor has it on disk it is kept here as a draft, never lost. */
import type { Api } from "../../shared/api/client.ts"
import type { Dashboard, PlacedWidget } from "../../shared/api/contract/trends.ts"

type Draft = Pick<Dashboard, "name" | "widgets">

export class Dashboards {
  saved = $state.raw<readonly Dashboard[]>([])
  loaded = $state.raw(false)
  /** Changes that are not on the sensor's disk yet, by dashboard. */
  drafts = $state.raw<ReadonlyMap<string, Draft>>(new Map())
  saving = $state.raw(false)
  /** Why the last change was not saved. */
  failure = $state.raw<unknown>(null)

  readonly #api: Api
  constructor(api: Api) {
    this.#api = api
  }

  /** As they look with the drafts laid over them. */
  get list(): readonly Dashboard[] {
    return this.saved.map((one) => ({ ...one, ...this.drafts.get(one.id) }))
  }

  async load(): Promise<void> {
    const { dashboards } = await this.#api.ask("trends.dashboards", {})
    this.saved = dashboards
    this.loaded = true
  }

  async create(name: string, widgets: readonly PlacedWidget[]): Promise<Dashboard> {
    const made = await this.#api.ask("trends.save", { id: "", name, widgets: [...widgets] })
    this.saved = [...this.saved, made]
    return made
  }

  /** Changes follow each other: the newest draft of each dashboard is what gets saved. */
  change(id: string, part: Partial<Draft>): void {
    const before = this.drafts.get(id) ?? this.saved.find((one) => one.id === id)
    if (!before) return
    this.drafts = new Map(this.drafts).set(id, { name: before.name, widgets: before.widgets, ...part })
    void this.keep()
  }

  async keep(): Promise<void> {
    if (this.saving) return
    this.saving = true
    try {
      for (let next = [...this.drafts][0]; next; next = [...this.drafts][0]) await this.#keepOne(...next)
      this.failure = null
    } catch (failure) {
      this.failure = failure
    } finally {
      this.saving = false
    }
  }

  discard(): void {
    this.drafts = new Map()
    this.failure = null
  }

  async remove(id: string): Promise<void> {
    await this.#api.ask("trends.remove", { id })
    this.#drop(id)
    await this.load()
  }

  async setFirst(id: string): Promise<void> {
    await this.#api.ask("trends.setFirst", { id })
    await this.load()
  }

  async #keepOne(id: string, draft: Draft): Promise<void> {
    const kept = await this.#api.ask("trends.save", { id, name: draft.name, widgets: [...draft.widgets] })
    this.saved = this.saved.map((one) => (one.id === id ? kept : one))
    if (this.drafts.get(id) === draft) this.#drop(id)
  }

  #drop(id: string): void {
    const left = new Map(this.drafts)
    left.delete(id)
    this.drafts = left
  }
}
