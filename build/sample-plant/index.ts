/** The sample plant: a bottling line of about fifty stations, a day of ordinary work and a day on which things go wrong. */
import { badDay } from "./bad-day.ts"
import { controlWork, fillerRuns } from "./control-scenes.ts"
import { officeWork } from "./office-scenes.ts"
import { PcapngFile } from "./pcapng-file.ts"
import { router } from "./plant.ts"
import { seeded } from "./random.ts"
import { HOUR, Stage } from "./stage.ts"
import { Timeline } from "./timeline.ts"

export { writeLargePlant } from "./large-plant.ts"

/** Monday 2 March 2026, 06:00 UTC, in microseconds. */
const FIRST_MORNING = Date.UTC(2026, 2, 2, 6) * 1000

const ORIGIN = "Plantwarden sample plant"

/** Writes both days as pcapng: the same bytes every time. The sensor's port is switched off overnight. */
export const writeSamplePlant = (path: string): void => write(path, [0, 1], true)

/** Writes one day by itself; with `isBad` false, the second is as ordinary as the first. */
export const writeSampleDay = (path: string, day: 0 | 1, isBad: boolean): void => write(path, [day], isBad)

function write(path: string, days: readonly (0 | 1)[], isBad: boolean): void {
  const random = seeded(20260302)
  const timeline = new Timeline(random)
  const stage = new Stage(timeline, random, router)
  const secondMorning = FIRST_MORNING + 24 * HOUR
  const hours = [
    [FIRST_MORNING, FIRST_MORNING + 16 * HOUR],
    [secondMorning, secondMorning + 6 * HOUR],
  ] as const
  fillerRuns.now = true
  for (const day of days) {
    const [from, until] = hours[day]
    controlWork(stage, from, until)
    officeWork(stage, from, until)
  }
  if (isBad && days.includes(1)) badDay(stage, secondMorning)
  const file = new PcapngFile(path, ORIGIN, "mirror port of SW-CORE")
  timeline.play(file)
  file.close()
}
