/** Alerts of the store as the API shows them. */
import type { AlertRow } from "../../../shared/api/contract/alerts.ts"
import { alertText } from "../../../shared/detections/alert-text.ts"
import type { AlertEngine } from "../../../shared/detections/alert-kind.ts"
import { alerts, type AlertBrief } from "../../store/alerts.ts"
import { captureSources } from "../../store/capture-source.ts"
import type { Database } from "../../store/database.ts"
import { evidence } from "../../store/evidence.ts"
import { kindOf } from "../../store/kind-of.ts"
import { endOf, knownDevices } from "./ends.ts"

export function alertRows(database: Database, all: readonly AlertBrief[]): AlertRow[] {
  const known = knownDevices(
    database,
    all.flatMap(({ source, target }) => [source, target]),
  )
  const sourceOf = captureSources(database)
  return all.map((one) => {
    const kind = kindOf(one.kind)
    const [source, target] = [endOf(known, one.source, one.sourceAddress), endOf(known, one.target, one.targetAddress)]
    const lines = alerts.linesOf(database, one.id)
    const frames = lines
      .filter(({ frame }) => frame > 0)
      .map(({ frame, capture }) => ({ frame, import: sourceOf(capture).id }))
    return {
      ...{ id: one.id, kind: one.kind, title: one.title.slice(0, 200), category: kind.category },
      engine: one.engine as AlertEngine,
      ...{ severity: one.severity, severityEdited: one.severityEdited, status: one.status, closedBy: one.closedBy },
      ...{ source, target, protocol: one.protocol },
      message: alertText(one.message, { source: source.name, target: target.name }, lines).slice(0, 2000),
      ...{ first: one.first, last: one.last, count: one.count, comments: one.comments },
      learnable: kind.learnable,
      mutable: kind.mutable && !source.internet && !target.internet,
      packets: evidence.hasAny(database, frames),
    }
  })
}
