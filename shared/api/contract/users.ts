/** Accounts, their sessions, and the rules of signing in. */
import * as v from "valibot"
import { ask, change } from "../method.ts"
import { count, list, nothing, record, text, time, whole } from "../schema.ts"
import { role } from "./session.ts"

const name = v.pipe(
  v.string(),
  v.regex(
    /^[a-z0-9][a-z0-9._-]{0,63}$/,
    "a user name has 1 to 64 small letters, digits, dots, dashes and underscores, and begins with a letter or digit",
  ),
)
export const user = record({
  name: text(64),
  firstName: text(100),
  lastName: text(100),
  email: text(254),
  role,
  /** Switched off: cannot sign in. */ enabled: v.boolean(),
  mustChangePassword: v.boolean(),
  createdAt: time,
  /** 0: never. */ lastSignIn: time,
  sessions: count,
})
export type User = v.InferOutput<typeof user>

export const signedIn = record({
  id: text(100),
  user: text(64),
  /** "this computer", or an address. */ origin: text(100),
  /** Browser and system in words. */ program: text(200),
  since: time,
  seenAt: time,
  own: v.boolean(),
})
export type SignedIn = v.InferOutput<typeof signedIn>

const profile = { firstName: text(100), lastName: text(100), email: text(254), role }

export const users = {
  "users.list": ask("admin", nothing, record({ users: list(user, 1000) })),
  /** `mustChangePassword`: the person chooses an own one at the first sign-in, unless said otherwise. */
  "users.create": change(
    "admin",
    record({ name, ...profile, password: text(256), mustChangePassword: v.optional(v.boolean(), true) }),
    user,
  ),
  "users.edit": change("admin", record({ name: text(64), ...profile, enabled: v.boolean() }), user),
  "users.remove": change("admin", record({ name: text(64) }), nothing),
  /** The person must choose an own one at the next sign-in; all sessions of the account end. */
  "users.resetPassword": change("admin", record({ name: text(64), password: text(256) }), nothing),
  /** Everybody's for an Admin, one's own otherwise. */
  "sessions.list": ask("read", nothing, record({ sessions: list(signedIn, 1000) })),
  "sessions.end": change("read", record({ id: text(100) }), nothing),
  /** All sessions of the account but this one; another's account needs an Admin. */
  "sessions.endAll": change("read", record({ name: text(64) }), record({ ended: count })),
  "signInRules.get": ask("read", nothing, record({ idleMinutes: count })),
  /** 0: never signed out for idleness. */
  "signInRules.set": change("admin", record({ idleMinutes: whole(0, 1440) }), nothing),
}
