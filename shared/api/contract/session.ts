/** Who is there: sign-in, sign-out, password. */
import * as v from "valibot"
import { ask, change } from "../method.ts"
import { nothing, record, text } from "../schema.ts"

export const role = v.picklist(["Admin", "Security Analyst", "Read only"])
export type Role = v.InferOutput<typeof role>

export const person = record({ name: text(64), role, mustChangePassword: v.boolean() })
export type Person = v.InferOutput<typeof person>

export const session = {
  /** What the page needs before anything else. */
  "session.state": ask(
    "anyone",
    nothing,
    record({
      person: v.nullable(person),
      product: text(40),
      version: text(40),
      sensor: text(100),
      sample: v.boolean(),
      developmentRoot: v.boolean(),
      readOnlySite: v.boolean(),
      /** The first sign-in is not finished: an Admin gets the wizard, others a page that says who can. */
      wizardPending: v.boolean(),
      /** No account has a password yet: the first one is obtained by recovery. */
      preconfigured: v.boolean(),
    }),
  ),
  "session.signIn": change("anyone", record({ name: text(64), password: text(256) }), person),
  /** The one-time secret in the address that `--sample` prints. */
  "session.signInOnce": change("anyone", record({ secret: text(200) }), person),
  "session.signOut": change("read", nothing, nothing),
  "session.changePassword": change("read", record({ current: text(256), next: text(256) }), nothing),
}
