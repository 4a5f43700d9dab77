/** What the core needs of many rows to do something for a person: made in a site thread, and never told to a page as it is. */
import type { AlertRow } from "../../../shared/api/contract/alerts.ts"
import type { EvidenceFrame } from "../../../shared/engine/batch.ts"
import { alerts } from "../../store/alerts.ts"
import { captureSources } from "../../store/capture-source.ts"
import type { Database } from "../../store/database.ts"
import { evidence } from "../../store/evidence.ts"
import { timeline } from "../../store/timeline.ts"
import { alertRows } from "./alert-row.ts"
import { alertsCsv, timelineCsv } from "./csv-files.ts"

/** null: it is not there any more. */
type Judged = { readonly id: string; readonly alert: AlertRow | null }

function judged(database: Database, { ids }: { readonly ids: readonly string[] }): Judged[] {
  const found = new Map(alertRows(database, alerts.some(database, ids)).map((row) => [row.id, row]))
  return ids.map((id) => ({ id, alert: found.get(id) ?? null }))
}

/** The frames that prove its lines, and those around them. */
function alertPackets(database: Database, { id }: { readonly id: string }): EvidenceFrame[] {
  const sourceOf = captureSources(database)
  const found = alerts
    .linesOf(database, id)
    .filter(({ frame }) => frame > 0)
    .flatMap(({ frame, capture }) => evidence.withAround(database, sourceOf(capture).id, frame))
  return inOrder(found)
}

function eventPackets(database: Database, { id }: { readonly id: number }): EvidenceFrame[] {
  const event = timeline.get(database, id)
  if (!event || event.frame === 0) return []
  return inOrder(evidence.withAround(database, captureSources(database)(event.capture).id, event.frame))
}

const inOrder = (all: readonly EvidenceFrame[]): EvidenceFrame[] =>
  [...new Map(all.map((one) => [`${one.time} ${one.frame}`, one])).values()].sort(
    (a, b) => a.time - b.time || a.frame - b.frame,
  )

export const made = {
  "alerts.csv": alertsCsv,
  "alerts.judged": judged,
  "alerts.packets": alertPackets,
  "timeline.csv": timelineCsv,
  "timeline.packets": eventPackets,
}

export type MadeName = keyof typeof made
export type MadeInput<Name extends MadeName> = Parameters<(typeof made)[Name]>[1]
export type MadeValue<Name extends MadeName> = ReturnType<(typeof made)[Name]>
