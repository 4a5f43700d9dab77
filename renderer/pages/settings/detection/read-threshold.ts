/** Reads a threshold from what was typed, or says what is wrong with it. */
type Threshold = { readonly count: number; readonly seconds: number }
type Wrong = { readonly errors: { readonly count: string; readonly seconds: string } }

const mostCount = 1_000_000
const mostSeconds = 31_536_000

const wholeIn = (text: string, most: number): number | null => {
  const value = /^\d+$/.test(text.trim()) ? Number(text) : 0
  return value >= 1 && value <= most ? value : null
}

export function readThreshold(many: string, seconds: string): Threshold | Wrong {
  const count = wholeIn(many, mostCount)
  const span = wholeIn(seconds, mostSeconds)
  if (count !== null && span !== null) return { count, seconds: span }
  return {
    errors: {
      count: count === null ? "A whole number from 1 to 1,000,000." : "",
      seconds: span === null ? "Whole seconds, from 1 to 31,536,000 (a year)." : "",
    },
  }
}
