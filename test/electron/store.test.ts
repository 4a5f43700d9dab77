/** The site database: the same suite over both drivers. */
import { existsSync, readFileSync, readdirSync, statSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { afterEach, beforeEach, describe, expect, test } from "vitest"
import type { Batch } from "../../shared/engine/batch.ts"
import type { Place } from "../../shared/model/place.ts"
import { applyBatch, takeImportBack } from "../../electron/store/apply-batch.ts"
import { checkpoint } from "../../electron/store/checkpoint.ts"
import { claims } from "../../electron/store/claims.ts"
import { driverNames } from "../../electron/store/database.ts"
import type { Database, DriverName } from "../../electron/store/database.ts"
import { devices } from "../../electron/store/devices.ts"
import { evidence } from "../../electron/store/evidence.ts"
import { imports } from "../../electron/store/imports.ts"
import { openSite } from "../../electron/store/open-site.ts"
import { measuresOf } from "../../electron/store/measures.ts"
import { everything as all } from "../../shared/insight/trends/measures.ts"
import { places } from "../../electron/store/places.ts"
import { settings } from "../../electron/store/settings.ts"
import { scriptedDevice, scriptedTalk } from "./scripted-engine.ts"
import { freshFolder, removeFolder } from "./site-in-a-folder.ts"
import { health } from "../make/health.ts"

const wasm = fileURLToPath(new URL("../../node_modules/sql.js/dist/sql-wasm.wasm", import.meta.url))
const open = (folder: string, driver: DriverName, readOnly = false) =>
  openSite({ folder, driver, readOnly, wasm, now: 1.7e15 })

function addImport(database: Database, id: string): void {
  database.transaction(() =>
    imports.add(database, {
      id,
      file: `${id}.pcap`,
      path: "/x",
      staged: false,
      print: "",
      state: "waiting",
      addedAt: 1,
      addedBy: "admin",
      size: 10,
    }),
  )
}

const place = (asked: number): Place => ({
  ...{ protocol: "modbus", key: "6", name: "write single register", where: "unit 1, holding register 7" },
  ...{
    asked,
    succeeded: asked,
    refused: 0,
    firstSeen: 1,
    lastSeen: 2,
    value: "42",
    valueTime: 2,
    frame: 0,
    capture: "",
  },
})

function batch(number: number, more: Partial<Batch> = {}): Batch {
  const device = scriptedDevice(1, number)
  return {
    number,
    last: false,
    devices: [device],
    merged: [],
    claims: [
      {
        device: device.id,
        claims: [{ field: "vendor", value: `v${number}`, rule: "r", confidence: 1, time: 1, capture: "", spans: [] }],
      },
    ],
    connections: [],
    droppedConnections: [],
    places: [],
    health: health({ frames: number }),
    alerts: [],
    hits: [],
    happenings: [],
    events: [],
    baseline: [],
    evidence: [],
    measured: [
      {
        minute: 1440 * 20_000 + 61,
        traffic: Float64Array.of(-1, 2, 150, 0, 1, 100),
        counts: Float64Array.of(0, 3, 2, 1, 0),
        timing: Float64Array.of(0, 2, 5000, 3000 + number, 2, 2e6, 700),
      },
    ],
    keys: {
      talks: [scriptedTalk(0, "device-000001", "device-000002")],
      functions: [{ id: 0, talk: 0, protocol: "modbus", key: "3", name: "read holding registers" }],
    },
    accounting: { read: number, decoded: number, recognised: 0, truncated: 0, malformed: 0, unsupportedLink: 0 },
    capture: {
      file: "f",
      sha256: "",
      fileType: "pcap",
      linkTypes: [1],
      packets: number,
      bytes: 1,
      wireBytes: 1,
      first: 1,
      last: 2,
      problems: [],
    },
    ...more,
  }
}

const everything = (database: Database): string =>
  JSON.stringify(
    [
      "devices",
      "claims",
      "connections",
      "places",
      "talks",
      "talk_functions",
      "measures",
      "covered",
      "evidence",
      "undo",
    ].map((table) => database.all(`select * from ${table}`)),
  )

describe.each(driverNames)("a site on %s", (driver) => {
  let folder: string
  let database: Database
  beforeEach(async () => {
    folder = freshFolder()
    database = (await open(folder, driver)).database
  })
  afterEach(() => {
    database.close()
    removeFolder(folder)
  })

  test("what was committed is there when the file is opened again, what was not is not", async () => {
    database.transaction(() => settings.set(database, "a", "1"))
    expect(() =>
      database.transaction(() => {
        settings.set(database, "b", "2")
        throw new Error("no")
      }),
    ).toThrow("no")
    database.close()
    database = (await open(folder, driver)).database
    expect([settings.get(database, "a"), settings.get(database, "b")]).toEqual(["1", undefined])
    expect(database.check()).toEqual([])
  })

  test("the other driver reads the same file", async () => {
    database.transaction(() => settings.set(database, "a", "1"))
    database.close()
    const other = driver === "sql.js" ? "node:sqlite" : "sql.js"
    database = (await open(folder, other)).database
    expect(settings.get(database, "a")).toBe("1")
  })

  test("a batch is applied once, and none may be missing", () => {
    addImport(database, "one")
    expect(applyBatch(database, "one", batch(1))).toBe("applied")
    const after = everything(database)
    expect(applyBatch(database, "one", batch(1))).toBe("known")
    expect(everything(database)).toBe(after)
    expect(() => applyBatch(database, "one", batch(3))).toThrow(/one is missing/)
    expect(imports.get(database, "one")).toMatchObject({ applied: 1, accounting: { read: 1 } })
  })

  test("the last batch brings the checkpoint; measures add up by minute, hour and day", () => {
    addImport(database, "one")
    applyBatch(database, "one", batch(1))
    applyBatch(database, "one", batch(2, { last: true, state: new Uint8Array([7]) }))
    expect([...(checkpoint.get(database) ?? [])]).toEqual([7])
    expect(imports.get(database, "one")?.state).toBe("done")
    addImport(database, "two")
    applyBatch(database, "two", batch(1, { state: new Uint8Array([8]) }))
    const start = 1440 * 20_000
    const found: unknown[] = []
    const { traffic, counts, timing } = measuresOf(database)
    traffic(
      "minute",
      start,
      start + 1440,
      (...one) => found.push(one),
      (talk) => talk !== all,
    )
    traffic(
      "hour",
      start,
      start + 1440,
      (...one) => found.push(one),
      (talk) => talk === all,
    )
    counts("day", start - 1440, start + 1440, (_, ...one) => found.push(one))
    timing("hour", start, start + 1440, (step, fn, one) => found.push([step, fn, { ...one }]))
    expect(found).toEqual([
      [start + 61, 1, 3, 300],
      [start + 60, 0, 6, 450],
      [0, 9, 6, 3, 0],
      [
        start + 60,
        0,
        { answered: 6, responseSum: 15_000, longest: 3002, intervals: 6, intervalSum: 6e6, jitterSum: 2100 },
      ],
    ])
  })

  test("taking an import back leaves everything as it was before", () => {
    addImport(database, "one")
    applyBatch(
      database,
      "one",
      batch(1, {
        devices: [scriptedDevice(1, 1), scriptedDevice(2, 1)],
        places: [{ connection: "c1", places: [place(1)] }],
        state: new Uint8Array([7]),
      }),
    )
    const before = everything(database)
    addImport(database, "two")
    const frame = { frame: 1, linkType: 1, time: 1, wireLength: 4, bytes: new Uint8Array(4) }
    applyBatch(
      database,
      "two",
      batch(1, {
        devices: [scriptedDevice(1, 9), scriptedDevice(3, 1)],
        places: [
          { connection: "c1", places: [place(2), place(3)] },
          { connection: "c2", places: [place(4)] },
        ],
        evidence: [frame],
      }),
    )
    expect(places.of(database, ["c1", "c2"]).map(({ asked }) => asked)).toEqual([2, 3, 4])
    applyBatch(
      database,
      "two",
      batch(2, { devices: [scriptedDevice(3, 2)], merged: [{ id: "device-000002", into: "device-000001" }] }),
    )
    expect(devices.count(database)).toBe(2)
    takeImportBack(database, "two")
    expect(everything(database)).toBe(before)
  })

  test("a person's edit outranks traffic, survives new batches and merges, and can be taken back", () => {
    addImport(database, "one")
    applyBatch(database, "one", batch(1))
    const id = scriptedDevice(1, 1).id
    database.transaction(() => devices.edit(database, id, { name: "Filler", vendor: "ours" }, "admin", 1))
    applyBatch(database, "one", batch(2))
    expect(devices.get(database, id)).toMatchObject({
      name: "Filler",
      vendor: "ours",
      edited: ["name", "vendor"],
      sentPackets: 2,
    })
    const heir = { ...scriptedDevice(9, 1), aliases: [id] }
    applyBatch(database, "one", batch(3, { devices: [heir], claims: [], merged: [{ id, into: heir.id }] }))
    expect(devices.get(database, id)).toMatchObject({ id: heir.id, name: "Filler" })
    database.transaction(() => devices.edit(database, id, { name: null }, "admin", 2))
    expect(devices.get(database, heir.id)).toMatchObject({ name: heir.name, vendor: "ours" })
  })

  test("places name the import whose frame is kept, and go with their connection", () => {
    addImport(database, "one")
    applyBatch(
      database,
      "one",
      batch(1, { places: [{ connection: "c1", places: [place(1), { ...place(2), frame: 7 }] }] }),
    )
    expect(places.of(database, ["c1"])).toMatchObject([
      { connection: "c1", import: "", file: "" },
      { connection: "c1", import: "one", file: "one.pcap", capture: "" },
    ])
    applyBatch(database, "one", batch(2, { droppedConnections: ["c1"] }))
    expect(places.of(database, ["c1"])).toEqual([])
  })

  test("claims name their import until its content is known", () => {
    addImport(database, "one")
    applyBatch(database, "one", batch(1))
    const id = scriptedDevice(1, 1).id
    expect(claims.of(database, id)[0]).toMatchObject({ import: "one", file: "one.pcap", capture: "" })
    const known = batch(2)
    applyBatch(database, "one", {
      ...known,
      claims: [],
      capture: { ...known.capture, sha256: "ab" },
      state: new Uint8Array(),
    })
    expect(claims.of(database, id)[0]).toMatchObject({ import: "one", capture: "ab" })
  })

  test("evidence stays under its limit, the oldest goes first", () => {
    const frame = (number: number) => ({
      frame: number,
      linkType: 1,
      time: 1,
      wireLength: 100,
      bytes: new Uint8Array(100),
    })
    database.transaction(() => evidence.add(database, "one", [1, 2, 3, 4, 5].map(frame), 250))
    expect([1, 2, 3, 4, 5].filter((number) => evidence.get(database, "one", number))).toEqual([4, 5])
  })

  test("a damaged file is set aside unchanged, and what can be read is kept", async () => {
    database.transaction(() => {
      settings.set(database, "kept", "yes")
      for (let number = 0; number < 3000; number++) devices.put(database, "one", scriptedDevice(number, 1))
    })
    if (driver === "node:sqlite") database.script("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()
    const path = join(folder, "site.db")
    const bytes = readFileSync(path)
    const size = statSync(path).size
    bytes.fill(0xff, Math.floor(size * 0.5), Math.floor(size * 0.5) + 40_000) // ten pages of devices
    writeFileSync(path, bytes)
    const opened = await open(folder, driver)
    database = opened.database
    expect(opened.restored?.reason).toMatch(/^The site.s database is damaged: [^\n]+\.$/)
    expect(readFileSync(join(opened.restored!.setAside, "site.db")).equals(bytes)).toBe(true)
    expect(settings.get(database, "kept")).toBe("yes")
    expect(devices.count(database)).toBeGreaterThan(100)
    expect(database.check()).toEqual([])
    expect(existsSync(join(folder, "rescue.db"))).toBe(false)
  })

  test("a file that is no database is set aside too", async () => {
    database.close()
    for (const name of readdirSync(folder))
      writeFileSync(join(folder, name), "this is not a database, and long enough to be looked at ".repeat(40))
    const opened = await open(folder, driver)
    database = opened.database
    expect(opened.restored?.setAside).toContain("damaged-")
    expect(devices.count(database)).toBe(0)
  })

  test("a backup is a whole copy", async () => {
    database.transaction(() => settings.set(database, "a", "1"))
    database.backup(join(folder, "copy.db"))
    expect(statSync(join(folder, "copy.db")).size).toBeGreaterThan(0)
    expect(() => database.backup(join(folder, "copy.db"))).toThrow()
  })
})
