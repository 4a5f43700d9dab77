/** Who is signed in where, and after how long without activity a session ends. */
import type { Api } from "../../shared/api/client.ts"
import type { SignedIn } from "../../shared/api/contract/users.ts"
import { Answer } from "./answer.svelte.ts"
import { Attempt } from "./attempt.svelte.ts"

export class Sessions extends Answer<readonly SignedIn[]> {
  readonly idleMinutes: Answer<number>
  readonly changing = new Attempt()
  readonly #api: Api
  constructor(api: Api) {
    super(async () => (await api.ask("sessions.list", {})).sessions)
    this.#api = api
    this.idleMinutes = new Answer(async () => (await api.ask("signInRules.get", {})).idleMinutes)
  }

  end(id: string): Promise<boolean> {
    return this.#change(() => this.#api.ask("sessions.end", { id }))
  }
  /** All sessions of the account but this one. */
  endAll(name: string): Promise<boolean> {
    return this.#change(() => this.#api.ask("sessions.endAll", { name }))
  }
  setIdle(idleMinutes: number): Promise<boolean> {
    return this.#change(async () => {
      await this.#api.ask("signInRules.set", { idleMinutes })
      await this.idleMinutes.load()
    })
  }

  async #change(act: () => Promise<unknown>): Promise<boolean> {
    return await this.changing.run(async () => {
      await act()
      await this.load()
    })
  }
}
