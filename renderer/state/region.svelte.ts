/** The zone that the page writes times in: the site's, once it is known. */
import type { Api } from "../../shared/api/client.ts"

export class Region {
  /** IANA name. */
  zone = $state.raw(Intl.DateTimeFormat().resolvedOptions().timeZone)
  /** Pages wait for it: what is written already is not written anew. */
  known = $state.raw(false)
  readonly #api: Api
  readonly #setZone: (zone: string) => void
  constructor(api: Api, setZone: (zone: string) => void) {
    this.#api = api
    this.#setZone = setZone
  }

  /** Where the sensor does not tell, times stay those of the computer that shows the page. */
  async load(): Promise<void> {
    try {
      const { zone } = await this.#api.ask("region.get", {})
      this.#setZone(zone)
      this.zone = zone
    } finally {
      this.known = true
    }
  }
}
