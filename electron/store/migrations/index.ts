/** Every step from an empty file to today's tables, in order; the number of steps done is SQLite's user_version. Steps are never edited, only added. */
import type { Database } from "../database.ts"
import { firstTables } from "./001-first-tables.ts"
import { peopleAndEvents } from "./002-people-and-events.ts"
import { liveCapture } from "./003-live-capture.ts"
import { measuresTables } from "./004-measures.ts"
import { carrySeries } from "./005-carry-series.ts"
import { placesTable } from "./006-places.ts"
import { alertTables } from "./007-alerts.ts"
import { rulesTables } from "./008-rules.ts"
import { notificationTables } from "./009-notifications.ts"
import { baselineTables } from "./010-baseline.ts"
import { packTables } from "./011-packs.ts"
import { happeningsTable } from "./012-happenings.ts"
import { healthTable } from "./013-health.ts"

/** SQL, or where SQL can't do it, a function. */
type Step = string | ((database: Database) => void)

export const migrations: readonly Step[] = [
  firstTables,
  peopleAndEvents,
  liveCapture,
  measuresTables,
  carrySeries,
  placesTable,
  alertTables,
  rulesTables,
  notificationTables,
  baselineTables,
  packTables,
  happeningsTable,
  healthTable,
]
