/** Measures how long the charts of trends take to be drawn again: those out of view, too, by a change of the theme, which asks the sensor nothing. */
import type { Page } from "playwright-core"
import { wide } from "./console.ts"
import { startFrames, takeFrames, type Frames } from "./frames.ts"
import { lendTrends, manyLines } from "./lend-trends.ts"

const perRow = 3
const rowHeight = 3 * 96

/** The slowest frame is the one in which everything was drawn again, with style and layout of the whole page. */
export async function measureRedraw(page: Page, widgets: number, points: number, lines: number): Promise<Frames> {
  await lendTrends(page, [manyLines(widgets, lines)], points)
  await page.setViewportSize({ width: wide.width, height: Math.ceil(widgets / perRow) * rowHeight + 240 })
  await page.evaluate(() => (location.hash = "/trends"))
  await page.waitForFunction((count) => document.querySelectorAll("main canvas").length === count, widgets)
  await page.waitForTimeout(1000)
  await page.setViewportSize(wide)
  await page.waitForTimeout(1000)
  await startFrames(page)
  for (const colorScheme of ["dark", "light", "dark", "light"] as const) {
    await page.emulateMedia({ colorScheme })
    await page.waitForTimeout(700)
  }
  return takeFrames(page)
}
