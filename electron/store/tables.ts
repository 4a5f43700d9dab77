/** Every table by name, so that other threads can ask for their functions. */
import { alertCare } from "./alert-care.ts"
import { alertList } from "./alert-list.ts"
import { alerts } from "./alerts.ts"
import { arrangement } from "./arrangement.ts"
import { audit } from "./audit.ts"
import { baseline } from "./baseline.ts"
import { baselineEdits } from "./baseline-edits.ts"
import { baselineImport } from "./baseline-import.ts"
import { acknowledged, raised } from "./bell.ts"
import { claims } from "./claims.ts"
import { covered } from "./covered.ts"
import { connections } from "./connections.ts"
import { dashboards } from "./dashboards.ts"
import type { Database } from "./database.ts"
import { detection } from "./detection.ts"
import { devices } from "./devices.ts"
import { events } from "./events.ts"
import { evidence } from "./evidence.ts"
import { happenings } from "./happenings.ts"
import { exclusions } from "./exclusions.ts"
import { health } from "./health.ts"
import { imports } from "./imports.ts"
import { live } from "./live.ts"
import { notifications } from "./notifications.ts"
import { noticeDeeds } from "./notice-deeds.ts"
import { packs } from "./packs.ts"
import { pins } from "./pins.ts"
import { places } from "./places.ts"
import { reports, snapshots } from "./reports.ts"
import { retention } from "./retention.ts"
import { rules } from "./rules.ts"
import { sensorAlerts } from "./sensor-alerts.ts"
import { sessions } from "./sessions.ts"
import { settings } from "./settings.ts"
import { subnets } from "./subnets.ts"
import { talks } from "./talks.ts"
import { timeline } from "./timeline.ts"
import { users } from "./users.ts"
import { verdicts } from "./verdicts.ts"
import { preferences, views } from "./views.ts"

export const tables = {
  acknowledged,
  alertCare,
  alertList,
  alerts,
  arrangement,
  audit,
  baseline,
  baselineEdits,
  baselineImport,
  claims,
  connections,
  dashboards,
  detection,
  devices,
  events,
  evidence,
  exclusions,
  happenings,
  health,
  imports,
  live,
  noticeDeeds,
  notifications,
  packs,
  pins,
  places,
  preferences,
  raised,
  reports,
  retention,
  rules,
  covered,
  sensorAlerts,
  sessions,
  settings,
  snapshots,
  subnets,
  talks,
  timeline,
  users,
  verdicts,
  views,
}

export type Tables = typeof tables
type Rest<Called> = Called extends (database: Database, ...rest: infer Values) => unknown ? Values : never
type Made<Called> = Called extends (...all: never[]) => infer Result ? Result : never

/** One call of a table's function from another thread. */
export type TableCall = { readonly table: string; readonly name: string; readonly values: readonly unknown[] }

export type TableCaller = <Table extends keyof Tables, Name extends keyof Tables[Table]>(
  table: Table,
  name: Name,
  ...values: Rest<Tables[Table][Name]>
) => Promise<Made<Tables[Table][Name]>>

export function callTable(database: Database, call: TableCall): unknown {
  const table = (tables as Record<string, Record<string, unknown>>)[call.table]
  const called = table?.[call.name] as (database: Database, ...values: unknown[]) => unknown
  return called(database, ...call.values)
}
