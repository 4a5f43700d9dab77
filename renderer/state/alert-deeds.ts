/** What people do with alerts, one or many, and what the sensor says of it. */
import type { Api } from "../../shared/api/client.ts"
import type { AlertRow } from "../../shared/api/contract/alerts.ts"
import type { Output } from "../../shared/api/contract/index.ts"

type Changed = Output<"alerts.setStatus">
type Ids = readonly string[]

export class AlertDeeds {
  readonly #api: Api
  constructor(api: Api) {
    this.#api = api
  }

  setStatus(ids: Ids, status: AlertRow["status"]): Promise<Changed> {
    return this.#api.ask("alerts.setStatus", { ids: [...ids], status })
  }
  /** null: the one of the catalogue. */
  setSeverity(ids: Ids, severity: AlertRow["severity"] | null): Promise<Changed> {
    return this.#api.ask("alerts.setSeverity", { ids: [...ids], severity })
  }
  learn(ids: Ids): Promise<Changed> {
    return this.#api.ask("alerts.learn", { ids: [...ids] })
  }
  unlearn(ids: Ids): Promise<Changed> {
    return this.#api.ask("alerts.unlearn", { ids: [...ids] })
  }
  mute(ids: Ids): Promise<Changed> {
    return this.#api.ask("alerts.mute", { ids: [...ids] })
  }
  unmute(ids: Ids): Promise<Changed> {
    return this.#api.ask("alerts.unmute", { ids: [...ids] })
  }
  comment(ids: Ids, text: string): Promise<Changed> {
    return this.#api.ask("alerts.comment", { ids: [...ids], text })
  }
}
