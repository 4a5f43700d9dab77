/** How ready the picture of what is normal is: how much of what talked lately had talked before, and whose connections are still new. */
import type { MadeOutput } from "../../../shared/api/server.ts"
import type { Covered } from "../../../shared/insight/trends/measures.ts"
import type { Connection } from "../../../shared/model/device.ts"
import type { EditedDevice } from "../../store/devices.ts"

const day = 86_400e6
/** What is "lately": a day, or the last quarter of what was listened to where that is little. */
const share = 1 / 4
const shown = 3

export function learning(
  lines: readonly Connection[],
  devices: readonly EditedDevice[],
  covered: readonly Covered[],
): MadeOutput<"overview.get">["learning"] {
  const listened = covered.reduce((sum, { from, to }) => sum + to - from, 0)
  const newest = covered.at(-1)?.to ?? 0
  const window = Math.min(day, listened * share)
  const lately = lines.filter((line) => line.lastSeen > newest - window)
  const fresh = lately.filter((line) => line.firstSeen > newest - window)
  const names = new Map(devices.map(({ id, name }) => [id, name]))
  const counts = new Map<string, number>()
  for (const { client, server } of fresh)
    for (const id of [client, server]) if (names.has(id)) counts.set(id, (counts.get(id) ?? 0) + 1)
  return {
    listened: Math.round(listened / 1e6),
    window: Math.round(window / 1e6),
    active: lately.length,
    known: lately.length - fresh.length,
    changing: [...counts]
      .sort((one, other) => other[1] - one[1] || (one[0] < other[0] ? -1 : 1))
      .slice(0, shown)
      .map(([id, connections]) => ({ id, name: (names.get(id) ?? id).slice(0, 400), connections })),
  }
}
