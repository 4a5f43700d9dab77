/** What people see and do about sessions: the list, ending them, and how long one may rest. */
import { Refusal } from "../../shared/api/server.ts"
import { by } from "../handlers/context.ts"
import type { Context } from "../handlers/context.ts"
import type { Desk } from "../handlers/desk.ts"
import type { DeskTools } from "./desks.ts"
import { hashOfToken } from "./sessions.ts"
import type { Sessions } from "./sessions.ts"

const isAdmin = (context: Context): boolean => context.person?.role === "Admin"
const notYours = (): Refusal =>
  new Refusal("forbidden", "Only an Admin may end the sessions of others. Ask an Admin.", { reason: "not-yours" })

const placeOf = (origin: string): string => (origin === "local" ? "this computer" : origin)

export function sessionsDesk(tools: DeskTools, sessions: Sessions): Desk<"sessions"> {
  const note = (title: string, text: string, context: Context): Promise<void> =>
    tools.journal({ kind: "sign-in", title, text, who: by(context), origin: context.caller.origin })
  return {
    list: (_, context) => {
      const own = context.caller.token === null ? "" : hashOfToken(context.caller.token)
      const shown = sessions.all().filter((one) => isAdmin(context) || one.user === by(context))
      return {
        sessions: shown.slice(0, 1000).map(({ id, user, origin, program, since, seenAt, hash }) => ({
          ...{ id, user, program, since, seenAt },
          origin: placeOf(origin),
          own: hash === own,
        })),
      }
    },
    end: async ({ id }, context) => {
      const found = sessions.all().find((one) => one.id === id)
      if (!found) return {}
      if (found.user !== by(context) && !isAdmin(context)) throw notYours()
      await sessions.endById(id)
      await note("Session ended", `One of ${found.user}, from ${placeOf(found.origin)}.`, context)
      return {}
    },
    endAll: async ({ name }, context) => {
      if (name !== by(context) && !isAdmin(context)) throw notYours()
      const ended = await sessions.endAll(name, context.caller.token)
      await note("Signed out everywhere", `${ended} sessions of ${name} were ended.`, context)
      return { ended }
    },
  }
}

export function signInRulesDesk(tools: DeskTools, sessions: Sessions): Desk<"signInRules"> {
  return {
    get: () => ({ idleMinutes: sessions.idleMinutes }),
    set: async ({ idleMinutes }, context) => {
      const before = sessions.idleMinutes
      await sessions.setIdle(idleMinutes)
      await tools.journal({
        kind: "settings",
        title: "Idle sign-out changed",
        text: `From ${before} to ${idleMinutes} minutes${idleMinutes === 0 ? ": never" : ""}.`,
        who: by(context),
        origin: context.caller.origin,
      })
      return {}
    },
  }
}
