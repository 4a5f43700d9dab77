/** The accounts, and what happened with them lately. */
import type { Api } from "../../shared/api/client.ts"
import type { Input, Output } from "../../shared/api/contract/index.ts"
import type { User } from "../../shared/api/contract/users.ts"
import { Answer } from "./answer.svelte.ts"

const kinds = ["users", "sign-in", "recovery"]
const eventsShown = 60

export class Users extends Answer<readonly User[]> {
  readonly events: Answer<Output<"events.list">["events"]>
  readonly #api: Api
  constructor(api: Api) {
    super(async () => (await api.ask("users.list", {})).users)
    this.#api = api
    this.events = new Answer(async () => (await api.ask("events.list", { kinds, limit: eventsShown })).events)
  }

  async reload(): Promise<void> {
    await Promise.all([this.load(), this.events.load()])
  }

  async create(user: Input<"users.create">): Promise<User> {
    const made = await this.#api.ask("users.create", user)
    await this.reload()
    return made
  }
  async edit(user: Input<"users.edit">): Promise<void> {
    await this.#api.ask("users.edit", user)
    await this.reload()
  }
  async remove(name: string): Promise<void> {
    await this.#api.ask("users.remove", { name })
    await this.reload()
  }
  async resetPassword(name: string, password: string): Promise<void> {
    await this.#api.ask("users.resetPassword", { name, password })
    await this.reload()
  }
}
