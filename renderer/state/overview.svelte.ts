/** The numbers of the overview; asked for again, at most every second, while things change. */
import type { Api } from "../../shared/api/client.ts"
import type { Output } from "../../shared/api/contract/index.ts"
import { Refreshed } from "./refreshed.svelte.ts"

export class Overview extends Refreshed<Output<"overview.get">> {
  constructor(api: Api) {
    super(api, () => api.ask("overview.get", {}), 1000)
  }
}
