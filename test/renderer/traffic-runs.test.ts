import { expect, test } from "vitest"
import { trafficRuns } from "../../renderer/pages/overview/traffic-runs.ts"

const at = (...times: number[]) => times.map((time) => ({ time, bitsPerSecond: 7 }))

test("between two captures is a hole, not a line at zero", () => {
  const runs = trafficRuns(at(0, 1, 2, 50, 51), 1)
  expect(runs.map((run) => run.map(({ x }) => x))).toEqual([
    [0, 1, 2, 3],
    [50, 51, 52],
  ])
  expect(runs.flat().every(({ y }) => y === 7)).toBe(true)
})

test("a quiet moment within a capture is drawn as no traffic", () => {
  expect(trafficRuns(at(0, 1, 4, 5), 1)).toEqual([
    [
      { x: 0, y: 7 },
      { x: 1, y: 7 },
      { x: 2, y: 0 },
      { x: 3, y: 0 },
      { x: 4, y: 7 },
      { x: 5, y: 7 },
      { x: 6, y: 7 },
    ],
  ])
})

test("a single moment is a stretch that can be seen, and however scattered they are, the stretches stay few", () => {
  expect(trafficRuns(at(3), 1)).toEqual([
    [
      { x: 3, y: 7 },
      { x: 4, y: 7 },
    ],
  ])
  expect(trafficRuns([], 1)).toEqual([])
  expect(trafficRuns(at(...Array.from({ length: 5000 }, (_, n) => n * 10)), 1).length).toBeLessThan(101)
})
