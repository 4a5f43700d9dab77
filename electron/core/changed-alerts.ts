/** Tells that alerts changed, at most twice a second. */

const interval = 500

export class ChangedAlerts {
  readonly #tell: () => void
  #timer: NodeJS.Timeout | undefined

  constructor(tell: () => void) {
    this.#tell = tell
  }

  note(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined
      this.#tell()
    }, interval)
  }
  stop(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
  }
}
