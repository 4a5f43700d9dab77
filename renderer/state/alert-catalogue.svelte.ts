/** Every kind of alert and how it is set, and the rules that exclude some. */
import type { Api } from "../../shared/api/client.ts"
import type { Exclusion, Verdict } from "../../shared/api/contract/alerts.ts"
import type { Input, Output } from "../../shared/api/contract/index.ts"
import { Answer } from "./answer.svelte.ts"
import { Attempt } from "./attempt.svelte.ts"

export type CatalogueKind = Output<"alerts.catalogue">["kinds"][number]
export type ExclusionRow = Output<"alerts.exclusions">["exclusions"][number]

export class AlertCatalogue extends Answer<readonly CatalogueKind[]> {
  readonly changing = new Attempt()
  readonly #api: Api
  constructor(api: Api) {
    super(async () => (await api.ask("alerts.catalogue", {})).kinds)
    this.#api = api
  }
  configure(setting: Input<"alerts.configure">): Promise<boolean> {
    return this.changing.run(async () => {
      await this.#api.ask("alerts.configure", setting)
      await this.load()
    })
  }
}

export class Exclusions extends Answer<readonly ExclusionRow[]> {
  readonly changing = new Attempt()
  readonly #api: Api
  constructor(api: Api) {
    super(async () => (await api.ask("alerts.exclusions", {})).exclusions)
    this.#api = api
  }
  /** null as id makes a new one. */
  save(id: string | null, exclusion: Exclusion): Promise<boolean> {
    return this.changing.run(async () => {
      await this.#api.ask("alerts.saveExclusion", { id, exclusion })
      await this.load()
    })
  }
  remove(id: string): Promise<boolean> {
    return this.changing.run(async () => {
      await this.#api.ask("alerts.removeExclusion", { id })
      await this.load()
    })
  }
}

/** Traffic that was learned or muted by hand. */
export class Verdicts extends Answer<readonly Verdict[]> {
  readonly changing = new Attempt()
  readonly #api: Api
  constructor(api: Api) {
    super(async () => (await api.ask("alerts.verdicts", {})).verdicts)
    this.#api = api
  }
  lift(keys: readonly string[]): Promise<boolean> {
    return this.changing.run(async () => {
      await this.#api.ask("alerts.liftVerdicts", { keys: [...keys] })
      await this.load()
    })
  }
}
