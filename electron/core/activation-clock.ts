/** The latest time this sensor has seen, its own saves and the issue times of files it took, so that a clock set back is noticed. */
import type { DeskTools } from "./desks.ts"

/** Computers that set their clocks by the network step by seconds; that is nobody's fault. */
const toleranceMicroseconds = 5 * 60 * 1_000_000
const saveEvery = 10 * 60 * 1000
const name = "activation.seen"

export class ActivationClock {
  readonly #tools: DeskTools
  #seen: number
  #timer: NodeJS.Timeout | null = null

  private constructor(tools: DeskTools, seen: number) {
    this.#tools = tools
    this.#seen = seen
  }

  static async open(tools: DeskTools): Promise<ActivationClock> {
    const kept = Number((await tools.site.query("settings", "get", name)) ?? 0)
    const clock = new ActivationClock(tools, kept)
    await clock.save()
    clock.#timer = setInterval(() => {
      clock.save().catch((error: unknown) => tools.log(`the latest time seen: ${String(error)}`))
    }, saveEvery)
    clock.#timer.unref()
    return clock
  }

  get seen(): number {
    return this.#seen
  }

  isBehind(than: number = this.#seen): boolean {
    return this.#tools.now() < than - toleranceMicroseconds
  }

  /** Remembers now, and the time given, if later than what was seen. */
  readonly save = async (time = 0): Promise<void> => {
    const latest = Math.max(time, this.#tools.now())
    if (latest <= this.#seen) return
    this.#seen = latest
    if (!this.#tools.site.readOnly) await this.#tools.site.write("settings", "set", name, String(latest))
  }

  stop(): void {
    if (this.#timer !== null) clearInterval(this.#timer)
  }
}
