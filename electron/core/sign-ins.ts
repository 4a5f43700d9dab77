/** Signing in and out, and changing one's password. */
import { timingSafeEqual } from "node:crypto"
import type { Person } from "../../shared/api/contract/session.ts"
import type { Caller } from "../../shared/api/host.ts"
import { Refusal } from "../../shared/api/server.ts"
import { judgePassword } from "../../shared/setup/password-rule.ts"
import { hashPassword, passwordMatches } from "../crypto/password-hash.ts"
import { randomPassword } from "../crypto/random-password.ts"
import type { Context, Site, SignIns } from "../handlers/context.ts"
import type { Journal } from "../handlers/journal.ts"
import type { User } from "../store/users.ts"
import { NoteLimit } from "./note-limit.ts"
import type { Sessions } from "./sessions.ts"
import { hashOfToken, personOf } from "./sessions.ts"
import { SignInDelay } from "./sign-in-delay.ts"

const wrong = "The user name or the password is wrong. Check both, also the caps lock key."
/** Hashes in the queue at a time for callers from afar; the window on the sensor always gets its turn. */
const mostFromAfar = 4
/** Refusals written down in an hour. */
const mostRefusalNotes = 200

export type FirstUser = {
  /** mustChange: as installed; keep: the sample, nobody will type it; none: preconfigured, the first password is obtained by recovery. */
  readonly password: "mustChange" | "keep" | "none"
  readonly now: number
}

/** The first account of a new site, with the password that is printed; null when there are accounts already or it has none. */
export async function makeFirstUser(site: Site, how: FirstUser): Promise<{ isNew: boolean; password: string | null }> {
  if (site.readOnly || (await site.query("users", "count")) > 0) return { isNew: false, password: null }
  const chosen = how.password === "none" ? null : randomPassword()
  await site.write("users", "put", {
    name: "admin",
    role: "Admin",
    hash: chosen === null ? "" : await hashPassword(chosen),
    mustChange: how.password !== "keep",
    firstName: "",
    lastName: "",
    email: "",
    enabled: true,
    createdAt: how.now,
    lastSignIn: 0,
  })
  return { isNew: true, password: chosen }
}

/** Throws Refusal with what is wrong with the password. The list of the commonest is large and seldom needed. */
export async function checkPassword(name: string, password: string): Promise<void> {
  const { isCommonPassword } = await import("../crypto/common-passwords.ts")
  const fault = judgePassword(name, password, isCommonPassword)
  if (fault !== null) throw new Refusal("refused", fault, { reason: "weak-password" })
}

function inWords(seconds: number): string {
  if (seconds < 60) return seconds === 1 ? "1 second" : `${seconds} seconds`
  const minutes = Math.ceil(seconds / 60)
  return minutes === 1 ? "1 minute" : `${minutes} minutes`
}

const tooMany = (seconds: number): Refusal =>
  new Refusal(
    "too-many",
    `Too many wrong passwords for this account from here. Try again in ${inWords(seconds)}. Others, and the window on the sensor, are not affected.`,
  )

export class SignInDesk implements SignIns {
  readonly #site: Site
  readonly #sessions: Sessions
  readonly #delay: SignInDelay
  readonly #journal: Journal
  readonly #now: () => number
  readonly #notes: NoteLimit
  #once: string | null
  #fromAfar = 0

  /** `once`: the secret of the address that --sample prints. */
  constructor(site: Site, sessions: Sessions, journal: Journal, now: () => number, once: string | null) {
    this.#site = site
    this.#sessions = sessions
    this.#journal = journal
    this.#now = now
    this.#delay = new SignInDelay(now)
    this.#notes = new NoteLimit(mostRefusalNotes, now)
    this.#once = once
  }

  readonly signIn = async (typed: string, password: string, context: Context): Promise<Person> => {
    const name = typed.trim().toLowerCase()
    const { origin, local } = context.caller
    const wait = this.#delay.wait(name, origin)
    if (wait > 0) throw tooMany(wait)
    if (!local && this.#fromAfar >= mostFromAfar)
      throw new Refusal("too-many", "Many people are signing in at once. Try again in a few seconds.")
    this.#delay.failed(name, origin) // before the slow check, so that tries sent all at once count too
    if (!local) this.#fromAfar++
    try {
      const user = await this.#matching(name, password)
      if (!user) return await this.#refuse(name, context.caller)
      const person = await this.#sessions.inTurn(() => this.#beginAs(user, context))
      if (!person) return await this.#refuse(name, context.caller)
      this.#delay.succeeded(name, origin)
      return person
    } finally {
      if (!local) this.#fromAfar--
    }
  }

  async #refuse(name: string, { origin }: Caller): Promise<never> {
    const noting = this.#notes.take()
    const more = noting === "last" ? " There are many: further ones of this hour are not written down." : ""
    const text = `Wrong password, or no such account: ${name.slice(0, 64)}.${more}`
    if (noting !== "skip") await this.#journal({ kind: "sign-in", title: "Sign-in refused", text, who: "", origin })
    const wait = this.#delay.wait(name, origin)
    if (wait > 0) throw tooMany(wait)
    throw new Refusal("refused", wrong)
  }

  /** An unknown name, one without a password and one that is switched off cost the same time as any other. */
  async #matching(name: string, password: string): Promise<User | null> {
    const user = await this.#site.query("users", "get", name)
    if (!user || user.hash === "") {
      await hashPassword(password)
      return null
    }
    return (await passwordMatches(password, user.hash)) && user.enabled ? user : null
  }

  /** Null where the account was switched off, deleted or given another password while this one was checked. */
  async #beginAs({ name, hash }: User, context: Context): Promise<Person | null> {
    const user = await this.#site.query("users", "get", name)
    return user?.enabled && user.hash === hash ? this.#begin(personOf(user), context) : null
  }

  async #begin(person: Person, context: Context): Promise<Person> {
    if (context.caller.token !== null) await this.#sessions.end(context.caller.token)
    context.setToken(await this.#sessions.begin(person, context.caller))
    if (!this.#site.readOnly) await this.#site.write("users", "signedIn", person.name, this.#now())
    await this.#journal({
      kind: "sign-in",
      title: "Signed in",
      text: `${person.name} signed in as ${person.role}.`,
      who: person.name,
      origin: context.caller.origin,
    })
    return person
  }

  readonly signInOnce = (secret: string, context: Context): Promise<Person> =>
    this.#sessions.inTurn(() => this.#beginOnce(secret, context))

  async #beginOnce(secret: string, context: Context): Promise<Person> {
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
    const { person, caller } = context
    if (caller.token !== null) await this.#sessions.end(caller.token)
    context.setToken(null)
    if (!person) return
    const text = `${person.name} signed out.`
    await this.#journal({ kind: "sign-in", title: "Signed out", text, who: person.name, origin: caller.origin })
  }

  readonly changePassword = (current: string, next: string, context: Context): Promise<void> =>
    this.#sessions.inTurn(() => this.#change(current, next, context))

  async #change(current: string, next: string, context: Context): Promise<void> {
    const { person, caller } = context
    const name = person?.name ?? ""
    const wait = this.#delay.wait(name, caller.origin)
    if (wait > 0) throw tooMany(wait)
    this.#delay.failed(name, caller.origin)
    const user = await this.#site.query("users", "get", name)
    if (!user || !(await passwordMatches(current, user.hash)))
      throw new Refusal("refused", "The present password is wrong. Type it again.")
    this.#delay.succeeded(name, caller.origin)
    if (next === current) throw new Refusal("refused", "The new password is the old one. Choose another.")
    await checkPassword(user.name, next)
    const changed = { ...user, hash: await hashPassword(next), mustChange: false }
    await this.#site.write("users", "put", changed)
    await this.#sessions.endAll(user.name, caller.token)
    this.#sessions.update(personOf(changed))
    await this.#journal({
      kind: "users",
      title: "Password changed",
      text: `${user.name} chose a new password; other sessions of the account were ended.`,
      who: user.name,
      origin: caller.origin,
    })
  }

  /** A new random password for an Admin's account, by recovery; null where there is no such account. Its sessions end. */
  readonly recover = (name: string): Promise<{ password: string } | null> =>
    this.#sessions.inTurn(() => this.#recover(name))

  async #recover(name: string): Promise<{ password: string } | null> {
    const user = await this.#site.query("users", "get", name)
    if (user?.role !== "Admin" || !user.enabled) return null
    const password = randomPassword()
    await this.#site.write("users", "put", { ...user, hash: await hashPassword(password), mustChange: true })
    await this.#sessions.endAll(name, null)
    return { password }
  }
}
