/** Measures how the inventory scrolls: the wheel turns for some seconds, the frames are counted. */
import type { Page } from "playwright-core"
import { startFrames, takeFrames, type Frames } from "./frames.ts"

export async function measureScroll(page: Page, seconds: number): Promise<Frames> {
  await page.evaluate(() => (location.hash = "/inventory"))
  const table = page.getByRole("grid", { name: "Devices" })
  await table.waitFor()
  await page.waitForTimeout(1500)
  await table.hover()
  await startFrames(page)
  const end = Date.now() + seconds * 1000
  for (let step = 0; Date.now() < end; step++) {
    await page.mouse.wheel(0, step % 400 < 300 ? 700 : -900)
    await page.waitForTimeout(8)
  }
  return takeFrames(page)
}
