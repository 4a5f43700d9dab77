/** Measures how fluid the map is: drags it with the real mouse and counts the frames that the page could draw. */
import type { Page } from "playwright-core"

export type DragSpeed = {
  readonly frames: number
  readonly medianFps: number
  /** Of all frames, 95 % were at least this fast. */
  readonly fifthPercentileFps: number
  readonly slowestMs: number
}
export type MapLevel = "connections" | "birds-eye"

const buttons: Readonly<Record<MapLevel, string>> = { connections: "Connections", "birds-eye": "Bird’s-eye" }
const warmUp = 1500
/** Pixels and milliseconds of one step of the mouse: a brisk hand. */
const stride = { pixels: 9, pause: 8 }

/** The page must be signed in. Opens the map at a level and waits until it is drawn. */
export async function openMap(page: Page, level: MapLevel): Promise<void> {
  await page.evaluate(() => (location.hash = "/map"))
  await page.getByRole("button", { name: buttons[level], exact: true }).click()
  await page.locator("[role=application] canvas").first().waitFor()
  await page.waitForTimeout(warmUp)
}

export async function measureDrag(page: Page, seconds: number): Promise<DragSpeed> {
  const box = await page.locator("[role=application]").boundingBox()
  if (!box) throw new Error("there is no map on the page")
  // Bands hold no device at the far left, so the drag moves the map and not a device.
  const start = { x: box.x + box.width * 0.1, y: box.y + box.height * 0.5 }
  await page.mouse.move(start.x, start.y)
  await page.mouse.down()
  await page.evaluate(countFrames)
  const end = Date.now() + seconds * 1000
  for (let step = 0; Date.now() < end; step++) {
    const turn = step * 0.05
    const reach = 18 * stride.pixels
    await page.mouse.move(start.x + reach * Math.sin(turn) + reach, start.y + (reach / 2) * Math.sin(turn * 1.7))
    await page.waitForTimeout(stride.pause)
  }
  const times = await page.evaluate(takeFrames)
  await page.mouse.up()
  return speedOf(times)
}

export function speedOf(times: readonly number[]): DragSpeed {
  const gaps = times.slice(1).map((time, at) => time - (times[at] ?? time))
  const sorted = gaps.toSorted((a, b) => a - b)
  const at = (share: number) =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.POSITIVE_INFINITY
  return {
    frames: gaps.length,
    medianFps: 1000 / at(0.5),
    fifthPercentileFps: 1000 / at(0.95),
    slowestMs: at(1),
  }
}

type Counting = typeof globalThis & { frameTimes?: number[] }
function countFrames(): void {
  const times: number[] = []
  ;(globalThis as Counting).frameTimes = times
  const tick = (time: number) => {
    if ((globalThis as Counting).frameTimes !== times) return
    times.push(time)
    requestAnimationFrame(tick)
  }
  requestAnimationFrame(tick)
}
function takeFrames(): number[] {
  const times = (globalThis as Counting).frameTimes ?? []
  delete (globalThis as Counting).frameTimes
  return times
}
