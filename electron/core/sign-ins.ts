/** Signing in and out, and changing one's password. */
import { randomBytes, timingSafeEqual } from "node:crypto"
import type { Person, Role } from "../../shared/api/contract/session.ts"
import { Refusal } from "../../shared/api/server.ts"
import { judgePassword } from "../../shared/setup/password-rule.ts"
import { hashPassword, passwordMatches } from "../crypto/password-hash.ts"
import type { Context, Site, SignIns } from "../handlers/context.ts"
import type { User } from "../store/people.ts"
import type { Sessions } from "./sessions.ts"
import { hashOfToken } from "./sessions.ts"
import { SignInDelay } from "./sign-in-delay.ts"

const wrong = "The user name or the password is wrong. Check both, also the caps lock key."
/** Hashes in the queue at a time for callers from afar; the window on the sensor always gets its turn. */
const mostFromAfar = 4

const personOf = (user: User): Person => ({
  name: user.name,
  role: user.role as Role,
  mustChangePassword: user.mustChange,
})

/** Letters and digits that can't be mistaken for each other, with all four classes: about 100 bits. */
function randomPassword(): string {
  const letters = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"
  const pick = () => {
    for (;;) {
      const byte = randomBytes(1)[0]!
      if (byte < letters.length * 4) return letters[byte % letters.length]!
    }
  }
  const group = () => Array.from({ length: 5 }, pick).join("")
  return `${group()}-${group()}-${group()}-${group()}`
}

/** The first account of a new site, with the password that is printed; null when there are accounts already. The sample keeps its random password. */
export async function makeFirstUser(site: Site, mustChange: boolean): Promise<string | null> {
  if (site.readOnly || (await site.query("users", "count")) > 0) return null
  const chosen = randomPassword()
  await site.write("users", "put", { name: "admin", role: "Admin", hash: await hashPassword(chosen), mustChange })
  return chosen
}

export class SignInDesk implements SignIns {
  readonly #site: Site
  readonly #sessions: Sessions
  readonly #delay: SignInDelay
  #once: string | null
  #fromAfar = 0

  /** `once`: the secret of the address that --sample prints. */
  constructor(site: Site, sessions: Sessions, now: () => number, once: string | null) {
    this.#site = site
    this.#sessions = sessions
    this.#delay = new SignInDelay(now)
    this.#once = once
  }

  readonly signIn = async (name: string, password: string, context: Context): Promise<Person> => {
    const { origin, local } = context.caller
    const wait = this.#delay.wait(name, origin)
    if (wait > 0) throw new Refusal("too-many", `Too many wrong passwords. Try again in ${wait} seconds.`)
    if (!local && this.#fromAfar >= mostFromAfar)
      throw new Refusal("too-many", "Many people are signing in at once. Try again in a few seconds.")
    this.#delay.failed(name, origin) // before the slow check, so that tries sent all at once count too
    if (!local) this.#fromAfar++
    try {
      const user = await this.#matching(name, password)
      if (!user) throw new Refusal("refused", wrong)
      this.#delay.succeeded(name, origin)
      return await this.#begin(personOf(user), context)
    } finally {
      if (!local) this.#fromAfar--
    }
  }

  /** An unknown name costs the same time as a known one. */
  async #matching(name: string, password: string): Promise<User | null> {
    const user = await this.#site.query("users", "get", name)
    if (!user) {
      await hashPassword(password)
      return null
    }
    return (await passwordMatches(password, user.hash)) ? user : null
  }

  async #begin(person: Person, context: Context): Promise<Person> {
    if (context.caller.token !== null) await this.#sessions.end(context.caller.token)
    context.setToken(await this.#sessions.begin(person))
    return person
  }

  readonly signInOnce = async (secret: string, context: Context): Promise<Person> => {
    const expected = this.#once
    const same =
      expected !== null && timingSafeEqual(Buffer.from(hashOfToken(expected)), Buffer.from(hashOfToken(secret)))
    if (!same) throw new Refusal("refused", "This address can be used once only. Start the sample again for a new one.")
    const user = await this.#site.query("users", "get", "admin")
    if (!user) throw new Refusal("refused", "There is no account admin in this site.")
    this.#once = null
    return this.#begin({ ...personOf(user), mustChangePassword: false }, context)
  }

  readonly signOut = async (context: Context): Promise<void> => {
    if (context.caller.token !== null) await this.#sessions.end(context.caller.token)
    context.setToken(null)
  }

  readonly changePassword = async (current: string, next: string, context: Context): Promise<void> => {
    const { person, caller } = context
    const wait = this.#delay.wait(person?.name ?? "", caller.origin)
    if (wait > 0) throw new Refusal("too-many", `Too many wrong passwords. Try again in ${wait} seconds.`)
    const user = await this.#site.query("users", "get", person?.name ?? "")
    if (!user || !(await passwordMatches(current, user.hash))) {
      this.#delay.failed(person?.name ?? "", caller.origin)
      throw new Refusal("refused", "The present password is wrong. Type it again.")
    }
    const fault =
      judgePassword(user.name, next) ?? (next === current ? "The new password is the old one. Choose another." : null)
    if (fault !== null) throw new Refusal("refused", fault)
    await this.#site.write("users", "put", { ...user, hash: await hashPassword(next), mustChange: false })
    await this.#sessions.endOthers(user.name, caller.token)
  }
}
