/** Random numbers that are the same every time: mulberry32, from a seed. */
export type Random = {
  /** 0 or more, less than 1. */
  next(): number
  /** A whole number from `low` to `high`, both included. */
  within(low: number, high: number): number
}

export function seeded(seed: number): Random {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
  return { next, within: (low, high) => low + Math.floor(next() * (high - low + 1)) }
}
