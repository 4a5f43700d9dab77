/** The accounts: who may sign in and as what. There is always an Admin left who can. */
import type { User as ShownUser } from "../../shared/api/contract/users.ts"
import type { Role } from "../../shared/api/contract/session.ts"
import { Refusal } from "../../shared/api/server.ts"
import type { Condition } from "../../shared/setup/system-messages.ts"
import { hashPassword } from "../crypto/password-hash.ts"
import { by } from "../handlers/context.ts"
import type { Context } from "../handlers/context.ts"
import type { Desk } from "../handlers/desk.ts"
import type { User } from "../store/users.ts"
import type { DeskTools, Watch } from "./desks.ts"
import type { Sessions } from "./sessions.ts"
import { personOf } from "./sessions.ts"
import { checkPassword } from "./sign-ins.ts"

const lastAdmin = new Refusal(
  "refused",
  "This is the last Admin who can sign in. Make another account an Admin first.",
  { reason: "last-admin" },
)

type Input<Name extends keyof Desk<"users">> = Parameters<Desk<"users">[Name]>[0]

export class UsersDesk implements Desk<"users">, Watch {
  readonly #tools: DeskTools
  readonly #sessions: Sessions

  constructor(tools: DeskTools, sessions: Sessions) {
    this.#tools = tools
    this.#sessions = sessions
  }

  readonly conditions = async (): Promise<readonly Condition[]> =>
    (await this.#tools.site.query("users", "all"))
      .filter((user) => user.enabled && user.role === "Admin" && user.mustChange && user.hash !== "")
      .map((user) => ({ name: "first-password", about: user.name, values: { account: user.name } }))

  readonly list: Desk<"users">["list"] = async () => {
    const all = await this.#tools.site.query("users", "all")
    return { users: all.map((user) => this.#shown(user)) }
  }

  #shown(user: User): ShownUser {
    const { name, firstName, lastName, email, enabled, createdAt, lastSignIn } = user
    return {
      ...{ name, firstName, lastName, email, enabled, createdAt, lastSignIn },
      role: user.role as Role,
      mustChangePassword: user.mustChange,
      sessions: this.#sessions.all().filter((one) => one.user === name).length,
    }
  }

  async #known(name: string): Promise<User> {
    const user = await this.#tools.site.query("users", "get", name)
    if (!user) throw new Refusal("refused", `There is no account ${name}. Load the list again.`)
    return user
  }

  /** Throws unless an Admin who can sign in is left when `name` is none any more. */
  async #keepAnAdmin(name: string): Promise<void> {
    const all = await this.#tools.site.query("users", "all")
    const left = all.some((user) => user.name !== name && user.role === "Admin" && user.enabled && user.hash !== "")
    if (!left) throw lastAdmin
  }

  #note(title: string, text: string, context: Context): Promise<void> {
    return this.#tools.journal({ kind: "users", title, text, who: by(context), origin: context.caller.origin })
  }

  readonly create: Desk<"users">["create"] = (input, context) =>
    this.#sessions.inTurn(() => this.#create(input, context))

  async #create({ password, mustChangePassword, ...given }: Input<"create">, context: Context): Promise<ShownUser> {
    if (await this.#tools.site.query("users", "get", given.name))
      throw new Refusal("refused", `There is an account ${given.name} already. Choose another name.`, {
        reason: "name",
      })
    await checkPassword(given.name, password)
    const user: User = {
      ...given,
      hash: await hashPassword(password),
      mustChange: mustChangePassword,
      enabled: true,
      createdAt: this.#tools.now(),
      lastSignIn: 0,
    }
    await this.#tools.site.write("users", "put", user)
    await this.#note("User created", `${user.name}, ${user.role}.`, context)
    return this.#shown(user)
  }

  readonly edit: Desk<"users">["edit"] = (input, context) => this.#sessions.inTurn(() => this.#edit(input, context))

  async #edit({ name, ...given }: Input<"edit">, context: Context): Promise<ShownUser> {
    const before = await this.#known(name)
    const wasAdmin = before.role === "Admin" && before.enabled
    if (wasAdmin && (given.role !== "Admin" || !given.enabled)) await this.#keepAnAdmin(name)
    const user: User = { ...before, ...given }
    await this.#tools.site.write("users", "put", user)
    if (!user.enabled) await this.#sessions.endAll(name, null)
    else this.#sessions.update(personOf(user))
    const what = [
      before.role === user.role ? "" : `role ${before.role} to ${user.role}`,
      before.enabled === user.enabled ? "" : user.enabled ? "switched on" : "switched off",
    ].filter(Boolean)
    await this.#note("User changed", `${name}: ${what.join(", ") || "name or address"}.`, context)
    this.#tools.changed()
    return this.#shown(user)
  }

  readonly remove: Desk<"users">["remove"] = (input, context) =>
    this.#sessions.inTurn(() => this.#remove(input, context))

  async #remove({ name }: Input<"remove">, context: Context): Promise<Record<string, never>> {
    if (name === by(context))
      throw new Refusal("refused", "You can't delete the account you are signed in with. Sign in with another one.", {
        reason: "own-account",
      })
    const user = await this.#known(name)
    if (user.role === "Admin" && user.enabled) await this.#keepAnAdmin(name)
    await this.#sessions.endAll(name, null)
    await this.#tools.site.write("users", "remove", name)
    await this.#note("User deleted", `${name}, ${user.role}.`, context)
    this.#tools.changed()
    return {}
  }

  readonly resetPassword: Desk<"users">["resetPassword"] = (input, context) =>
    this.#sessions.inTurn(() => this.#resetPassword(input, context))

  async #resetPassword({ name, password }: Input<"resetPassword">, context: Context): Promise<Record<string, never>> {
    if (name === by(context))
      throw new Refusal("refused", "Change your own password in the menu of your account.", { reason: "own-account" })
    const user = await this.#known(name)
    await checkPassword(name, password)
    await this.#tools.site.write("users", "put", { ...user, hash: await hashPassword(password), mustChange: true })
    await this.#sessions.endAll(name, null)
    await this.#note("Password reset", `${name} must choose a new one at the next sign-in.`, context)
    this.#tools.changed()
    return {}
  }
}
