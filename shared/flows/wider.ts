/** A longer copy of a table of numbers, the new places zero. */
export function wider(old: Float64Array<ArrayBuffer>, size: number): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(size)
  larger.set(old)
  return larger
}
