/** Spoiled captures for a bounded time: no throw escapes, nothing hangs, memory stays bounded, the accounting adds up. */
import { expect, test } from "vitest"
import { runFuzz } from "./run-fuzz.ts"

const seconds = 25

test("nothing that a capture file can hold breaks the engine", { timeout: 120_000 }, async () => {
  const { broken, cases, peakMemory } = await runFuzz(1, seconds)
  expect(broken).toBeUndefined()
  expect(cases).toBeGreaterThan(20)
  expect(peakMemory).toBeLessThan(1.5e9)
})
