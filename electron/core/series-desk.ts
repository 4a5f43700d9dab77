/** How long measures are kept, and the zone that their days begin in. */
import { Refusal } from "../../shared/api/server.ts"
import type { Desk } from "../handlers/desk.ts"

const notYet = (): never => {
  throw new Refusal("refused", "This is not built yet.")
}

export const seriesDesk: Desk<"series"> = { get: notYet, set: notYet }
export const regionDesk: Desk<"region"> = { get: notYet, set: notYet }
