/** Measures how fluid the map is: drags it with the real mouse and counts the frames that the page could draw. */
import type { Page } from "playwright-core"
import { startFrames, takeFrames, type Frames } from "./frames.ts"

export type MapLevel = "connections" | "birds-eye"

const buttons: Readonly<Record<MapLevel, string>> = { connections: "Connections", "birds-eye": "Bird’s-eye" }
const settle = 1500
/** Pixels and milliseconds of one step of the mouse: a brisk hand. */
const stride = { pixels: 9, pause: 8 }

/** The page must be signed in. Opens the map at a level and waits until it is drawn. */
export async function openMap(page: Page, level: MapLevel): Promise<void> {
  await page.evaluate(() => (location.hash = "/map"))
  await page.getByRole("button", { name: buttons[level], exact: true }).click()
  await page.locator("[role=application] canvas").first().waitFor()
  await page.waitForTimeout(settle)
}

export async function measureDrag(page: Page, seconds: number): Promise<Frames> {
  const box = await page.locator("[role=application]").boundingBox()
  if (!box) throw new Error("there is no map on the page")
  // Bands hold no device at the far left, so the drag moves the map and not a device.
  const start = { x: box.x + 60, y: box.y + box.height * 0.5 }
  await page.mouse.move(start.x, start.y)
  await page.mouse.down()
  await startFrames(page)
  const end = Date.now() + seconds * 1000
  for (let step = 0; Date.now() < end; step++) {
    const turn = step * 0.05
    const reach = 18 * stride.pixels
    await page.mouse.move(start.x + reach * Math.sin(turn) + reach, start.y + (reach / 2) * Math.sin(turn * 1.7))
    await page.waitForTimeout(stride.pause)
  }
  const frames = await takeFrames(page)
  await page.mouse.up()
  return frames
}
