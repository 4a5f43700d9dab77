/** Measures how the inventory scrolls: the wheel turns for some seconds, the frames are counted. */
import type { Page } from "playwright-core"
import { startFrames, takeFrames, type Frames } from "./frames.ts"

async function turnWheel(page: Page, seconds: number): Promise<Frames> {
  await startFrames(page)
  const end = Date.now() + seconds * 1000
  for (let step = 0; Date.now() < end; step++) {
    await page.mouse.wheel(0, step % 400 < 300 ? 700 : -900)
    await page.waitForTimeout(8)
  }
  return takeFrames(page)
}

export async function measureScroll(page: Page, seconds: number): Promise<Frames> {
  await page.evaluate(() => (location.hash = "/inventory"))
  const table = page.getByRole("grid", { name: "Devices" })
  await table.waitFor()
  await page.waitForTimeout(1500)
  await table.hover()
  return turnWheel(page, seconds)
}

/** The same turns of the wheel over nothing at all: what the machine and the browser cost by themselves at this moment. */
export async function measureEmptyScroll(page: Page, seconds: number): Promise<Frames> {
  const blank = await page.context().newPage()
  await blank.setContent('<div style="height: 100vh; overflow: auto"><div style="height: 360000px"></div></div>')
  await blank.mouse.move(400, 400)
  const frames = await turnWheel(blank, seconds)
  await blank.close()
  await page.bringToFront()
  return frames
}
