/** Cancel of an import takes back what it wrote of alerts. What people made of alerts that stay is left as it is; alerts that go take it with them. */
import type { Database } from "./database.ts"

type Undo = { part: string; key: string; data: string; extra: string }

function restore(database: Database, { part, key, data, extra }: Undo): void {
  const before = JSON.parse(data) as (string | number)[]
  if (part === "alerts")
    database.run(
      "update alerts set source = ?, source_address = ?, target = ?, target_address = ?, first = ?, last = ?, count = ?, owner = ? where id = ?",
      ...[...before, extra, key],
    )
  if (part === "verdicts")
    database.run("update verdicts set hits = ?, last_hit = ?, told = ? where key = ?", ...before, key)
  if (part === "exclusions")
    database.run("update exclusions set hits = ?, last_hit = ? where id = ?", ...before.slice(0, 2), key)
}

export function takeAlertsBack(database: Database, owner: string): void {
  const mine = "import = ? and part in ('alerts', 'verdicts', 'exclusions')"
  for (const undo of database.all<Undo>(`select part, key, data, extra from undo where ${mine}`, owner))
    restore(database, undo)
  database.run(`delete from undo where ${mine}`, owner)
  const gone = database.all<{ id: string; key: string }>("select id, key from alerts where owner = ?", owner)
  database.run("delete from alerts where owner = ?", owner)
  for (const { id, key } of gone) {
    database.run("delete from alert_comments where alert = ?", id)
    database.run("delete from verdicts where key = ? and not exists (select 1 from alerts where key = ?)", key, key)
  }
}
