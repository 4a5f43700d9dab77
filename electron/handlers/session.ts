/** Sign-in, sign-out, password. */
import type { Handlers } from "../../shared/api/server.ts"
import type { Context } from "./context.ts"

type Area = "session.state" | "session.signIn" | "session.signInOnce" | "session.signOut" | "session.changePassword"

export const session: Pick<Handlers<Context>, Area> = {
  "session.state": async (_, context) => ({
    person: context.person,
    product: "Plantwarden",
    readOnlySite: context.site.readOnly,
    ...(await context.about()),
  }),
  "session.signIn": ({ name, password }, context) => context.signIns.signIn(name, password, context),
  "session.signInOnce": ({ secret }, context) => context.signIns.signInOnce(secret, context),
  "session.signOut": async (_, context) => {
    await context.signIns.signOut(context)
    return {}
  },
  "session.changePassword": async ({ current, next }, context) => {
    await context.signIns.changePassword(current, next, context)
    return {}
  },
}
