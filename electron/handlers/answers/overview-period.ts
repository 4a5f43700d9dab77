/** What stretch of time the overview speaks of: the newest day, or only what was listened to where that is a small part of it. */
import type { MadeOutput } from "../../../shared/api/server.ts"
import { everything, type Measures } from "../../../shared/insight/trends/measures.ts"
import { pieces } from "../../../shared/insight/trends/pieces.ts"
import { dayStart, nextDay } from "../../../shared/insight/trends/zone.ts"

const minute = 60e6
/** Shorter than this, a day's chart would show a spike and nothing else. */
const least = 12 * 3600e6

export function period(measures: Measures, zone: string): MadeOutput<"overview.get">["period"] {
  const newest = measures.covered(0, Number.MAX_SAFE_INTEGER).at(-1)?.to ?? 0
  if (newest === 0) return { from: 0, to: 0, kind: "stretch", packets: 0, bytes: 0 }
  const from = Math.max(0, dayStart(Math.floor(newest / minute), zone) * minute)
  const to = nextDay(Math.floor(newest / minute), zone) * minute
  const listened = measures.covered(from, to)
  const first = Math.max(from, listened[0]?.from ?? from)
  const last = Math.min(to, listened.at(-1)?.to ?? to)
  if (last - first >= least) return { from, to, kind: "day", ...sums({ measures, from, to, zone }) }
  // Whole minutes, and one more at the least, so that the chart has a width.
  const begin = Math.floor(first / minute) * minute
  const end = Math.max(begin + minute, Math.ceil(last / minute) * minute)
  return { from: begin, to: end, kind: "stretch", ...sums({ measures, from: begin, to: end, zone }) }
}

function sums(span: Parameters<typeof pieces>[0]): { readonly packets: number; readonly bytes: number } {
  let [packets, bytes] = [0, 0]
  const note = (_: number, __: number, more: number, moreBytes: number): void => {
    packets += more
    bytes += moreBytes
  }
  for (const { grain, from, to } of pieces(span))
    span.measures.traffic(grain, from, to, note, (talk) => talk === everything)
  return { packets, bytes }
}
