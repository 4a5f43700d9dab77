/** How many alerts nobody has looked at yet, for the menu; and the most severe that are open, for the overview. */
import type { Api } from "../../shared/api/client.ts"
import type { AlertRow } from "../../shared/api/contract/alerts.ts"

const pause = 2000
const shown = 3

export class OpenAlerts {
  /** Status new. */
  fresh = $state.raw(0)
  /** New and active ones, the most severe first, the newer of these first. */
  worst = $state.raw<readonly AlertRow[]>([])

  readonly #api: Api
  #timer: ReturnType<typeof setTimeout> | undefined
  constructor(api: Api) {
    this.#api = api
    api.on("alerts.changed", () => {
      this.#timer ??= setTimeout(() => void this.#catchUp(), pause)
    })
  }

  async load(): Promise<void> {
    const worstFirst = { sort: "severity", descending: true, offset: 0 } as const
    const [fresh, open] = await Promise.all([
      this.#api.ask("alerts.list", { filter: { statuses: ["new"] }, ...worstFirst, limit: 1 }),
      this.#api.ask("alerts.list", { filter: { statuses: ["new", "active"] }, ...worstFirst, limit: shown }),
    ])
    this.fresh = fresh.total
    this.worst = open.alerts
  }

  clear(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    this.fresh = 0
    this.worst = []
  }

  async #catchUp(): Promise<void> {
    try {
      await this.load()
    } catch (failure) {
      // A question lost with the connection is asked again by the reload that follows it.
      console.info("alerts: will ask again", failure)
    } finally {
      this.#timer = undefined
    }
  }
}
