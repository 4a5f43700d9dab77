/** What the core needs of many rows to do something for a person: made in a site thread, and never told to a page as it is. */
import type { AlertRow } from "../../../shared/api/contract/alerts.ts"
import type { EvidenceFrame } from "../../../shared/engine/batch.ts"
import { alerts } from "../../store/alerts.ts"
import { captureSources } from "../../store/capture-source.ts"
import type { Database } from "../../store/database.ts"
import { evidence } from "../../store/evidence.ts"
import { timeline } from "../../store/timeline.ts"
import { baselineFile, previewBaseline, readBaseline } from "./baseline.ts"
import { alertRows } from "./alert-row.ts"
import { notificationCases } from "./notifications.ts"
import { mostAround, reach } from "../../capture/alert-packets.ts"
import { frameEnds } from "../../capture/frame-ends.ts"
import { explainFrames } from "./explain-frames.ts"
import { knownProtocols } from "./protocols.ts"
import { backtestPlan, seriesFound } from "./rules.ts"
import { alertsCsv, timelineCsv } from "./csv-files.ts"

/** null: it is not there any more. */
type Judged = { readonly id: string; readonly alert: AlertRow | null }

function judged(database: Database, { ids }: { readonly ids: readonly string[] }): Judged[] {
  const found = new Map(alertRows(database, alerts.some(database, ids)).map((row) => [row.id, row]))
  return ids.map((id) => ({ id, alert: found.get(id) ?? null }))
}

const mostLines = 200

/** The frame, and of what is kept the nearest before and after it between the same two addresses. */
function withAround(database: Database, owner: string, frame: number): EvidenceFrame[] {
  const proof = evidence.get(database, owner, frame)
  if (!proof) return []
  const ends = endsOf(proof)
  const near = evidence
    .within(database, owner, proof.time - reach, proof.time + reach)
    .filter((one) => one.frame !== frame && ends !== "" && endsOf(one) === ends)
  const before = near.filter((one) => one.frame < frame).slice(-mostAround)
  return [...before, proof, ...near.filter((one) => one.frame > frame).slice(0, mostAround)]
}

const endsOf = ({ bytes, linkType }: EvidenceFrame): string => frameEnds(bytes, 0, bytes.length, linkType)

/** The frames that prove its lines, and those around them. */
function alertPackets(database: Database, { id }: { readonly id: string }): EvidenceFrame[] {
  const sourceOf = captureSources(database)
  const found = alerts
    .linesOf(database, id)
    .filter(({ frame }) => frame > 0)
    .slice(0, mostLines)
    .flatMap(({ frame, capture }) => withAround(database, sourceOf(capture).id, frame))
  return inOrder(found)
}

function eventPackets(database: Database, { id }: { readonly id: number }): EvidenceFrame[] {
  const event = timeline.get(database, id)
  if (!event || event.frame === 0) return []
  return inOrder(withAround(database, captureSources(database)(event.capture).id, event.frame))
}

const inOrder = (all: readonly EvidenceFrame[]): EvidenceFrame[] =>
  [...new Map(all.map((one) => [`${one.time} ${one.frame}`, one])).values()].sort(
    (a, b) => a.time - b.time || a.frame - b.frame,
  )

export const made = {
  "baseline.file": baselineFile,
  "baseline.preview": previewBaseline,
  "baseline.read": readBaseline,
  "alerts.csv": alertsCsv,
  "alerts.judged": judged,
  "alerts.packets": alertPackets,
  "frames.explained": explainFrames,
  "notifications.cases": notificationCases,
  "protocols.known": knownProtocols,
  "rules.plan": backtestPlan,
  "rules.series": seriesFound,
  "timeline.csv": timelineCsv,
  "timeline.packets": eventPackets,
}

export type MadeName = keyof typeof made
export type MadeInput<Name extends MadeName> = Parameters<(typeof made)[Name]>[1]
export type MadeValue<Name extends MadeName> = ReturnType<(typeof made)[Name]>
