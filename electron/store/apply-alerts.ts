/** What a batch says of alerts, put into the store: goes on with what is open, raises what is new, counts what people learned, muted or excluded. */
import type { AlertChange } from "../../shared/detections/finding.ts"
import { alerts, titleOf } from "./alerts.ts"
import type { Database } from "./database.ts"
import { devices } from "./devices.ts"
import { events, type ShownEvent } from "./events.ts"
import { exclusions } from "./exclusions.ts"
import { siteZone } from "./site-zone.ts"
import { verdicts } from "./verdicts.ts"

const closed = 2

export function applyAlerts(database: Database, owner: string, changes: readonly AlertChange[]): void {
  if (changes.length === 0) return
  const all = exclusions.all(database).filter(({ on }) => on)
  const aliases = all.length > 0 ? devices.aliases(database) : new Map<string, string>()
  const rules = { all, zone: siteZone(database), nowOf: (id: string) => aliases.get(id) ?? id }
  const told: ShownEvent[] = []
  for (const whole of changes) {
    const verdict = verdicts.meet(database, owner, whole)
    if (verdict?.tell === true) told.push(eventOf("MUTED_ALERT", whole, ""))
    const change = verdict ? verdict.beyond : whole
    if (change === undefined || exclusions.meet(database, owner, change, rules)) continue
    const known = alerts.latest(database, change.key)
    // What only tells how it ended belongs to the alert as it is; what happened again after it was closed is a new one.
    if (known && (known.status < closed || change.added === 0)) alerts.goOn(database, owner, known, change)
    else told.push(eventOf("ALERT_REPORTED", change, alerts.raise(database, owner, change, known)))
  }
  events.addShown(database, owner, told)
}

const eventOf = (code: "ALERT_REPORTED" | "MUTED_ALERT", change: AlertChange, alert: string): ShownEvent => ({
  at: code === "ALERT_REPORTED" ? change.first : change.last,
  code,
  text: `${titleOf(change)}: ${change.message}`,
  ...{ source: change.source, target: change.target, protocol: change.protocol, alert },
  frame: change.lines[0]?.frame ?? 0,
  capture: change.lines[0]?.capture ?? "",
})
