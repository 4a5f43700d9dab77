/** Microseconds as people read a time that passed: "0.4 ms", "12 ms", "1.3 s". */
export function durationText(microseconds: number): string {
  const milliseconds = microseconds / 1000
  if (milliseconds >= 1000) return `${(milliseconds / 1000).toFixed(milliseconds < 10_000 ? 1 : 0)} s`
  if (milliseconds >= 10) return `${milliseconds.toFixed(0)} ms`
  return `${milliseconds.toFixed(milliseconds >= 1 ? 1 : 2)} ms`
}
