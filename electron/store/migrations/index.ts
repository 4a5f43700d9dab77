/** Every step from an empty file to today's tables, in order; the number of steps done is SQLite's user_version. Steps are never edited, only added. */
import { firstTables } from "./001-first-tables.ts"
import { peopleAndEvents } from "./002-people-and-events.ts"
import { liveCapture } from "./003-live-capture.ts"
import { measuresTables } from "./004-measures.ts"

export const migrations: readonly string[] = [firstTables, peopleAndEvents, liveCapture, measuresTables]
