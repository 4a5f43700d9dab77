/** Table baseline_edits: what people changed of the baseline, numbered, so that the engine follows each once and a replay the same ones. */
import { entryKey, type BaselineEdit, type BaselineEntry } from "../../shared/baseline/entry.ts"
import { baseline, baselineStates, putRow, type BaselineRow, type BaselineState } from "./baseline.ts"
import type { Database, Row } from "./database.ts"
import { settings } from "./settings.ts"

export type Deed = {
  readonly change: BaselineEdit["change"]
  readonly entries: readonly BaselineEntry[]
  /** What the entries are from now on; what is disallowed was never seen, and leaves no row. */
  readonly state: Extract<BaselineState, "allowed" | "imported" | "removed">
}

export type Doer = { readonly by: string; readonly at: number; readonly source: string; readonly why: string }

type EditRow = Row & { number: number; change: BaselineEdit["change"]; entries: string; before: string; undone: number }

const followed = "baseline.followed"

const entryOf = ({ sort, who, whom, protocol, what, place, name, low, high, minutes }: BaselineRow): BaselineEntry => ({
  ...{ sort, who, whom, protocol, what, where: place, name, low, high, minutes },
})

const newest = (database: Database): number =>
  database.get<{ n: number | null }>("select max(number) as n from baseline_edits")?.n ?? 0

function addEdit(
  database: Database,
  edit: {
    deed: number
    change: BaselineEdit["change"]
    entries: readonly BaselineEntry[]
    before: readonly BaselineRow[]
  },
  { by, at }: Pick<Doer, "by" | "at">,
): void {
  database.run(
    "insert into baseline_edits (deed, at, by, change, entries, before) values (?, ?, ?, ?, ?, ?)",
    ...[edit.deed, at, by, edit.change, JSON.stringify(edit.entries), JSON.stringify(edit.before)],
  )
}

const rowOf = (one: BaselineEntry, known: BaselineRow | undefined, deed: Deed, doer: Doer): BaselineRow => ({
  ...{ id: entryKey(one), owner: "", sort: one.sort, who: one.who, whom: one.whom, protocol: one.protocol },
  ...{ what: one.what, place: one.where, name: one.name || (known?.name ?? "") },
  ...{ low: one.low, high: one.high, minutes: one.minutes, first: known?.first ?? 0 },
  state: baselineStates.indexOf(deed.state),
  ...{ by: doer.by, at: doer.at, source: doer.source, why: doer.why },
})

/** What a person changed holds, whatever becomes of an import that runs. */
function put(database: Database, row: BaselineRow): void {
  putRow(database, row)
  database.run("delete from undo where part = 'baseline' and key = ?", row.id)
}

export const baselineEdits = {
  /** Number of the newest; 0: nobody changed anything. */
  newest,
  /** Those that the engine's last checkpoint does not know, up to this one. */
  upTo(database: Database, number: number): BaselineEdit[] {
    const from = Number(settings.get(database, followed) ?? 0)
    if (number <= from) return []
    return database
      .all<EditRow>(
        "select number, change, entries from baseline_edits where number > ? and number <= ? order by number",
        from,
        number,
      )
      .map(({ number: one, change, entries }) => ({
        number: one,
        change,
        entries: JSON.parse(entries) as BaselineEntry[],
      }))
  },
  /** The engine's checkpoint knows them. */
  follow(database: Database, number: number): void {
    if (number > Number(settings.get(database, followed) ?? 0)) settings.set(database, followed, String(number))
  },
  /** One thing that a person did; gives the number to undo it by. */
  apply(database: Database, deeds: readonly Deed[], doer: Doer): number {
    const deed = newest(database) + 1
    for (const one of deeds) {
      if (one.entries.length === 0) continue
      const before = baseline.rows(database, one.entries.map(entryKey))
      const known = new Map(before.map((row) => [row.id, row]))
      addEdit(database, { deed, change: one.change, entries: one.entries, before }, doer)
      for (const entry of one.entries)
        if (one.change === "disallow") database.run("delete from baseline where id = ?", entryKey(entry))
        else put(database, rowOf(entry, known.get(entryKey(entry)), one, doer))
    }
    return deed
  },
  /** Everything is as it was before; false: there is no such deed, or it was undone. */
  undo(database: Database, deed: number, doer: Pick<Doer, "by" | "at">): boolean {
    const edits = database.all<EditRow>(
      "select number, change, entries, before, undone from baseline_edits where deed = ? and undone = 0 order by number desc",
      deed,
    )
    for (const edit of edits) undoOne(database, edit, doer)
    return edits.length > 0
  },
}

function undoOne(database: Database, edit: EditRow, doer: Pick<Doer, "by" | "at">): void {
  const entries = JSON.parse(edit.entries) as BaselineEntry[]
  const before = new Map((JSON.parse(edit.before) as BaselineRow[]).map((row) => [row.id, row]))
  const now = new Map(baseline.rows(database, entries.map(entryKey)).map((row) => [row.id, row]))
  const wanted: Record<BaselineEdit["change"], BaselineEntry[]> = { allow: [], forget: [], disallow: [] }
  for (const one of entries) {
    const was = before.get(entryKey(one))
    const first = now.get(entryKey(one))?.first ?? 0
    if (was !== undefined) put(database, { ...was, owner: "", first: was.first || first })
    else if (first > 0)
      put(database, { ...now.get(entryKey(one))!, owner: "", state: baselineStates.indexOf("departed") })
    else database.run("delete from baseline where id = ?", entryKey(one))
    const isNormal = was !== undefined && was.state < 3
    wanted[isNormal ? "allow" : first > 0 ? "forget" : "disallow"].push(was === undefined ? one : entryOf(was))
  }
  database.run("update baseline_edits set undone = 1 where number = ?", edit.number)
  const deed = newest(database) + 1
  for (const change of ["allow", "forget", "disallow"] as const)
    if (wanted[change].length > 0) addEdit(database, { deed, change, entries: wanted[change], before: [] }, doer)
  // What undid is not undone.
  database.run("update baseline_edits set undone = 1 where deed = ?", deed)
}
