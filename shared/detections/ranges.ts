/** Between which values something lay while the sensor learned, by a number that holds for the life of the site. */

export type Range = { readonly low: number; readonly high: number; readonly count: number }

const most = 1_000_000

export class Ranges {
  private readonly ranges = new Map<number, Range>()

  learn(key: number, value: number): void {
    const known = this.ranges.get(key)
    if (known === undefined && this.ranges.size >= most) return
    const { low, high, count } = known ?? { low: value, high: value, count: 0 }
    this.ranges.set(key, { low: Math.min(low, value), high: Math.max(high, value), count: count + 1 })
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
