/** The baseline in the store: what batches write and Cancel takes back, what people change meanwhile, and edits that a replay gets again; over both drivers. */
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { afterEach, beforeEach, describe, expect, test } from "vitest"
import { entry, entryKey, type BaselineEntry, type BaselineNews } from "../../shared/baseline/entry.ts"
import { firstPolicy } from "../../shared/detections/policy.ts"
import { applyBatch, takeImportBack } from "../../electron/store/apply-batch.ts"
import { baseline, type BaselineFilter } from "../../electron/store/baseline.ts"
import { baselineEdits, type Deed } from "../../electron/store/baseline-edits.ts"
import { baselineImport } from "../../electron/store/baseline-import.ts"
import { driverNames, type Database } from "../../electron/store/database.ts"
import { detection } from "../../electron/store/detection.ts"
import { imports } from "../../electron/store/imports.ts"
import { migrate } from "../../electron/store/migrate.ts"
import { openDriver } from "../../electron/store/open-site.ts"
import { addImport, makeBatch, noonOfMonday } from "../make/batches.ts"
import { freshFolder, removeFolder } from "./site-in-a-folder.ts"

const wasm = fileURLToPath(new URL("../../node_modules/sql.js/dist/sql-wasm.wasm", import.meta.url))
const everything: BaselineFilter = { sorts: [], states: [], protocol: "", search: "", addresses: [] }
const anna = { by: "anna", at: 5, source: "", why: "not wanted" }

const used = (n: number, more: Partial<BaselineEntry> = {}): BaselineEntry =>
  entry("function", { who: `10.0.${n >> 8}.${n & 255}`, whom: "10.9.0.1", protocol: "modbus", what: "3", ...more })
const news = (one: BaselineEntry, normal = true): BaselineNews => ({ entry: one, time: noonOfMonday, normal })

describe.each(driverNames)("the baseline on %s", (driver) => {
  let folder: string
  let database: Database
  beforeEach(async () => {
    folder = freshFolder()
    database = await openDriver({ folder, driver, readOnly: false, wasm, now: 1 }, join(folder, "site.db"), false)
    migrate(database)
    addImport(database, "one")
    addImport(database, "two")
  })
  afterEach(() => {
    database.close()
    removeFolder(folder)
  })

  const batch = (id: string, number: number, all: readonly BaselineNews[]) =>
    applyBatch(database, id, makeBatch(number, { baseline: all }))
  const ends = (id: string, number: number) =>
    applyBatch(database, id, makeBatch(number, { last: true, state: new Uint8Array([1]) }))
  const stateOf = (one: BaselineEntry) => baseline.some(database, [entryKey(one)])[0]?.state
  const forget = (...entries: BaselineEntry[]): Deed[] => [{ change: "forget", entries, state: "removed" }]
  const allow = (...entries: BaselineEntry[]): Deed[] => [{ change: "allow", entries, state: "allowed" }]

  test("Cancel takes back what the import wrote, and leaves what a person changed meanwhile", () => {
    const [kept, changed, fresh, seen] = [used(1), used(2), used(3), used(4)]
    batch("one", 1, [news(kept), news(changed)])
    ends("one", 2)
    baselineEdits.apply(database, forget(kept), anna)
    batch("two", 1, [news(fresh), news(seen), news(kept, false)])
    expect([stateOf(kept), stateOf(fresh)]).toEqual(["departed", "learned"])
    baselineEdits.apply(database, [...forget(changed), ...allow(seen)], anna)
    imports.startTakingBack(database, "two", "cancelled", "")
    takeImportBack(database, "two")
    expect([kept, changed, fresh, seen].map(stateOf)).toEqual(["removed", "removed", undefined, "allowed"])
  })

  test("the engine gets what its checkpoint does not know, up to what the import began with", () => {
    expect(detection.policy(database).baseline).toBeUndefined()
    baselineEdits.apply(database, forget(used(1)), anna)
    const policy = detection.policy(database)
    expect(policy.baseline).toBe(1)
    imports.judgeBy(database, "one", policy)
    baselineEdits.apply(database, forget(used(2)), anna)
    // A crash: the import is read again as it began.
    batch("one", 1, [])
    const again = imports.get(database, "one")!.policy!
    expect(baselineEdits.upTo(database, again.baseline!).map(({ number }) => number)).toEqual([1])
    ends("one", 2)
    expect(baselineEdits.upTo(database, detection.policy(database).baseline!)).toMatchObject([
      { number: 2, change: "forget", entries: [used(2)] },
    ])
    imports.judgeBy(database, "two", { ...firstPolicy, baseline: 2 })
    ends("two", 1)
    expect(baselineEdits.upTo(database, 2)).toEqual([])
  })

  test("what is undone tells the engine so: normal, removed, or as unknown as before", () => {
    batch("one", 1, [news(used(1)), news(used(2), false)])
    const removed = baselineEdits.apply(database, forget(used(1)), anna)
    const allowed = baselineEdits.apply(database, allow(used(2), used(3)), anna)
    expect(baselineEdits.undo(database, removed, anna)).toBe(true)
    expect(baselineEdits.undo(database, allowed, anna)).toBe(true)
    expect(baselineEdits.undo(database, allowed, anna)).toBe(false)
    expect([used(1), used(2), used(3)].map(stateOf)).toEqual(["learned", "departed", undefined])
    const told = baselineEdits.upTo(database, baselineEdits.newest(database)).slice(2)
    expect(told.map(({ change, entries }) => [change, entries.length])).toEqual([
      ["allow", 1],
      ["forget", 1],
      ["disallow", 1],
    ])
  })

  test("a hundred thousand entries: pages, counts and an import of them all", { timeout: 60_000 }, () => {
    const many = Array.from({ length: 100_000 }, (_, n) => used(n % 50_000, { what: String(n) }))
    database.transaction(() => baselineImport.take(database, many, false, { ...anna, source: "file.json" }))
    const filter = { ...everything, states: ["imported" as const] }
    expect(baseline.total(database, filter)).toBe(100_000)
    expect(baseline.page(database, filter, 99_900, 100)).toHaveLength(100)
    expect(baseline.counts(database, filter).sorts.get("function")).toBe(100_000)
    expect(baseline.page(database, { ...filter, search: "10.0.17.9" }, 0, 100).length).toBeGreaterThan(0)
  })
})
