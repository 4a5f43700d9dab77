/** What is written down of when live capture listened: never a time that the computer slept through. */
import { expect, test } from "vitest"
import { Listening } from "../../electron/core/listening.ts"

const second = 1e6
const start = 1_772_000_000 * second

/** Ticks at these seconds; what was written, in seconds since the start. */
async function written(ticks: readonly (readonly [at: number, listens: boolean])[]): Promise<number[][]> {
  const found: number[][] = []
  const write = (_table: string, _name: string, from: number, to: number): Promise<void> => {
    found.push([(from - start) / second, (to - start) / second])
    return Promise.resolve()
  }
  const listening = new Listening({ write } as never)
  for (const [at, listens] of ticks) await listening.tick(listens, start + at * second)
  return found
}
const everySecond = (from: number, to: number): (readonly [number, boolean])[] =>
  Array.from({ length: to - from + 1 }, (_, n) => [from + n, true] as const)

test("half a minute at a time, and the rest when it ends", async () => {
  expect(await written([...everySecond(0, 65), [66, false]])).toEqual([
    [0, 30],
    [30, 60],
    [60, 66],
  ])
})

test("an hour that the computer slept is a gap", async () => {
  expect(await written([...everySecond(0, 10), ...everySecond(3600, 3631)])).toEqual([
    [0, 10],
    [3600, 3630],
  ])
})

test("a clock that is put back or far forward begins anew", async () => {
  expect(await written([...everySecond(1000, 1010), ...everySecond(0, 31), [9e6, true], [9e6 + 1, false]])).toEqual([
    [1000, 1010],
    [0, 30],
    [30, 31],
    [9e6, 9e6 + 1],
  ])
})
