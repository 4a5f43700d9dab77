/** The zone that the page writes times in: the site's, once it is known. */
import type { Api } from "../../shared/api/client.ts"
import { setZone } from "../parts/format/times.ts"

export class Region {
  /** IANA name. */
  zone = Intl.DateTimeFormat().resolvedOptions().timeZone
  readonly #api: Api
  constructor(api: Api) {
    this.#api = api
  }

  /** Before the first page is shown: what is written already is not written anew. */
  async load(): Promise<void> {
    const { zone } = await this.#api.ask("region.get", {})
    this.zone = zone
    setZone(zone)
  }
}
