/** An answer of the sensor that a page holds: asked for, kept whole, never guessed ahead. */
export class Answer<Value> {
  value = $state.raw<Value | null>(null)
  failure = $state.raw<unknown>(null)

  readonly #ask: () => Promise<Value>
  constructor(ask: () => Promise<Value>) {
    this.#ask = ask
  }

  /** Never throws: what went wrong stands in `failure`, and the last answer stays. */
  async load(): Promise<void> {
    try {
      this.take(await this.#ask())
    } catch (failure) {
      this.failure = failure
    }
  }

  /** What another question answered with. */
  take(value: Value): Value {
    this.value = value
    this.failure = null
    return value
  }
}
