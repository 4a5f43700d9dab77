/** What every page needs before it can write anything: the zone of the site for its times, and the names of protocols. */
import type { Api } from "../../shared/api/client.ts"
import { setProtocols } from "./protocol-words.ts"

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
      const [{ zone }, { protocols }] = await Promise.all([
        this.#api.ask("region.get", {}),
        this.#api.ask("protocols.list", {}),
      ])
      setProtocols(protocols)
      this.#setZone(zone)
      this.zone = zone
    } finally {
      this.known = true
    }
  }
}
