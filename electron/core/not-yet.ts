/** A desk that is being built: every question is refused. Goes when the last one is there. */
import { Refusal } from "../../shared/api/server.ts"
import type { Desk } from "../handlers/desk.ts"

export const notYet = <Area extends string>(area: Area): Desk<Area> =>
  new Proxy({} as Desk<Area>, {
    get: () => () => {
      throw new Refusal("refused", `The area ${area} is not there yet.`)
    },
  })
