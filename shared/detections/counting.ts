/** So many of something within so much time, by key: the one place where alerts count. What is too old goes when a limit seems reached. */

type Limit = { readonly count: number; readonly seconds: number }
/** Texts, or numbers that hold for the life of the site. */
type Key = string | number
type Window = { times: number[]; counts: number[]; sum: number }

/** Most keys that are counted at once; the oldest makes way. */
const mostKeys = 100_000

export class Counting {
  private readonly windows = new Map<Key, Window>()
  /** By key, when each of several different things happened last. */
  private readonly distinct = new Map<Key, Map<Key, number>>()

  /**
   * True when this brings what happened under the key within the window to the limit; the count begins anew then, so that the next alert
   * needs as many again. Times are microseconds; one before the last (another capture) begins the count anew, too.
   */
  reaches(key: Key, time: number, limit: Limit, count = 1): boolean {
    let window = this.windows.get(key)
    if (window === undefined) {
      window = { times: [], counts: [], sum: 0 }
      put(this.windows, key, window)
    } else if (time < window.times.at(-1)!) empty(window)
    window.times.push(time)
    window.counts.push(count)
    window.sum += count
    if (window.sum < limit.count) return false
    let gone = 0
    while (window.times[gone]! <= time - limit.seconds * 1e6) window.sum -= window.counts[gone++]!
    window.times.splice(0, gone)
    window.counts.splice(0, gone)
    if (window.sum < limit.count) return false
    this.windows.delete(key)
    return true
  }

  /** The same for different things: true when so many of them happened within the window. */
  reachesDistinct(key: Key, one: Key, time: number, limit: Limit): boolean {
    let seen = this.distinct.get(key)
    if (seen === undefined) {
      seen = new Map()
      put(this.distinct, key, seen)
    }
    seen.set(one, time)
    if (seen.size < limit.count) return false
    for (const [other, at] of seen) if (at <= time - limit.seconds * 1e6 || at > time) seen.delete(other)
    if (seen.size < limit.count) return false
    this.distinct.delete(key)
    return true
  }

  /** It begins anew. */
  forget(key: Key): void {
    this.windows.delete(key)
  }

  save() {
    return {
      windows: [...this.windows].map(([key, { times, counts }]) => [key, times, counts] as const),
      distinct: [...this.distinct].map(([key, seen]) => [key, [...seen]] as const),
    }
  }

  restore({ windows, distinct }: ReturnType<Counting["save"]>): void {
    for (const [key, times, counts] of windows)
      this.windows.set(key, { times: [...times], counts: [...counts], sum: counts.reduce((sum, one) => sum + one, 0) })
    for (const [key, seen] of distinct) this.distinct.set(key, new Map(seen))
  }
}

function put<Value>(map: Map<Key, Value>, key: Key, value: Value): void {
  if (map.size >= mostKeys) map.delete(map.keys().next().value!)
  map.set(key, value)
}

function empty(window: Window): void {
  window.times = []
  window.counts = []
  window.sum = 0
}
