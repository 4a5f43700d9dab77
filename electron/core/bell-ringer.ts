/** Looks at the bell now and then, and at once when something changed; tells the pages when what it says is new. */
import type { Bell } from "./bell.ts"

const every = 2000

export class BellRinger {
  readonly #tell: () => void
  readonly #log: (line: string) => void
  #bell: Bell | null = null
  #timer: NodeJS.Timeout | null = null
  #last = ""
  #looking: Promise<void> | null = null

  constructor(tell: () => void, log: (line: string) => void) {
    this.#tell = tell
    this.#log = log
  }

  start(bell: Bell): void {
    this.#bell = bell
    this.#timer = setInterval(() => this.ring(), every)
    this.#timer.unref()
    this.ring()
  }

  /** Before the start and after the stop it does nothing. */
  ring(): void {
    this.#looking ??= this.#look()
      .catch((error: unknown) => this.#log(`bell: ${String(error)}`))
      .finally(() => (this.#looking = null))
  }

  async #look(): Promise<void> {
    if (!this.#bell) return
    const says = await this.#bell.fingerprint()
    if (says === this.#last) return
    this.#last = says
    this.#tell()
  }

  async stop(): Promise<void> {
    if (this.#timer) clearInterval(this.#timer)
    this.#bell = null
    await this.#looking
  }
}
