/** Who is signed in: random tokens, of which only hashes are kept; a session that rests for 30 minutes ends. */
import { createHash, randomBytes } from "node:crypto"
import type { Person, Role } from "../../shared/api/contract/session.ts"
import type { Site } from "../handlers/context.ts"

const restLimit = 30 * 60e6
/** The time of the last request is written this often, so that asking does not write. */
const noteEvery = 60e6

type Live = { person: Person; seenAt: number; notedAt: number }

export const hashOfToken = (token: string): string => createHash("sha256").update(token).digest("hex")

export class Sessions {
  readonly #site: Site
  readonly #now: () => number
  readonly #live = new Map<string, Live>()

  constructor(site: Site, now: () => number) {
    this.#site = site
    this.#now = now
  }

  /** Sessions of before a restart go on. */
  async load(): Promise<void> {
    for (const { hash, user, seenAt } of await this.#site.query("sessions", "all")) {
      const known = await this.#site.query("users", "get", user)
      if (!known || this.#now() - seenAt > restLimit) continue
      const person: Person = { name: known.name, role: known.role as Role, mustChangePassword: known.mustChange }
      this.#live.set(hash, { person, seenAt, notedAt: seenAt })
    }
  }

  async begin(person: Person): Promise<string> {
    const token = randomBytes(32).toString("base64url")
    const at = this.#now()
    const hash = hashOfToken(token)
    this.#live.set(hash, { person, seenAt: at, notedAt: at })
    if (!this.#site.readOnly) await this.#site.write("sessions", "put", { hash, user: person.name, seenAt: at })
    return token
  }

  /** Null when there is no such session or it rested too long. */
  person(token: string | null, asking: boolean): Person | null {
    if (token === null) return null
    const hash = hashOfToken(token)
    const live = this.#live.get(hash)
    if (!live || this.#now() - live.seenAt > restLimit) return null
    if (asking) this.#touch(hash, live)
    return live.person
  }

  #touch(hash: string, live: Live): void {
    live.seenAt = this.#now()
    if (live.seenAt - live.notedAt < noteEvery || this.#site.readOnly) return
    live.notedAt = live.seenAt
    // A missed note only shortens the session after a restart.
    this.#site
      .write("sessions", "put", { hash, user: live.person.name, seenAt: live.seenAt })
      .catch(() => (live.notedAt = 0))
  }

  async end(token: string): Promise<void> {
    const hash = hashOfToken(token)
    this.#live.delete(hash)
    if (!this.#site.readOnly) await this.#site.write("sessions", "remove", hash)
  }

  /** After a change of password: the sessions of that person but this one end. */
  async endOthers(name: string, keep: string | null): Promise<void> {
    const kept = keep === null ? "" : hashOfToken(keep)
    for (const [hash, live] of this.#live) {
      if (live.person.name !== name) continue
      if (hash === kept) live.person = { ...live.person, mustChangePassword: false }
      else {
        this.#live.delete(hash)
        if (!this.#site.readOnly) await this.#site.write("sessions", "remove", hash)
      }
    }
  }

  async sweep(): Promise<void> {
    for (const [hash, live] of this.#live)
      if (this.#now() - live.seenAt > restLimit) {
        this.#live.delete(hash)
        if (!this.#site.readOnly) await this.#site.write("sessions", "remove", hash)
      }
  }
}
