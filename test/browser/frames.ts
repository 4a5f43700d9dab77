/** Counts the frames that a page draws, and says how fast they came. */
import type { Page } from "playwright-core"

export type Frames = {
  readonly count: number
  readonly medianFps: number
  /** 95 of 100 frames were at least this fast. */
  readonly fifthPercentileFps: number
  readonly slowestMs: number
}

export async function startFrames(page: Page): Promise<void> {
  await page.evaluate(() => {
    const times: number[] = []
    ;(globalThis as Counting).frameTimes = times
    const tick = (time: number) => {
      if ((globalThis as Counting).frameTimes !== times) return
      times.push(time)
      requestAnimationFrame(tick)
    }
    requestAnimationFrame(tick)
  })
}

export async function takeFrames(page: Page): Promise<Frames> {
  const times = await page.evaluate(() => {
    const counted = (globalThis as Counting).frameTimes ?? []
    delete (globalThis as Counting).frameTimes
    return counted
  })
  const gaps = times.slice(1).map((time, at) => time - (times[at] ?? time))
  const sorted = gaps.toSorted((a, b) => a - b)
  const at = (share: number) =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.POSITIVE_INFINITY
  return { count: gaps.length, medianFps: 1000 / at(0.5), fifthPercentileFps: 1000 / at(0.95), slowestMs: at(1) }
}

type Counting = typeof globalThis & { frameTimes?: number[] }
