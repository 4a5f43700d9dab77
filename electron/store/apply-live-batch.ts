/** One batch of a live capture and how it was cut: one transaction, as with imports. */
import type { Batch } from "../../shared/engine/batch.ts"
import type { LiveCut } from "../../shared/engine/live.ts"
import { BatchMissing, putBatch, settleOwner } from "./apply-batch.ts"
import { takeBack } from "./before.ts"
import type { Database } from "./database.ts"
import { evidence } from "./evidence.ts"
import { health } from "./health.ts"
import { advanced, live, ownerOf, withoutSegment } from "./live.ts"
import type { PassedOver } from "./live.ts"

export function applyLiveBatch(database: Database, batch: Batch, cut: LiveCut): void {
  database.transaction(() => {
    const one = live.get(database)
    if (batch.number !== (one?.cuts.length ?? 0) + 1 || !one)
      throw new BatchMissing(`Batch ${batch.number} of the live capture came after batch ${one?.cuts.length ?? 0}.`)
    const owner = ownerOf(one)
    putBatch(database, owner, batch, one.policy ?? null)
    evidence.add(database, one.session, batch.evidence)
    health.put(database, one.session, one.segment, batch.health)
    if (batch.state) settleOwner(database, owner, batch.state, one.policy ?? null)
    live.put(database, advanced(one, cut, batch.accounting, batch.capture, batch.state !== undefined))
  })
}

/** Takes back what was read since the last checkpoint, because it can't be read again. */
export function takeSegmentBack(database: Database, passedOver: PassedOver | null): void {
  database.transaction(() => {
    const one = live.get(database)
    if (!one) return
    takeBack(database, ownerOf(one))
    evidence.dropOf(database, one.session, one.settled.accounting.read)
    health.dropOf(database, one.session, one.segment)
    live.put(database, withoutSegment(one, passedOver))
  })
}
