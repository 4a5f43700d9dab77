/**
 * A series over time as the points of a line, thinned to what can be seen: per pixel its least and its greatest value.
 * Our own instead of Chart.js's decimation, which joins what a gap parts.
 */
export type Point = { readonly x: number; readonly y: number }
type Values = readonly (number | null)[]

/** `steps` has one entry more than `values`. A gap becomes a point without a height, which is not drawn and not bridged. */
export function timePoints(steps: readonly number[], values: Values, pixels: number): readonly Point[] {
  const found: Point[] = []
  for (let from = 0; from < values.length; from++) {
    if (values[from] === null || values[from] === undefined) continue
    let to = from
    while (to + 1 < values.length && typeof values[to + 1] === "number") to++
    if (found.length > 0) found.push({ x: steps[from] ?? 0, y: Number.NaN })
    addRun(found, steps, values, from, to, pixels)
    from = to
  }
  return found
}

/** A run reaches from the start of its first step to the end of its last, so that a single step can be seen. */
function addRun(found: Point[], steps: readonly number[], values: Values, from: number, to: number, pixels: number) {
  const start = steps[from] ?? 0
  const end = steps[to + 1] ?? start
  const perPixel = ((steps.at(-1) ?? end) - (steps[0] ?? start)) / Math.max(1, pixels)
  found.push({ x: start, y: values[from] ?? 0 })
  if ((to - from + 1) * perPixel <= (end - start) * 1.5)
    for (let at = from; at <= to; at++) found.push(pointOf(steps, values, at))
  else for (let at = from; at <= to;) at = addPixel(found, steps, values, at, to, perPixel)
  found.push({ x: end, y: values[to] ?? 0 })
}

const pointOf = (steps: readonly number[], values: Values, at: number): Point => ({
  x: ((steps[at] ?? 0) + (steps[at + 1] ?? 0)) / 2,
  y: values[at] ?? 0,
})

/** Adds what can be seen of the steps within one pixel; returns the first step of the next. */
function addPixel(found: Point[], steps: readonly number[], values: Values, from: number, to: number, width: number) {
  const edge = (steps[from] ?? 0) + width
  let least = from
  let greatest = from
  let at = from
  for (; at <= to && (at === from || (steps[at] ?? 0) < edge); at++) {
    if ((values[at] ?? 0) < (values[least] ?? 0)) least = at
    if ((values[at] ?? 0) > (values[greatest] ?? 0)) greatest = at
  }
  found.push(pointOf(steps, values, Math.min(least, greatest)))
  if (least !== greatest) found.push(pointOf(steps, values, Math.max(least, greatest)))
  return at
}

/** Steps of which nothing is known: from the first of each gap up to the one behind its last. */
export function gapsOf(
  series: readonly { readonly values: Values }[],
  count: number,
): readonly (readonly [number, number])[] {
  const gaps: [number, number][] = []
  if (series.length === 0) return gaps
  for (let at = 0; at < count; at++) {
    if (series.some(({ values }) => typeof values[at] === "number")) continue
    const last = gaps.at(-1)
    if (last && last[1] === at) last[1] = at + 1
    else gaps.push([at, at + 1])
  }
  return gaps
}

/** Which step a moment falls in. */
export function stepAt(steps: readonly number[], moment: number): number {
  let low = 0
  let high = Math.max(0, steps.length - 2)
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((steps[middle] ?? 0) <= moment) low = middle
    else high = middle - 1
  }
  return low
}
