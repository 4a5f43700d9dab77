/** A rough guard of the page's speed, at half the budgets so that a busy machine does not fail it; the bench measures the budgets themselves. */
import { expect, test } from "vitest"
import { measurePages } from "./page-bench.ts"

const least: Readonly<Record<string, number>> = { connections: 15, "2500": 25, "10000 devices": 10, inventory: 15 }

test("large plants stay fluid", { timeout: 120_000 }, async () => {
  const figures = await measurePages(2)
  for (const [part, fps] of Object.entries(least)) {
    const figure = figures.find(({ what }) => what.includes(part))
    expect(figure?.frames.medianFps, part).toBeGreaterThan(fps)
  }
  expect(figures.some(({ what }) => what.includes("50 widgets of 1,440 points"))).toBe(true)
})
