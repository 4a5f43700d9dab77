/** The site's whole traffic by minute, as sites before measures kept it, becomes measures; rows of single connections had no reader and go. */
import type { MeasuredMinute } from "../../../shared/engine/batch.ts"
import type { Database } from "../database.ts"
import { addMeasures } from "../measures.ts"

const dayMinutes = 1440
/** Minute of the day, packets, bytes (a double), big-endian. */
const stepBytes = 16

function minutesOf(block: number, data: Uint8Array): MeasuredMinute[] {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength)
  const found: MeasuredMinute[] = []
  for (let at = 0; at + stepBytes <= data.length; at += stepBytes) {
    const traffic = Float64Array.of(-1, view.getUint32(at + 4), view.getFloat64(at + 8))
    const none = new Float64Array(0)
    found.push({ minute: block * dayMinutes + view.getUint32(at), traffic, counts: none, timing: none })
  }
  return found
}

export function carrySeries(database: Database): void {
  const rows = database.all<{ block: number; data: Uint8Array }>(
    "select block, data from series where connection = '*' and grain = 0 order by block",
  )
  const keys = { talks: [], functions: [] }
  for (const { block, data } of rows)
    addMeasures(database, "", { measured: minutesOf(block, data), keys, capture: { first: 0, last: 0 } })
  database.script("drop table series; delete from undo where part = 'series'")
}
