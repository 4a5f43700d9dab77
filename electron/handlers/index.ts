/** The handlers of the areas that own no state beyond the database; the others have desks. One per method, or the core does not compile. */
import type { Handlers } from "../../shared/api/server.ts"
import { captures } from "./captures.ts"
import type { Context } from "./context.ts"
import { devices } from "./devices.ts"
import { happenings } from "./happenings.ts"
import { session } from "./session.ts"
import { site } from "./site.ts"

export const handlers = { ...session, ...captures, ...devices, ...happenings, ...site } satisfies Partial<
  Handlers<Context>
>
