/** Between which values something lay while the sensor learned, by a number that holds for the life of the site. */

export type Range = { readonly low: number; readonly high: number; readonly count: number }

const most = 1_000_000
/** Measured so many times, it is told again how often that was. */
const toldEvery = 240

export class Ranges {
  private readonly ranges = new Map<number, Range>()
  /** Whose bounds changed since they were taken last, or of which it is due to tell how often they were measured. */
  private changed = new Set<number>()

  learn(key: number, value: number): void {
    const known = this.ranges.get(key)
    if (known === undefined && this.ranges.size >= most) return
    const { low, high, count } = known ?? { low: value, high: value, count: 0 }
    this.ranges.set(key, { low: Math.min(low, value), high: Math.max(high, value), count: count + 1 })
    if (value < low || value > high || count === 4 || (count + 1) % toldEvery === 0) this.changed.add(key)
  }

  /** A person says so, or what was learned elsewhere. */
  put(key: number, range: Range): void {
    if (this.ranges.has(key) || this.ranges.size < most) this.ranges.set(key, range)
  }

  forget(key: number): void {
    this.ranges.delete(key)
    this.changed.delete(key)
  }

  tellAll(): void {
    for (const key of this.ranges.keys()) this.changed.add(key)
  }

  takeChanged(): readonly number[] {
    const keys = [...this.changed]
    this.changed.clear()
    return keys
  }

  of(key: number): Range | undefined {
    return this.ranges.get(key)
  }

  all(): Iterable<readonly [number, Range]> {
    return this.ranges
  }

  save() {
    return [...this.ranges].map(([key, { low, high, count }]) => [key, low, high, count] as const)
  }

  restore(saved: ReturnType<Ranges["save"]>): void {
    for (const [key, low, high, count] of saved) this.ranges.set(key, { low, high, count })
  }
}
