/** What the site keeps of traffic over time: packing, days of the zone, what was listened to, what age and space make go. */
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import fc from "fast-check"
import { afterEach, beforeEach, describe, expect, test } from "vitest"
import { covered } from "../../electron/store/covered.ts"
import { driverNames } from "../../electron/store/database.ts"
import { forgetBefore, takeBack } from "../../electron/store/before.ts"
import type { Database } from "../../electron/store/database.ts"
import { addRow, packShard, Shard, shardKeys, visitBlock } from "../../electron/store/measure-block.ts"
import { addMeasures, measuresOf } from "../../electron/store/measures.ts"
import { migrate, versionOf } from "../../electron/store/migrate.ts"
import { migrations } from "../../electron/store/migrations/index.ts"
import { openDriver } from "../../electron/store/open-site.ts"
import { retention, usualKeep } from "../../electron/store/retention.ts"
import { settings } from "../../electron/store/settings.ts"
import { zoneSetting } from "../../electron/store/site-zone.ts"
import { talks } from "../../electron/store/talks.ts"
import { timeAxis } from "../../shared/insight/trends/axis.ts"
import type { Grain } from "../../shared/insight/trends/measures.ts"
import { pieces } from "../../shared/insight/trends/pieces.ts"
import type { Talk, TalkFunction } from "../../shared/model/talk.ts"
import { scriptedTalk } from "./scripted-engine.ts"
import { freshFolder, removeFolder } from "./site-in-a-folder.ts"

const wasm = fileURLToPath(new URL("../../node_modules/sql.js/dist/sql-wasm.wasm", import.meta.url))
const hour = 60
const day = 1440
/** Monday, 2 March 2026, 00:00 UTC. */
const monday = 20_514 * day

test("what is packed is what comes out, for any keys and values", () => {
  const column = fc.oneof(fc.constant(0), fc.nat(200), fc.nat({ max: Number.MAX_SAFE_INTEGER }))
  const rows = fc.uniqueArray(fc.tuple(fc.nat(shardKeys - 1), fc.array(column, { minLength: 6, maxLength: 6 })), {
    selector: ([key]) => key,
  })
  fc.assert(
    fc.property(rows, fc.integer({ min: 2, max: 6 }), (given, columns) => {
      const shard = new Shard(columns)
      for (const [key, values] of given) addRow(shard, key, values, 0, -1)
      const found: [number, number[]][] = []
      visitBlock(packShard(shard), columns, (key, values) => found.push([key, values.slice(0, columns)]))
      expect(found).toEqual(given.toSorted(([a], [b]) => a - b).map(([key, values]) => [key, values.slice(0, columns)]))
    }),
  )
})

test("a damaged block is read as far as it goes and never further", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 400 }), fc.integer({ min: 2, max: 6 }), (data, columns) => {
      visitBlock(data, columns, (key) => expect(key).toBeLessThan(shardKeys))
    }),
  )
})

describe.each(driverNames)("measures on %s", (driver) => {
  let folder: string
  let database: Database
  beforeEach(async () => {
    folder = freshFolder()
    database = await openDriver({ folder, driver, readOnly: false, wasm, now: 1 }, join(folder, "site.db"), false)
    migrate(database)
    settings.set(database, zoneSetting, "UTC")
  })
  afterEach(() => {
    database.close()
    removeFolder(folder)
  })

  /** So many packets of the site in each of these minutes. */
  const add = (packets: number, ...minutes: readonly number[]): void =>
    database.transaction(() =>
      addMeasures(database, "one", {
        measured: minutes.map((minute) => ({
          minute,
          traffic: Float64Array.of(-1, packets, packets * 100, 0, packets, packets * 100),
          counts: new Float64Array(0),
          timing: new Float64Array(0),
        })),
        keys: { talks: [scriptedTalk(0, "a", "b")], functions: [] },
        capture: { first: 0, last: 0 },
      }),
    )
  const steps = (grain: Grain): [step: number, packets: number][] => {
    const found: [number, number][] = []
    measuresOf(database).traffic(
      grain,
      0,
      Number.MAX_SAFE_INTEGER,
      (step, _, packets) => found.push([step, packets]),
      (talk) => talk === 0,
    )
    return found
  }

  test("a day begins at the zone's midnight, also the one of 23 hours", () => {
    settings.set(database, zoneSetting, "Europe/Berlin")
    const spring = 20_541 * day // 29 March 2026, 00:00 UTC: 01:00 in Berlin
    add(1, spring - hour - 1, spring - hour, spring + 22 * hour - 1, spring + 22 * hour)
    expect(steps("day")).toEqual([
      [spring - 25 * hour, 1],
      [spring - hour, 2],
      [spring + 22 * hour, 1],
    ])
    expect(steps("hour")).toHaveLength(4)
  })

  test("what two batches say of one minute adds up in every grain", () => {
    add(1, monday)
    add(2, monday)
    for (const grain of ["minute", "hour", "day"] as const) expect(steps(grain)).toEqual([[monday, 3]])
    expect(measuresOf(database).talks[1]).toMatchObject({ id: 1, client: "a", server: "b", protocol: "enip" })
  })

  test("within one capture ten quiet minutes are quiet, more are not captured; other captures never touch", () => {
    add(1, monday, monday + 8, monday + 60)
    database.transaction(() => covered.settle(database, "one"))
    database.transaction(() => covered.listened(database, (monday + 12) * 60e6, (monday + 20) * 60e6))
    const words = covered.within(database, 0, Number.MAX_SAFE_INTEGER).map(({ from, to }) => [from, to])
    expect(words.map((ends) => ends.map((time) => time / 60e6 - monday))).toEqual([
      [0, 9],
      [12, 20],
      [60, 61],
    ])
  })

  test("minutes go after a day, hours and days stay; an old capture keeps its own minutes", () => {
    const old = monday - 400 * day
    add(1, old, old + 5)
    for (let minute = 0; minute < 3 * day; minute += 10) add(1, monday + minute)
    database.transaction(() => retention.sweep(database))
    const end = monday + 3 * day - 9
    const kept = steps("minute").map(([step]) => step)
    expect(kept.filter((step) => step < monday)).toEqual([old, old + 5])
    // Whole hours, so that the day before the end is there to its first minute, and the hour that it begins in is whole.
    expect(kept.filter((step) => step > monday)[0]).toBe(Math.floor((end - day) / hour) * hour)
    expect(steps("hour").filter(([step]) => step >= monday)).toHaveLength(72)
    expect(retention.dropped(database)).toMatchObject([{ grain: "minute", reason: "age", steps: 288 - 6 }])
    expect(retention.kept(database)[0]).toMatchObject({ grain: "minute", from: old * 60e6 })
  })

  test("the last day is shown by the minute, and the last two weeks by the hour, after what is older went", () => {
    settings.set(database, zoneSetting, "Asia/Kolkata")
    add(1, ...Array.from({ length: 20 * 144 }, (_, n) => monday + n * 10 + 7))
    database.transaction(() => retention.sweep(database))
    const to = (monday + 20 * day - 2) * 60e6
    const span = { measures: measuresOf(database), to, zone: "Asia/Kolkata" }
    expect(timeAxis({ ...span, from: to - day * 60e6 })).toMatchObject({ grain: "minute", note: "" })
    expect(timeAxis({ ...span, from: to - 14 * day * 60e6 })).toMatchObject({ grain: "hour", note: "" })
    // In a zone that is off by half an hour, what lies around the days is not counted twice, and no day is lost.
    const sum = (days: number): number => {
      let packets = 0
      const count = (_: number, __: number, more: number): void => void (packets += more)
      for (const { grain, from, to: end } of pieces({ ...span, from: to - days * day * 60e6 }))
        span.measures.traffic(grain, from, end, count, (talk) => talk === 0)
      return packets
    }
    expect(Math.abs(sum(7) - 7 * 144)).toBeLessThanOrEqual(6)
    expect(Math.abs(sum(13) - 13 * 144)).toBeLessThanOrEqual(6)
  })

  test("where not even days are kept, nobody knows whether there was traffic", () => {
    add(1, ...Array.from({ length: 100 }, (_, n) => monday + n * day + 60))
    database.transaction(() => covered.listened(database, monday * 60e6, (monday + 100 * day) * 60e6))
    database.transaction(() => retention.sweep(database))
    const days = steps("day")
    expect(days[0]![0]).toBe(monday + 10 * day)
    expect(covered.within(database, 0, Number.MAX_SAFE_INTEGER)[0]!.from).toBe((monday + 10 * day) * 60e6)
  })

  test("a capture from the first hour of 1970 has no times before it", () => {
    settings.set(database, zoneSetting, "Europe/Berlin")
    add(1, 3)
    expect(retention.kept(database).every(({ from, to }) => from >= 0 && to >= 0)).toBe(true)
  })

  test("a block that is cut short never adds up to nonsense", () => {
    const shard = new Shard(2)
    addRow(shard, 1, [300, 70_000], 0, -1)
    const data = packShard(shard)
    for (let length = 0; length < data.length; length++)
      visitBlock(data.slice(0, length), 2, (_, [packets, bytes]) => expect(packets + bytes).not.toBeNaN())
  })

  test("numbers of talks that are lost are not given again to others", () => {
    add(1, monday)
    database.transaction(() => {
      database.run("delete from talks")
      talks.beginAnew(database)
    })
    expect(talks.base(database)).toEqual({ talk: 2, fn: 0 })
  })

  test("an import that is cancelled leaves everything as it was, and its numbers are free again", () => {
    const kept = (): unknown[][] =>
      ["talks", "talk_functions", "measures", "covered", "undo"]
        .map((table) =>
          database.all(
            `select * from ${table} order by ${{ measures: "grain, part, step, shard", covered: "owner, first" }[table] ?? "1, 2"}`,
          ),
        )
        .map((rows) => rows.map((row) => ({ ...row, place: 0 })))
    const fn = (id: number, talk: number) => ({ id, talk, protocol: "enip", key: "111", name: "" })
    const batch = (owner: string, talk: Talk, functions: TalkFunction[], minutes: number[]): void =>
      database.transaction(() =>
        addMeasures(database, owner, {
          measured: minutes.map((minute) => ({
            minute,
            traffic: Float64Array.of(-1, 3, 300, talk.id, 2, 200),
            counts: Float64Array.of(...functions.flatMap(({ id }) => [id, 1, 1, 0, 0])),
            timing: Float64Array.of(...functions.flatMap(({ id }) => [id, 1, 500, 500, 0, 0, 0])),
          })),
          keys: { talks: [talk], functions },
          capture: { first: 0, last: 0 },
        }),
      )
    batch("one", scriptedTalk(0, "a", "b"), [fn(0, 0)], [monday, monday + 1])
    database.transaction(() => {
      covered.settle(database, "one")
      forgetBefore(database, "one")
    })
    const before = kept()
    // The same minutes, the first talk under another device, a new talk and a new function; another retention meanwhile.
    batch("two", { ...scriptedTalk(0, "c", "b"), protocol: "cip" }, [fn(0, 0), fn(1, 0)], [monday + 1, monday + 2])
    batch("two", scriptedTalk(1, "a", "d"), [fn(2, 1)], [monday + 1, monday - 3 * day])
    database.transaction(() => retention.sweep(database))
    database.transaction(() => takeBack(database, "two"))
    expect(kept()).toEqual(before)
    batch("three", scriptedTalk(1, "x", "y"), [fn(1, 1)], [monday + 1])
    expect(measuresOf(database).functions[1]).toMatchObject({ talk: 2 })
    expect(measuresOf(database).talks[2]).toMatchObject({ client: "x", server: "y" })
    expect(steps("minute")).toEqual([
      [monday, 3],
      [monday + 1, 6],
    ])
  })

  test("where the room is full the oldest minutes go first, then hours, and it is counted", () => {
    add(1e6, ...Array.from({ length: 5 * hour }, (_, minute) => monday + minute))
    const bytes = retention.kept(database)[0]!.bytes
    const room = (bytes * 0.6) / 1e6
    database.transaction(() =>
      settings.set(database, "measures.keep", JSON.stringify({ ...usualKeep, mostMegabytes: room })),
    )
    database.transaction(() => retention.sweep(database))
    expect(retention.kept(database).reduce((sum, one) => sum + one.bytes, 0)).toBeLessThanOrEqual(room * 1e6)
    expect(steps("minute")[0]![0]).toBe(monday + 3 * hour)
    expect(steps("hour")).toHaveLength(5)
    expect(retention.dropped(database)).toMatchObject([{ grain: "minute", reason: "space", steps: 3 * hour }])
  })

  test("an engine that begins anew counts on behind what is there", () => {
    add(1, monday)
    database.transaction(() => talks.beginAnew(database))
    add(5, monday)
    const found: [number, number][] = []
    measuresOf(database).traffic("minute", monday, monday + 1, (_, talk, packets) => found.push([talk, packets]))
    expect(found).toEqual([
      [0, 6],
      [1, 1],
      [2, 5],
    ])
    expect(talks.count(database)).toBe(2)
  })

  test("a site from before measures keeps its traffic by the minute", async () => {
    const path = join(folder, "old.db")
    const old = await openDriver({ folder, driver, readOnly: false, wasm, now: 1 }, path, false)
    for (const step of migrations.slice(0, 3)) if (typeof step === "string") old.script(step)
    old.script("PRAGMA application_id = 0x50575346; PRAGMA user_version = 3")
    const data = new Uint8Array(32)
    const view = new DataView(data.buffer)
    ;[
      [61, 7, 700],
      [62, 8, 800],
    ].forEach(([slot, packets, bytes], n) => {
      view.setUint32(n * 16, slot!)
      view.setUint32(n * 16 + 4, packets!)
      view.setFloat64(n * 16 + 8, bytes!)
    })
    old.run("insert into series (connection, grain, block, owner, data) values ('*', 0, ?, 'x', ?)", monday / day, data)
    migrate(old)
    expect(versionOf(old)).toBe(migrations.length)
    const found: number[][] = []
    measuresOf(old).traffic("minute", 0, Number.MAX_SAFE_INTEGER, (...one) => found.push(one))
    measuresOf(old).traffic("hour", 0, Number.MAX_SAFE_INTEGER, (...one) => found.push(one))
    expect(found).toEqual([
      [monday + 61, 0, 7, 700],
      [monday + 62, 0, 8, 800],
      [monday + 60, 0, 15, 1500],
    ])
    old.close()
  })
})
