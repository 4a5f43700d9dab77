/** Traffic over time as unbroken stretches: between captures nothing is known, which is not the same as no traffic. */
type Step = { readonly time: number; readonly bitsPerSecond: number }
export type RunPoint = { readonly x: number; readonly y: number }

/** So many steps without a packet are a quiet moment and drawn as no traffic; so is what is too narrow to be seen. */
const quietSteps = 5
const seenShare = 0.01

/** `step` in the unit of the times. */
export function trafficRuns(points: readonly Step[], step: number): readonly (readonly RunPoint[])[] {
  const span = (points.at(-1)?.time ?? 0) - (points[0]?.time ?? 0)
  const quiet = Math.max(step * quietSteps, span * seenShare)
  const runs: RunPoint[][] = []
  // A step is a mean over what follows its moment, so a run ends a step after its last moment.
  const end = (last: Step) => runs.at(-1)?.push({ x: last.time + step, y: last.bitsPerSecond })
  let before: Step | undefined
  for (const point of points) {
    const here = { x: point.time, y: point.bitsPerSecond }
    const hole = before ? point.time - before.time : 0
    if (!before) runs.push([here])
    else if (hole > quiet) {
      end(before)
      runs.push([here])
    } else {
      if (hole > step * 1.5) runs.at(-1)?.push({ x: before.time + step, y: 0 }, { x: point.time - step, y: 0 })
      runs.at(-1)?.push(here)
    }
    before = point
  }
  if (before) end(before)
  return runs
}
