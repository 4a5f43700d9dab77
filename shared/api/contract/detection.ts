/** Detection engines and network modelling: which engines judge, and whether the sensor learns. */
import * as v from "valibot"
import { engines } from "../../detections/alert-kind.ts"
import { ask, change } from "../method.ts"
import { count, identifier, list, nothing, record, text, time } from "../schema.ts"

const switches = record(
  Object.fromEntries(Object.keys(engines).map((name) => [name, v.boolean()])) as Record<
    keyof typeof engines,
    v.BooleanSchema<undefined>
  >,
)

/** How much is still new per hour of what was listened to: of the whole site, a device, a protocol. */
const readiness = record({
  /** Seconds listened to while learning, and what was learned. */
  listened: count,
  known: count,
  /** New per hour listened to, in the newest and the one before the newest tenth of that time. */
  newPerHour: v.number(),
  newPerHourBefore: v.number(),
})

export const detection = {
  "detection.get": ask(
    "read",
    nothing,
    record({
      engines: switches,
      learning: v.boolean(),
      /** When the toggle was turned last, and by whom; 0 and "": never. */
      changedAt: time,
      changedBy: text(64),
      /** Office protocols go on being learned by themselves after the toggle is off, a week at a time. */
      smartItLearning: v.boolean(),
      readiness: record({
        site: readiness,
        protocols: list(
          record({ protocol: text(60), title: text(100), ...readiness.entries, remains: text(300) }),
          500,
        ),
        devices: list(record({ id: identifier, name: text(400), ...readiness.entries, remains: text(300) }), 500),
        /** What is still to be seen before learning can end, in plain words; empty: nothing that is known of. */
        remains: list(text(600), 10),
        /** In plain words: go on learning, or it can be switched now, and why. */
        advice: text(600),
        ready: v.boolean(),
      }),
    }),
  ),
  /** Holds for what is read from then on. */
  "detection.set": change(
    "admin",
    record({ engines: switches, learning: v.boolean(), smartItLearning: v.boolean() }),
    nothing,
  ),
}
