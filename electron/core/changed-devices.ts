/** Gathers ids of changed devices and tells them at most four times a second. */

const most = 2000
const interval = 250

export class ChangedDevices {
  readonly #tell: (ids: readonly string[], gone: readonly string[], all: boolean) => void
  readonly #ids = new Set<string>()
  readonly #gone = new Set<string>()
  #all = false
  #timer: NodeJS.Timeout | undefined

  constructor(tell: (ids: readonly string[], gone: readonly string[], all: boolean) => void) {
    this.#tell = tell
  }

  note(ids: readonly string[], gone: readonly string[]): void {
    for (const id of ids) this.#ids.add(id)
    for (const id of gone) {
      this.#gone.add(id)
      this.#ids.delete(id)
    }
    if (this.#ids.size > most || this.#gone.size > most) this.#all = true
    if (ids.length + gone.length > 0) this.#timer ??= setTimeout(() => this.flush(), interval)
  }
  noteAll(): void {
    this.#all = true
    this.#timer ??= setTimeout(() => this.flush(), interval)
  }
  flush(): void {
    this.stop()
    if (!this.#all && this.#ids.size + this.#gone.size === 0) return
    this.#tell(this.#all ? [] : [...this.#ids], this.#all ? [] : [...this.#gone], this.#all)
    this.#ids.clear()
    this.#gone.clear()
    this.#all = false
  }
  stop(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
  }
}
