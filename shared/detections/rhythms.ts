/** When something that comes back began, by pair of ends: the last few times, so that what stays away can be told. */
import type { EndpointId } from "../facts/fact.ts"

export type Rhythm = {
  readonly source: EndpointId
  readonly target: EndpointId
  readonly protocol: string
  /** When it began, microseconds since 1970 UTC; the last few. */
  begins: readonly number[]
  /** When it was seen last. */
  last: number
  /** What it brought first, the last time. */
  what: string
  /** The beginning after which it was told that it stays away, or that nobody listened. */
  told: number
}

const most = 10_000
const kept = 8
/** Two of the same within so much time are one. */
const pause = 3600e6

export class Rhythms {
  private readonly rhythms = new Map<string, Rhythm>()
  /** The last minute in which anything was captured. */
  private listened = 0

  happened(key: string, of: Pick<Rhythm, "source" | "target" | "protocol" | "what">, time: number): void {
    const known = this.rhythms.get(key)
    if (known === undefined) {
      if (this.rhythms.size < most) this.rhythms.set(key, { ...of, begins: [time], last: time, told: 0 })
      return
    }
    const isNew = time - known.last > pause
    if (isNew) {
      known.begins = [...known.begins, time].slice(-kept)
      known.what = of.what
    }
    if (time > known.last) known.last = time
  }

  all(): Iterable<Rhythm> {
    return this.rhythms.values()
  }

  /** The end of a minute that was captured; returns that of the one before, 0 for none. */
  listen(time: number): number {
    const before = this.listened
    this.listened = time
    return before
  }

  save() {
    return { rhythms: [...this.rhythms], listened: this.listened }
  }

  restore({ rhythms, listened }: ReturnType<Rhythms["save"]>): void {
    for (const [key, rhythm] of rhythms) this.rhythms.set(key, { ...rhythm })
    this.listened = listened
  }
}
