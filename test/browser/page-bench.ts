/** The page's figures for the bench: map and inventory with large plants, trends with many charts, on the real console. `node test/browser/page-bench.ts` prints them. */
import { firstSignIn, startConsole } from "./console.ts"
import type { Frames } from "./frames.ts"
import { measureDrag, openMap } from "./map-speed.ts"
import { measureEmptyScroll, measureScroll } from "./scroll-speed.ts"
import { lendPlant } from "./synthetic-plant.ts"
import { measureRedraw } from "./trends-speed.ts"

export type PageFigure = { readonly what: string; readonly frames: Frames; readonly met: boolean }

export async function measurePages(seconds: number): Promise<readonly PageFigure[]> {
  const started = await startConsole()
  try {
    const page = await started.open()
    await firstSignIn(page, started.initialPassword)
    const figures: PageFigure[] = []
    const add = (what: string, frames: Frames, met: (frames: Frames) => boolean) =>
      figures.push({ what, frames, met: met(frames) })

    await lendPlant(page, 400, 900)
    await openMap(page, "connections")
    add(
      "map, connections, about 1,200 elements",
      await measureDrag(page, seconds),
      (frames) => frames.medianFps >= 30 && frames.fifthPercentileFps >= 15,
    )
    for (const [devices, lines, least] of [
      [2500, 7500, 50],
      [10_000, 30_000, 20],
    ] as const) {
      await lendPlant(page, devices, lines)
      await page.reload()
      await openMap(page, "birds-eye")
      const met = (frames: Frames) => frames.medianFps >= least && frames.count >= least * seconds
      add(`map, bird's-eye, ${devices} devices, ${lines} lines`, await measureDrag(page, seconds), met)
    }
    // A frame that the machine loses with nothing to draw is not the table's.
    const empty = await measureEmptyScroll(page, seconds)
    add("an empty page scrolled, for comparison, slowest frame", empty, () => true)
    add(
      "inventory, 10000 rows, slowest frame",
      await measureScroll(page, seconds),
      (frames) => frames.slowestMs <= Math.max(50, empty.slowestMs),
    )
    add(
      "trends, 50 widgets of 1,440 points drawn again, slowest frame",
      await measureRedraw(page, 50, 1440, 1),
      (frames) => frames.slowestMs < 300,
    )
    await page.evaluate(() => (location.hash = "/overview"))
    add(
      "the same with 3 to 5 lines of 1,440 points in each, for comparison, slowest frame",
      await measureRedraw(page, 50, 1440, 5),
      () => true,
    )
    return figures
  } finally {
    await started.stop()
  }
}

if (process.argv[1] === import.meta.filename)
  for (const { what, frames, met } of await measurePages(5)) {
    const numbers = `median ${frames.medianFps.toFixed(0)}/s, 5th percentile ${frames.fifthPercentileFps.toFixed(0)}/s, slowest ${frames.slowestMs.toFixed(0)} ms, ${frames.count} frames`
    process.stdout.write(`${met ? "ok    " : "MISSED"} ${what}: ${numbers}\n`)
  }
