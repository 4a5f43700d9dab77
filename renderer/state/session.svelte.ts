/** Who is signed in, and what the sensor calls itself. */
import type { Api } from "../../shared/api/client.ts"
import type { Output } from "../../shared/api/contract/index.ts"
import type { Person } from "../../shared/api/contract/session.ts"

export type About = Omit<Output<"session.state">, "person">

export class Session {
  person = $state.raw<Person | null>(null)
  about = $state.raw<About | null>(null)
  /** Why the last session ended; shown on the sign-in page. */
  ended = $state.raw("")

  readonly #api: Api
  constructor(api: Api) {
    this.#api = api
    api.on("session.ended", ({ reason }) => this.end(reason))
    // An activation names the sensor.
    api.on("activation.changed", () => {
      this.load().catch((failure) => console.info("the sensor's name is asked for again with the page", failure))
    })
  }

  get mayChange(): boolean {
    return this.person !== null && this.person.role !== "Read only" && this.about?.readOnlySite !== true
  }

  /** May look at what Read only may not, such as the event timeline. */
  get isAnalyst(): boolean {
    return this.person !== null && this.person.role !== "Read only"
  }

  get isAdmin(): boolean {
    return this.person?.role === "Admin"
  }

  async load(): Promise<void> {
    const { person, ...about } = await this.#api.ask("session.state", {})
    this.about = about
    this.person = person
  }

  async signIn(name: string, password: string): Promise<void> {
    await this.#api.ask("session.signIn", { name, password })
    await this.load()
    this.ended = ""
  }

  async signInOnce(secret: string): Promise<void> {
    await this.#api.ask("session.signInOnce", { secret })
    await this.load()
    this.ended = ""
  }

  async changePassword(current: string, next: string): Promise<void> {
    await this.#api.ask("session.changePassword", { current, next })
    await this.load()
  }

  async signOut(): Promise<void> {
    await this.#api.ask("session.signOut", {})
    this.person = null
  }

  end(reason: string): void {
    if (this.person === null) return
    this.person = null
    this.ended = reason
  }

  /** Something to know on the sign-in page, such as why a one-time secret was not taken. */
  tell(reason: string): void {
    this.ended = reason
  }

  mustChange(): void {
    if (this.person) this.person = { ...this.person, mustChangePassword: true }
  }
}
