/** One batch of the engine and its number: one transaction. A batch that is in the store already is passed over. */
import type { Batch } from "../../shared/engine/batch.ts"
import { isJudged, type Policy } from "../../shared/detections/policy.ts"
import { ageAlerts } from "./alert-lifecycle.ts"
import { applyAlerts } from "./apply-alerts.ts"
import { applyNotices, formerOf, settleNotices } from "./apply-notices.ts"
import { applyShown, freshOf } from "./apply-shown.ts"
import { applyBaseline } from "./baseline.ts"
import { baselineEdits } from "./baseline-edits.ts"
import { forgetBefore, takeBack } from "./before.ts"
import { checkpoint } from "./checkpoint.ts"
import { claims } from "./claims.ts"
import { connections } from "./connections.ts"
import type { Database } from "./database.ts"
import { devices } from "./devices.ts"
import { evidence } from "./evidence.ts"
import { happenings } from "./happenings.ts"
import { health } from "./health.ts"
import { imports } from "./imports.ts"
import { covered, learnedTime } from "./covered.ts"
import { addMeasures } from "./measures.ts"
import { kindOf } from "./kind-of.ts"
import { places } from "./places.ts"
import { retention } from "./retention.ts"
import { rules } from "./rules.ts"

export class BatchMissing extends Error {
  override readonly name = "BatchMissing"
}

export function applyBatch(database: Database, id: string, batch: Batch): "applied" | "known" {
  return database.transaction(() => {
    const one = imports.get(database, id)
    if (!one) throw new BatchMissing(`Batch ${batch.number} belongs to the import ${id}, which is not in the store.`)
    if (batch.number <= one.applied) return "known"
    if (batch.number !== one.applied + 1)
      throw new BatchMissing(
        `Batch ${batch.number} of ${one.file} came after batch ${one.applied}: one is missing. Import the file again.`,
      )
    putBatch(database, id, batch, one.policy)
    evidence.add(database, id, batch.evidence)
    health.put(database, id, 0, batch.health)
    imports.applied(database, id, batch.number, batch.capture, batch.accounting)
    if (batch.state) finish(database, id, batch.state, one.policy)
    return "applied"
  })
}

/** Everything a batch changes but its evidence. `owner` is who writes it, until it is at its end; `policy`: how it was judged. */
export function putBatch(database: Database, owner: string, batch: Batch, policy: Policy | null): void {
  const fresh = freshOf(database, batch)
  const former = formerOf(database, batch)
  for (const { id: gone, into } of batch.merged) {
    devices.drop(database, owner, gone)
    happenings.joined(database, owner, gone, into)
  }
  for (const device of batch.devices) devices.put(database, owner, device)
  for (const { device, claims: all } of batch.claims) claims.put(database, owner, device, all)
  for (const gone of batch.droppedConnections) {
    connections.drop(database, owner, gone)
    places.drop(database, owner, gone)
  }
  for (const connection of batch.connections) connections.put(database, owner, connection)
  for (const { connection, places: all } of batch.places) places.put(database, owner, connection, all)
  for (const one of batch.happenings) happenings.add(database, owner, one)
  addMeasures(database, owner, batch)
  if (policy?.learning ?? true) learnedTime.add(database, owner, batch)
  const learning = policy?.learning ?? true
  applyBaseline(database, owner, batch.baseline)
  applyShown(database, owner, batch, fresh, learning)
  applyNotices(database, owner, batch, former, learning)
  rules.addHits(database, owner, batch.hits)
  // The engine goes on counting what it raised before a kind was switched off.
  applyAlerts(
    database,
    owner,
    batch.alerts.filter(({ kind }) => policy === null || isJudged(policy, kindOf(kind))),
  )
}

/** What the owner wrote can't be taken back from here on. */
export function settleOwner(database: Database, owner: string, state: Uint8Array, policy: Policy | null): void {
  checkpoint.put(database, state)
  baselineEdits.follow(database, policy?.baseline ?? 0)
  covered.settle(database, owner)
  learnedTime.settle(database, owner)
  retention.sweep(database)
  happenings.sweep(database)
  ageAlerts(database)
  settleNotices(database, owner)
  rules.settleHits(database, owner)
  forgetBefore(database, owner)
}

function finish(database: Database, id: string, state: Uint8Array, policy: Policy | null): void {
  settleOwner(database, id, state, policy)
  imports.setState(database, id, "done", "")
}

/** Takes back everything that an import which did not end has written. */
export function takeImportBack(database: Database, id: string): void {
  database.transaction(() => {
    takeBack(database, id)
    evidence.dropOf(database, id)
    health.dropOf(database, id)
    imports.endTakingBack(database, id)
  })
}
