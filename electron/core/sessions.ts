/** Who is signed in: random tokens, of which only hashes are kept; a session that rests too long ends. */
import { createHash, randomBytes, randomUUID } from "node:crypto"
import type { Person, Role } from "../../shared/api/contract/session.ts"
import type { Caller } from "../../shared/api/host.ts"
import type { Site } from "../handlers/context.ts"
import type { StoredSession } from "../store/sessions.ts"
import type { User } from "../store/users.ts"
import { turns } from "./turns.ts"

/** Minutes of rest after which a session ends, unless the site says otherwise. */
export const usualIdleMinutes = 30
/** The time of the last request is written this often, so that asking does not write. */
const noteEvery = 60e6
/** Even where idle sessions never end, one that nobody used for a month does. */
const longestRest = 30 * 24 * 3600e6

type Live = StoredSession & { person: Person; seenAt: number; notedAt: number }

export const hashOfToken = (token: string): string => createHash("sha256").update(token).digest("hex")

export const personOf = (user: User): Person => ({
  name: user.name,
  role: user.role as Role,
  mustChangePassword: user.mustChange,
})

export class Sessions {
  readonly #site: Site
  readonly #now: () => number
  readonly #live = new Map<string, Live>()
  /** Changes of accounts and the beginnings of their sessions: a password takes long to hash, and much can change meanwhile. */
  readonly inTurn = turns()
  #idle = usualIdleMinutes

  constructor(site: Site, now: () => number) {
    this.#site = site
    this.#now = now
  }

  get idleMinutes(): number {
    return this.#idle
  }

  /** Sessions of before a restart go on. */
  async load(): Promise<void> {
    const set = await this.#site.query("settings", "get", "idle-minutes")
    if (set !== undefined) this.#idle = Number(set)
    for (const stored of await this.#site.query("sessions", "all")) {
      const known = await this.#site.query("users", "get", stored.user)
      if (!known?.enabled || this.#isOver(stored.seenAt)) continue
      this.#live.set(stored.hash, { ...stored, person: personOf(known), notedAt: stored.seenAt })
    }
  }

  /** Minutes; 0: never signed out for idleness. */
  async setIdle(minutes: number): Promise<void> {
    await this.#site.write("settings", "set", "idle-minutes", String(minutes))
    this.#idle = minutes
  }

  #isOver(seenAt: number): boolean {
    return this.#now() - seenAt > (this.#idle === 0 ? longestRest : this.#idle * 60e6)
  }

  async begin(person: Person, caller: Caller): Promise<string> {
    const token = randomBytes(32).toString("base64url")
    const at = this.#now()
    const hash = hashOfToken(token)
    const { origin, program = "" } = caller
    const stored = { hash, user: person.name, seenAt: at, id: randomUUID(), origin, program, since: at }
    this.#live.set(hash, { ...stored, person, notedAt: at })
    if (!this.#site.readOnly) await this.#site.write("sessions", "put", stored)
    return token
  }

  /** Null when there is no such session or it rested too long. */
  person(token: string | null, asking: boolean): Person | null {
    if (token === null) return null
    const live = this.#live.get(hashOfToken(token))
    if (!live || this.#isOver(live.seenAt)) return null
    if (asking) this.#touch(live)
    return live.person
  }

  #touch(live: Live): void {
    live.seenAt = this.#now()
    if (live.seenAt - live.notedAt < noteEvery || this.#site.readOnly) return
    live.notedAt = live.seenAt
    const { hash, user, seenAt, id, origin, program, since } = live
    // A missed note only shortens the session after a restart.
    this.#site
      .write("sessions", "put", { hash, user, seenAt, id, origin, program, since })
      .catch(() => (live.notedAt = 0))
  }

  /** Everyone who is signed in, the newest first. */
  all(): readonly StoredSession[] {
    return [...this.#live.values()].filter(({ seenAt }) => !this.#isOver(seenAt)).sort((a, b) => b.since - a.since)
  }

  async end(token: string): Promise<void> {
    await this.#drop(hashOfToken(token))
  }

  async endById(id: string): Promise<void> {
    for (const { hash, id: known } of this.#live.values()) if (known === id) await this.#drop(hash)
  }

  /** All sessions of the account but that of the token. Resolves with how many. */
  async endAll(name: string, keep: string | null): Promise<number> {
    const kept = keep === null ? "" : hashOfToken(keep)
    const going = [...this.#live.values()].filter(({ person, hash }) => person.name === name && hash !== kept)
    for (const { hash } of going) await this.#drop(hash)
    return going.length
  }

  /** The account changed: its sessions go on with what it may do now. */
  update(person: Person): void {
    for (const live of this.#live.values()) if (live.person.name === person.name) live.person = person
  }

  async sweep(): Promise<void> {
    for (const [hash, live] of this.#live) if (this.#isOver(live.seenAt)) await this.#drop(hash)
  }

  async #drop(hash: string): Promise<void> {
    this.#live.delete(hash)
    if (!this.#site.readOnly) await this.#site.write("sessions", "remove", hash)
  }
}
