/** Table health: what each capture can show and what it can't. A live capture has a row for each of its last segments; an import has one. */
import { joinHealth, type CaptureHealth } from "../../shared/model/capture-health.ts"
import type { Database } from "./database.ts"

/** Of a live capture, so many segments (a minute each, about) say how it is now: a mirror port that was set right shows so soon. */
const segmentsKept = 5

export const health = {
  put(database: Database, capture: string, segment: number, figures: CaptureHealth): void {
    database.run(
      "insert or replace into health (capture, segment, data) values (?, ?, ?)",
      capture,
      segment,
      JSON.stringify(figures),
    )
    database.run("delete from health where capture = ? and segment <= ?", capture, segment - segmentsKept)
  },
  /** null: it was read before this was measured. */
  of(database: Database, capture: string): CaptureHealth | null {
    const rows = database.all<{ data: string }>("select data from health where capture = ? order by segment", capture)
    const [first, ...rest] = rows.map(({ data }) => JSON.parse(data) as CaptureHealth)
    return first === undefined ? null : rest.reduce(joinHealth, first)
  },
  dropOf(database: Database, capture: string, segment = 0): void {
    database.run("delete from health where capture = ? and segment >= ?", capture, segment)
  },
}
