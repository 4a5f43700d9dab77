/** A site that another program has open: its handlers answer questions, and refuse changes before anything is touched, files included. */
import { methods } from "../../shared/api/contract/index.ts"
import type { MethodName } from "../../shared/api/contract/index.ts"
import { Refusal } from "../../shared/api/server.ts"
import type { Handlers } from "../../shared/api/server.ts"
import { SiteReadOnly } from "../store/database.ts"

/** Sessions of this program alone; nothing of them is written. */
const stillDone: ReadonlySet<string> = new Set<MethodName>([
  "session.signIn",
  "session.signInOnce",
  "session.signOut",
  "sessions.end",
  "sessions.endAll",
])

const refuse = (): never => {
  throw new Refusal("refused", new SiteReadOnly().message, { reason: "read-only" })
}

export function withoutChanges<Context>(handlers: Handlers<Context>): Handlers<Context> {
  const refused = Object.entries(methods)
    .filter(([name, { audit }]) => audit && !stillDone.has(name))
    .map(([name]) => [name, refuse] as const)
  return { ...handlers, ...(Object.fromEntries(refused) as Partial<Handlers<Context>>) }
}
