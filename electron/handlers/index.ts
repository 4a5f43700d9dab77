/** Every handler of the API: one per method, or this does not compile. */
import type { Handlers } from "../../shared/api/server.ts"
import { captures } from "./captures.ts"
import type { Context } from "./context.ts"
import { devices } from "./devices.ts"
import { session } from "./session.ts"
import { site } from "./site.ts"

export const handlers: Handlers<Context> = { ...session, ...captures, ...devices, ...site }
