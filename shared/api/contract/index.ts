/** Everything the window or a browser may ask of the sensor, and everything it is told. */
import * as v from "valibot"
import type { Method } from "../method.ts"
import { count, identifier, list, nothing, record, text } from "../schema.ts"
import { severities, type Severity } from "../../detections/alert-kind.ts"
import { activation } from "./activation.ts"
import { alerts } from "./alerts.ts"
import { baseline } from "./baseline.ts"
import { capture, captures } from "./captures.ts"
import { certificates } from "./certificates.ts"
import { detection } from "./detection.ts"
import { devices, map } from "./devices.ts"
import { happenings } from "./happenings.ts"
import { doctor } from "./doctor.ts"
import { intelligence } from "./intelligence.ts"
import { mining } from "./mining.ts"
import { monitoring } from "./monitoring.ts"
import { notifications } from "./notifications.ts"
import { rules } from "./rules.ts"
import { series } from "./series.ts"
import { session } from "./session.ts"
import { setup } from "./setup.ts"
import { site } from "./site.ts"
import { subnets } from "./subnets.ts"
import { timeline } from "./timeline.ts"
import { trends } from "./trends.ts"
import { users } from "./users.ts"

export const methods = {
  ...session,
  ...setup,
  ...activation,
  ...certificates,
  ...users,
  ...monitoring,
  ...captures,
  ...doctor,
  ...devices,
  ...happenings,
  ...map,
  ...site,
  ...series,
  ...trends,
  ...mining,
  ...alerts,
  ...timeline,
  ...notifications,
  ...subnets,
  ...detection,
  ...rules,
  ...baseline,
  ...intelligence,
} satisfies Record<string, Method>
export type Methods = typeof methods
export type MethodName = keyof Methods
export type Input<Name extends MethodName> = v.InferInput<Methods[Name]["input"]>
export type Output<Name extends MethodName> = v.InferOutput<Methods[Name]["output"]>

/** What the sensor says by itself, to callers with at least the role. */
export const events = {
  /** New, changed or gone devices, a few times a second while reading. More than 2,000: `all` is true and ids are left out. */
  "devices.changed": {
    need: "read",
    payload: record({ ids: list(identifier, 2000), gone: list(identifier, 2000), all: v.boolean(), total: v.number() }),
  },
  "captures.changed": { need: "read", payload: record({ capture }) },
  /** Alerts were raised, went on or were changed by a person: how many are open now. At most twice a second while reading. */
  "alerts.changed": {
    need: "read",
    payload: record(Object.fromEntries(severities.map((one) => [one, count])) as Record<Severity, typeof count>),
  },
  "site.changed": { need: "read", payload: nothing },
  /** Device notifications were answered or lapsed, or subnets were configured. */
  "notifications.changed": { need: "read", payload: nothing },
  /** System messages were raised, cleared or acknowledged; monitoring or activation changed. */
  "monitoring.changed": { need: "read", payload: nothing },
  "activation.changed": { need: "read", payload: nothing },
  /** The console now shows this certificate: browsers ask their users once more. */
  "certificate.changed": { need: "read", payload: record({ fingerprint: text(100) }) },
  /** The address this console is reached at changes. */
  "network.changed": { need: "read", payload: record({ served: list(text(300), 20) }) },
  /** This caller's session ended: why, in words. */
  "session.ended": { need: "anyone", payload: record({ reason: text(300) }) },
} as const satisfies Record<string, { need: Method["need"]; payload: v.GenericSchema }>
export type EventName = keyof typeof events
export type EventPayload<Name extends EventName> = v.InferOutput<(typeof events)[Name]["payload"]>
