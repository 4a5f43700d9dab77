/** What the sensor keeps of traffic over time, for how long, and in which zone its days begin. */
import * as v from "valibot"
import { ask, change } from "../method.ts"
import { count, list, nothing, record, text, time, whole } from "../schema.ts"

const keep = record({
  minuteHours: whole(1, 24 * 14),
  hourDays: whole(1, 366),
  dayDays: whole(1, 3660),
  /** Of the database, for series alone; the oldest go first when it is reached. */
  mostMegabytes: whole(20, 100_000),
})
export type Keep = v.InferOutput<typeof keep>

export const series = {
  "series.get": ask(
    "read",
    nothing,
    record({
      keep,
      /** By grain: how much is kept, since when. */
      kept: list(
        record({ grain: v.picklist(["minute", "hour", "day"]), bytes: count, from: time, to: time, steps: count }),
        3,
      ),
      /** What was dropped, by grain and reason. */
      dropped: list(
        record({
          grain: v.picklist(["minute", "hour", "day"]),
          reason: v.picklist(["age", "space"]),
          steps: count,
          /** The newest that was dropped, and when it was. */
          to: time,
          at: time,
        }),
        6,
      ),
      talks: count,
      functions: count,
    }),
  ),
  "series.set": change("admin", record({ keep }), nothing),
  /** IANA name; "" follows the sensor's computer. */
  "region.get": ask("read", nothing, record({ chosen: text(60), zone: text(60), computer: text(60) })),
  "region.set": change("admin", record({ zone: text(60) }), nothing),
}
