/** Rules and their hits in the store: written with the batch, taken back with it, added up at its end, and in the policy of what is read next; over both drivers. */
import { mkdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { afterEach, beforeEach, describe, expect, test } from "vitest"
import { usualHours, type Rule, type RuleHits } from "../../shared/detections/custom/rule.ts"
import { emptyRule } from "../../shared/detections/custom/rule-templates.ts"
import { ruleKind } from "../../shared/detections/custom/rule-watch.ts"
import { firstPolicy } from "../../shared/detections/policy.ts"
import { RuleReplay, type ReplayProgress } from "../../electron/core/rule-replay.ts"
import { alertList } from "../../electron/store/alert-list.ts"
import { alerts } from "../../electron/store/alerts.ts"
import { applyBatch, takeImportBack } from "../../electron/store/apply-batch.ts"
import { driverNames } from "../../electron/store/database.ts"
import type { Database } from "../../electron/store/database.ts"
import { detection } from "../../electron/store/detection.ts"
import { imports } from "../../electron/store/imports.ts"
import { migrate } from "../../electron/store/migrate.ts"
import { openDriver } from "../../electron/store/open-site.ts"
import { rules } from "../../electron/store/rules.ts"
import { settings } from "../../electron/store/settings.ts"
import { zoneSetting } from "../../electron/store/site-zone.ts"
import { ringFiles } from "../../electron/capture/ring-files.ts"
import { bytes, ethernet, ipv4, pcap, tcp, u16 } from "../make/frames.ts"
import { addImport, alertChange, makeBatch, noonOfMonday } from "../make/batches.ts"
import { freshFolder, removeFolder } from "./site-in-a-folder.ts"

const wasm = fileURLToPath(new URL("../../node_modules/sql.js/dist/sql-wasm.wasm", import.meta.url))
const rule: Rule = { ...emptyRule, name: "Mine", message: "It happened." }
const hour = Math.floor(noonOfMonday / 3600e6)
const who = { by: "anna", at: 5 }
const hits = (n: number, at = hour): RuleHits => ({ rule: "r", hour: at, hits: n, last: at * 3600e6 + n })

describe.each(driverNames)("rules on %s", (driver) => {
  let folder: string
  let database: Database
  let batches = 0
  beforeEach(async () => {
    folder = freshFolder()
    database = await openDriver({ folder, driver, readOnly: false, wasm, now: 1 }, join(folder, "site.db"), false)
    migrate(database)
    settings.set(database, zoneSetting, "UTC")
    batches = 0
    addImport(database, "one")
    database.transaction(() => rules.put(database, "r", rule, 1, who))
  })
  afterEach(() => {
    database.close()
    removeFolder(folder)
  })
  const minute = Math.floor(noonOfMonday / 60e6)
  const everything = {
    minute,
    traffic: Float64Array.of(-1, 1, 1),
    counts: new Float64Array(),
    timing: new Float64Array(),
  }
  const apply = (id: string, ...all: RuleHits[]) =>
    applyBatch(database, id, makeBatch(++batches, { hits: all, measured: [everything] }))
  const counted = () => rules.all(database).map((one) => [one.hits, one.lastHit])
  const end = (id: string) => applyBatch(database, id, makeBatch(++batches, { last: true, state: new Uint8Array(1) }))

  test("hits come with their batch; a batch that is there already counts nothing twice", () => {
    apply("one", hits(3))
    expect(counted()).toEqual([[3, hour * 3600e6 + 3]])
    expect(applyBatch(database, "one", makeBatch(1, { hits: [hits(3)] }))).toBe("known")
    expect(counted()).toEqual([[3, hour * 3600e6 + 3]])
  })

  test("Cancel takes them back, and leaves what earlier captures counted", () => {
    apply("one", hits(3))
    end("one")
    addImport(database, "two")
    batches = 0
    apply("two", hits(4))
    expect(counted()[0]![0]).toBe(7)
    database.transaction(() => imports.startTakingBack(database, "two", "cancelled", ""))
    takeImportBack(database, "two")
    expect(counted()).toEqual([[3, hour * 3600e6 + 3]])
  })

  test("only the last week before the newest traffic counts, the time of the newest hit stays", () => {
    apply("one", hits(5, hour - 7 * 24), hits(2, hour - 7 * 24 + 1))
    expect(counted()).toEqual([[2, (hour - 7 * 24 + 1) * 3600e6 + 2]])
  })

  test("of a rule that was deleted nothing is kept, also from what is still being read", () => {
    apply("one", hits(3))
    database.transaction(() => rules.remove(database, ["r"]))
    apply("one", hits(4))
    end("one")
    expect(database.all("select * from rule_hits")).toEqual([])
  })

  test("rules that are on are in force for what is read next, with the site's zone and hours", () => {
    expect(detection.policy(database).custom).toEqual({
      ...{ zone: "UTC", hours: usualHours },
      rules: [{ ...rule, id: "r", version: 1 }],
    })
    database.transaction(() => rules.switch(database, ["r"], false, who))
    expect(detection.policy(database).custom).toBeUndefined()
    database.transaction(() =>
      imports.judgeBy(database, "one", { ...firstPolicy, custom: { zone: "UTC", hours: [], rules: [] } }),
    )
    expect(imports.get(database, "one")!.policy!.custom).toEqual({ zone: "UTC", hours: [], rules: [] })
  })

  test("an alert of a rule bears its name and severity", () => {
    const by = { id: "r.1", name: "Mine", severity: "critical" as const }
    applyBatch(
      database,
      "one",
      makeBatch(++batches, { alerts: [alertChange({ key: "k|r.1", kind: ruleKind, rule: by })] }),
    )
    const id = alerts.latest(database, "k|r.1")!.id
    expect(alerts.get(database, id)).toMatchObject({
      severity: "critical",
      title: expect.stringMatching(/User Defined Rule: Mine$/) as string,
    })
    expect(alertList.openCounts(database).critical).toBe(1)
  })
})

describe("reading captures once more", () => {
  const writes = (values: readonly number[]) =>
    values.map((value, n) => {
      const data = bytes(u16(n), u16(0), u16(6), 1, 6, u16(7), u16(value))
      const segment = tcp({ from: 40_000, to: 502, seq: 1 + n * data.length, ack: 1, data })
      const packet = ipv4({ from: "10.0.0.2", to: "10.0.0.1" }, segment)
      return {
        time: noonOfMonday + n * 1e6,
        frame: ethernet({ from: "00:50:56:00:00:02", to: "00:80:f4:00:00:01" }, packet),
      }
    })
  const value = { field: "value", operator: "more", value: "9", to: "", other: "" } as const
  const custom = { zone: "UTC", hours: usualHours, rules: [{ ...rule, sets: [[value]], id: "r", version: 1 }] }
  const order = { custom, from: noonOfMonday, to: noonOfMonday + 60e6 }

  test("the files of a ring one after the other, one still being written, one gone, one that is no capture", async () => {
    const folder = freshFolder()
    const ring = join(folder, "ring", "eth0")
    mkdirSync(ring, { recursive: true })
    writeFileSync(join(ring, "run-000001.pcap"), pcap(writes([1, 10, 2])))
    writeFileSync(join(ring, "run-000001.pcap1"), pcap(writes([11, 12, 3])).subarray(0, -9))
    writeFileSync(join(ring, "run-000001.pcap2"), "no capture at all, only words")
    const files = [...ringFiles(ring).map(({ name }) => name), "run-000001.pcap3"]
    const told: ReplayProgress[] = []
    const replay = new RuleReplay(
      { ...order, files: files.map((name) => ({ path: join(ring, name), name, packets: -1 })) },
      () => "",
      (progress) => told.push(progress),
    )
    const { count, matches, notes, packets, frames } = await replay.run()
    expect([count, packets, frames.length]).toEqual([3, 5, 3])
    expect(matches.map(({ value: now, file, frame }) => [now, file, frame])).toEqual([
      ["10", "run-000001.pcap", 2],
      ["11", "run-000001.pcap1", 1],
      ["12", "run-000001.pcap1", 2],
    ])
    expect(notes).toEqual([
      "run-000001.pcap2 holds no packet that can be read.",
      "run-000001.pcap3 could not be read: there is no such file.",
    ])
    expect(told.length).toBeGreaterThan(0)
    removeFolder(folder)
  })

  test("what lies outside of the time asked for is not counted; a file that is another one is told", async () => {
    const folder = freshFolder()
    const path = join(folder, "a.pcap")
    writeFileSync(path, pcap(writes([10, 10, 10, 10])))
    const asked = {
      ...order,
      from: noonOfMonday + 1e6,
      to: noonOfMonday + 3e6,
      files: [{ path, name: "a.pcap", packets: 9 }],
    }
    const { count, notes, days } = await new RuleReplay(
      asked,
      () => "",
      () => undefined,
    ).run()
    expect(count).toBe(2)
    expect(days).toEqual([{ day: "2026-03-02", byDay: 2, byNight: 0 }])
    expect(notes).toEqual(["a.pcap is not what it was: it held 9 packets when it was imported, and holds 4 now."])
    removeFolder(folder)
  })
})
