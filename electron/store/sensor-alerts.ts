/**
 * Whether each interface of the sensor hears traffic, and the alerts about it. What was told is kept, so that a restart neither tells it
 * again nor forgets that traffic has to come back; engines, kinds and exclusions hold for them as for all others.
 */
import { isJudged } from "../../shared/detections/policy.ts"
import { noTraffic, sensorAlert, spanWords, trafficAgain } from "../../shared/detections/sensor-kinds.ts"
import { applyAlerts } from "./apply-alerts.ts"
import { forgetBefore } from "./before.ts"
import type { Database } from "./database.ts"
import { detection } from "./detection.ts"
import { events } from "./events.ts"
import { kindOf } from "./kind-of.ts"
import { settings } from "./settings.ts"

/** `since`: when it was heard last. `received`: packets by then. Times by the sensor's clock. */
export type Silence = { readonly since: number; readonly received: number }
export type Silences = Readonly<Record<string, Silence>>

const name = "monitoring.silences"
/** No import owns them: nobody takes them back. */
const sensor = "sensor"

const put = (database: Database, all: Silences): void => settings.set(database, name, JSON.stringify(all))

function raise(database: Database, kind: string, of: string, message: string, at: number): void {
  if (!isJudged(detection.policy(database), kindOf(kind))) return
  applyAlerts(database, sensor, [sensorAlert(kind, of, message, at)])
  forgetBefore(database, sensor)
}

export const sensorAlerts = {
  all(database: Database): Silences {
    const text = settings.get(database, name)
    return text === undefined ? {} : (JSON.parse(text) as Silences)
  },
  silent(database: Database, of: string, silence: Silence, at: number): Silences {
    const known = sensorAlerts.all(database)
    if (known[of]) return known
    const now = { ...known, [of]: silence }
    put(database, now)
    const message = `The interface ${of} has heard nothing for ${spanWords(at - silence.since)}: the sensor is blind there.`
    raise(database, noTraffic, of, message, at)
    return now
  },
  heard(database: Database, of: string, at: number): Silences {
    const { [of]: silence, ...rest } = sensorAlerts.all(database)
    if (!silence) return rest
    put(database, rest)
    const text = `The interface ${of} hears traffic again, after ${spanWords(at - silence.since)} of silence. What happened meanwhile was not seen.`
    events.addShown(database, sensor, [{ at, code: "BACK_TO_NORMAL", text, source: nobody, target: nobody }])
    raise(database, trafficAgain, of, text, at)
    return rest
  },
  /** Nobody listens any more. */
  forget(database: Database): void {
    put(database, {})
  },
}

const nobody = { device: "", address: "" }
