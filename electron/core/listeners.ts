/** Who listens to the sensor's events, and which of them each may hear. */
import type { Caller, Said } from "../../shared/api/host.ts"
import { events } from "../../shared/api/contract/index.ts"
import type { EventName, EventPayload } from "../../shared/api/contract/index.ts"
import { mayDo } from "../../shared/api/roles.ts"
import type { Sessions } from "./sessions.ts"

type Listener = { readonly caller: Caller; readonly heard: (said: Said) => void }

export class Listeners {
  readonly #sessions: Sessions
  readonly #all = new Set<Listener>()

  constructor(sessions: Sessions) {
    this.#sessions = sessions
  }

  add(caller: Caller, heard: (said: Said) => void): (() => void) | null {
    if (this.#sessions.person(caller.token, false) === null) return null
    const listener = { caller, heard }
    this.#all.add(listener)
    return () => this.#all.delete(listener)
  }

  tell<Name extends EventName>(event: Name, payload: EventPayload<Name>): void {
    const said = { text: JSON.stringify({ event, payload }) }
    for (const { caller, heard } of this.#all) {
      const person = this.#sessions.person(caller.token, false)
      if (person && !person.mustChangePassword && mayDo(person.role, events[event].need)) heard(said)
    }
  }

  /** Those whose session is over are told so and let go. */
  dismissEnded(reason: string): void {
    for (const listener of this.#all)
      if (this.#sessions.person(listener.caller.token, false) === null) {
        this.#all.delete(listener)
        listener.heard({ text: JSON.stringify({ event: "session.ended", payload: { reason } }) })
      }
  }
}
