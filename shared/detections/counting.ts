/** So many of something within so much time, by key: the one place where alerts count. */

/** Most keys that are counted at once; the oldest makes way. */
const mostKeys = 100_000

type Window = { readonly times: number[]; readonly counts: number[]; sum: number }

export class Counting {
  private readonly windows = new Map<string, Window>()

  /**
   * Adds to what happened under the key, and says how much that is within the last `seconds`. Times are microseconds; one that lies
   * before the last one (another capture) begins the count anew.
   */
  add(key: string, time: number, seconds: number, count = 1): number {
    const window = this.windows.get(key) ?? this.begin(key)
    const newest = window.times.at(-1)
    if (newest !== undefined && time < newest) this.empty(window)
    window.times.push(time)
    window.counts.push(count)
    window.sum += count
    let gone = 0
    while (window.times[gone]! <= time - seconds * 1e6) window.sum -= window.counts[gone++]!
    if (gone > 0) {
      window.times.splice(0, gone)
      window.counts.splice(0, gone)
    }
    return window.sum
  }

  /** True when this brings the count within the window to the limit; the count begins anew then, so that the next alert needs as many again. */
  reaches(key: string, time: number, limit: { readonly count: number; readonly seconds: number }, count = 1): boolean {
    if (this.add(key, time, limit.seconds, count) < limit.count) return false
    this.windows.delete(key)
    return true
  }

  /** Distinct things under a key within the window: true when one more brings them to the limit. */
  reachesDistinct(
    key: string,
    one: string,
    time: number,
    limit: { readonly count: number; readonly seconds: number },
  ): boolean {
    const seen = `${key}\u0000${one}`
    const before = this.windows.get(seen)
    const isKnown = before !== undefined && before.times[0]! > time - limit.seconds * 1e6 && before.times[0]! <= time
    if (isKnown) return false
    this.windows.delete(seen)
    this.add(seen, time, limit.seconds)
    return this.reaches(key, time, limit)
  }

  /** It begins anew. */
  forget(key: string): void {
    this.windows.delete(key)
  }

  private begin(key: string): Window {
    if (this.windows.size >= mostKeys) this.windows.delete(this.windows.keys().next().value!)
    const window: Window = { times: [], counts: [], sum: 0 }
    this.windows.set(key, window)
    return window
  }

  private empty(window: Window): void {
    window.times.length = 0
    window.counts.length = 0
    window.sum = 0
  }

  save() {
    return [...this.windows].map(([key, { times, counts }]) => [key, times, counts] as const)
  }

  restore(saved: ReturnType<Counting["save"]>): void {
    for (const [key, times, counts] of saved)
      this.windows.set(key, { times: [...times], counts: [...counts], sum: counts.reduce((sum, one) => sum + one, 0) })
  }
}
