/** Saves what can be read of a damaged database into a new one. The damaged file is only read. */
import type { Database, Row, Value } from "./database.ts"
import { checkpoint } from "./checkpoint.ts"
import { DatabaseDamaged } from "./database.ts"
import { talks } from "./talks.ts"

export type Kept = { readonly table: string; readonly rows: number; readonly whole: boolean }

/** The order says what matters most; a checkpoint without its devices would be wrong, so it comes with them or not at all. */
const tables = [
  "users",
  "settings",
  "edits",
  "pins",
  "views",
  "preferences",
  "dashboards",
  "reports",
  "snapshots",
  "imports",
  "devices",
  "claims",
  "connections",
  "places",
  "happenings",
  "evidence",
  "verdicts",
  "exclusions",
  "rules",
  "rule_hits",
  "alerts",
  "alert_lines",
  "alert_comments",
  "newcomers",
  "talks",
  "talk_functions",
  "measures",
  "covered",
  "drops",
  "totals",
  "undo",
  "live",
  "checkpoint",
  "audit",
  "events",
] as const

function insert(into: Database, table: string, row: Row): void {
  const names = Object.keys(row)
  const marks = names.map(() => "?").join(", ")
  const values: Value[] = names.map((name) => row[name] ?? null)
  into.run(`insert or ignore into ${table} (${names.join(", ")}) values (${marks})`, ...values)
}

function copyTable(from: Database, into: Database, table: string): Kept {
  let rows = 0
  const there = from.get("select name from sqlite_master where type = 'table' and name = ?", table)
  if (!there) return { table, rows, whole: false }
  const pageOfRows = 200
  try {
    for (let offset = 0; ; offset += pageOfRows) {
      const some = from.all(`select * from ${table} limit ? offset ?`, pageOfRows, offset)
      for (const row of some) insert(into, table, row)
      rows += some.length
      if (some.length < pageOfRows) return { table, rows, whole: true }
    }
  } catch (error) {
    if (!(error instanceof DatabaseDamaged)) throw error
    return { table, rows, whole: false }
  }
}

export function recover(from: Database, into: Database): Kept[] {
  return into.transaction(() => {
    const kept = tables.map((table) => copyTable(from, into, table))
    const whole = new Set(kept.filter((one) => one.whole).map((one) => one.table))
    const learnt = ["devices", "claims", "connections", "places", "talks", "talk_functions"]
    if (!learnt.every((table) => whole.has(table))) into.run("delete from checkpoint")
    if (checkpoint.get(into) === null) talks.beginAnew(into)
    return kept
  })
}
