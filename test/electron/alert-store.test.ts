/** Alerts in the store: what the engine writes, what people make of it, and what Cancel takes back; over both drivers. */
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { afterEach, beforeEach, describe, expect, test } from "vitest"
import { severities } from "../../shared/detections/alert-kind.ts"
import type { AlertChange } from "../../shared/detections/finding.ts"
import { firstPolicy } from "../../shared/detections/policy.ts"
import { alertCare } from "../../electron/store/alert-care.ts"
import { ageAlerts } from "../../electron/store/alert-lifecycle.ts"
import { alertList, type AlertFilter } from "../../electron/store/alert-list.ts"
import { alerts } from "../../electron/store/alerts.ts"
import { applyBatch, takeImportBack } from "../../electron/store/apply-batch.ts"
import { covered } from "../../electron/store/covered.ts"
import { driverNames } from "../../electron/store/database.ts"
import type { Database } from "../../electron/store/database.ts"
import { devices } from "../../electron/store/devices.ts"
import type { Exclusion } from "../../electron/store/exclusion-fits.ts"
import { events } from "../../electron/store/events.ts"
import { exclusions } from "../../electron/store/exclusions.ts"
import { imports } from "../../electron/store/imports.ts"
import { migrate, versionOf } from "../../electron/store/migrate.ts"
import { migrations } from "../../electron/store/migrations/index.ts"
import { openDriver } from "../../electron/store/open-site.ts"
import { settings } from "../../electron/store/settings.ts"
import { zoneSetting } from "../../electron/store/site-zone.ts"
import { timeline } from "../../electron/store/timeline.ts"
import type { AlertLine } from "../../shared/detections/finding.ts"
import { verdicts } from "../../electron/store/verdicts.ts"
import { addImport, alertChange, alertLine, makeBatch, noonOfMonday } from "../make/batches.ts"
import { scriptedDevice } from "./scripted-engine.ts"
import { freshFolder, removeFolder } from "./site-in-a-folder.ts"

const wasm = fileURLToPath(new URL("../../node_modules/sql.js/dist/sql-wasm.wasm", import.meta.url))
const hour = 3600e6
const day = 24 * hour
const said = { by: "anna", at: 1, marks: [] }

const all: AlertFilter = {
  ...{ search: "", from: 0, to: Number.MAX_SAFE_INTEGER, engines: [], severities: [], statuses: [] },
  ...{ kinds: [], protocols: [], devices: [] },
}
const everyEvent = {
  ...{ search: "", from: 0, to: Number.MAX_SAFE_INTEGER, people: true, least: "info" as const },
  ...{ kinds: [], withoutKinds: [], devices: [], withoutDevices: [] },
}

describe.each(driverNames)("alerts on %s", (driver) => {
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
  })
  afterEach(() => {
    database.close()
    removeFolder(folder)
  })

  const apply = (...changes: AlertChange[]): void =>
    void applyBatch(database, "one", makeBatch(++batches, { alerts: changes }))
  const page = (filter: Partial<AlertFilter> = {}) =>
    alertList.page(database, { ...all, ...filter }, { by: "last", descending: true, offset: 0, limit: 1000 })
  const codes = (): string[] => timeline.page(database, everyEvent, null, 100).map(({ code }) => code)
  const contents = (): string =>
    JSON.stringify(
      ["alerts", "alert_lines", "alert_comments", "verdicts", "exclusions", "events", "newcomers", "undo"].map(
        (table) => database.all(`select * from ${table}`),
      ),
    )

  test("the same traffic counts on the same alert, and its lines are brought up to date", () => {
    apply(alertChange({ lines: [alertLine({ frame: 7 })] }))
    apply(
      alertChange({
        ...{ added: 4, first: noonOfMonday + hour, last: noonOfMonday + 2 * hour },
        lines: [alertLine({ asked: 5, frame: 7 }), alertLine({ what: "restart" })],
      }),
    )
    const [alert, ...more] = page()
    expect(more).toEqual([])
    expect(alert).toMatchObject({ count: 5, first: noonOfMonday, last: noonOfMonday + 2 * hour, status: "new" })
    expect(alerts.linesOf(database, alert!.id)).toMatchObject([
      { what: "stop", asked: 5, capture: "import:one" },
      { what: "restart" },
    ])
    expect(codes()).toEqual(["ALERT_REPORTED"])
  })

  test("the same batches give the same ids in the same order", () => {
    const changes = ["b", "a", "c"].map((key) => alertChange({ key }))
    apply(...changes)
    const first = page()
    addImport(database, "other")
    database.run("delete from alerts")
    database.run("delete from alert_lines")
    applyBatch(database, "other", makeBatch(1, { alerts: changes }))
    expect(page()).toEqual(first)
  })

  test("after a person closed it, the same traffic is a new alert that counts from there; an answer that comes late is not", () => {
    apply(alertChange({ lines: [alertLine({ asked: 3, succeeded: 2 })], added: 3 }))
    const [old] = page()
    alertCare.setStatus(database, [old!.id], "closed")
    apply(alertChange({ added: 0, lines: [alertLine({ asked: 3, succeeded: 3 })] }))
    expect(page()).toMatchObject([{ id: old!.id, status: "closed", closedBy: "person", count: 3 }])
    expect(alerts.linesOf(database, old!.id)).toMatchObject([{ succeeded: 3 }])
    apply(alertChange({ added: 2, last: noonOfMonday + hour, lines: [alertLine({ asked: 5, succeeded: 4 })] }))
    const [fresh] = page()
    expect(page()).toHaveLength(2)
    expect(fresh).toMatchObject({ status: "new", count: 2 })
    expect(alerts.linesOf(database, fresh!.id)).toMatchObject([{ asked: 2, succeeded: 1 }])
    expect(alerts.linesOf(database, old!.id)).toMatchObject([{ asked: 3, succeeded: 3 }])
  })

  test("what was learned raises nothing and is counted, until it is unlearned", () => {
    apply(alertChange())
    const [alert] = page()
    alertCare.judge(database, "learned", [alert!.id], said)
    expect(page()).toMatchObject([{ status: "closed", closedBy: "learned" }])
    apply(alertChange({ added: 6, last: noonOfMonday + hour }))
    expect(page()).toMatchObject([{ status: "closed", count: 1 }])
    expect(verdicts.all(database)).toMatchObject([
      { verdict: "learned", hits: 6, lastHit: noonOfMonday + hour, by: "anna" },
    ])
    alertCare.lift(database, [alert!.id])
    expect(verdicts.all(database)).toEqual([])
    expect(page()).toMatchObject([{ status: "new", closedBy: "" }])
    apply(alertChange())
    expect(page()).toMatchObject([{ count: 2 }])
  })

  test("an address that the learned alert did not list is another departure from the baseline", () => {
    const kind = "modbus-address-range-violation"
    const reads = (...lines: readonly AlertLine[]) => alertChange({ kind, lines, added: lines.length })
    const [low, high] = [alertLine({ what: "read", where: "0 to 9" }), alertLine({ what: "read", where: "4000" })]
    apply(reads(low))
    alertCare.judge(database, "learned", [page()[0]!.id], said)
    apply(reads(low))
    expect(page()).toHaveLength(1)
    apply(reads(low, high))
    const [fresh, ...others] = page()
    expect(fresh).toMatchObject({ status: "new", count: 1 })
    expect(others).toMatchObject([{ status: "closed", closedBy: "learned", count: 1 }])
    expect(alerts.linesOf(database, fresh!.id)).toMatchObject([{ where: "4000" }])
    alertCare.judge(database, "learned", [fresh!.id], said)
    apply(reads(low, high))
    expect(page()).toHaveLength(2)
  })

  test("muted traffic is told in the timeline once a day", () => {
    apply(alertChange())
    alertCare.judge(database, "muted", [page()[0]!.id], said)
    for (const later of [0, hour, 2 * hour, day, day + hour]) apply(alertChange({ last: noonOfMonday + later }))
    expect(codes().filter((code) => code === "MUTED_ALERT")).toHaveLength(2)
    expect(page()).toHaveLength(1)
    expect(verdicts.all(database)).toMatchObject([{ hits: 5 }])
  })

  test("learning that a device is new or programs says so of the device, also when it was joined into another", () => {
    apply(alertChange())
    const heir = { ...scriptedDevice(9, 1), aliases: ["device-000001"] }
    applyBatch(database, "one", makeBatch(++batches, { devices: [heir] }))
    const marks = [{ device: "device-000001", field: "programming" as const }]
    alertCare.judge(database, "learned", [page()[0]!.id], { ...said, marks })
    expect(devices.get(database, heir.id)).toMatchObject({ programming: true, edited: ["programming"] })
    expect(devices.marked(database)).toMatchObject([{ id: heir.id }])
  })

  const rule: Exclusion = {
    ...{ name: "night work", kinds: [], devices: [], role: "either", windows: [], until: 0, on: true },
  }

  test.each<[string, Partial<Exclusion>, boolean]>([
    ["always, all", {}, true],
    ["switched off", { on: false }, false],
    ["another kind", { kinds: ["port-scan-detected"] }, false],
    ["its kind", { kinds: ["controller-stop"] }, true],
    ["its source", { devices: ["device-000001"], role: "source" }, true],
    ["its source as target", { devices: ["device-000001"], role: "target" }, false],
    ["its target as either", { devices: ["device-000002"], role: "either" }, true],
    ["the whole Monday", { windows: [{ days: [1], from: 0, to: 1440 }] }, true],
    ["Sunday", { windows: [{ days: [0], from: 0, to: 1440 }] }, false],
    ["until noon", { windows: [{ days: [], from: 0, to: 720 }] }, false],
    ["from noon", { windows: [{ days: [], from: 720, to: 721 }] }, true],
    ["the night that began on Sunday", { windows: [{ days: [0], from: 1320, to: 780 }] }, true],
    ["the night that begins on Monday", { windows: [{ days: [1], from: 1320, to: 780 }] }, false],
    ["over by then", { until: noonOfMonday }, false],
    ["not over yet", { until: noonOfMonday + 1 }, true],
  ])("an exclusion: %s", (_, more, covers) => {
    exclusions.put(database, "x", { ...rule, ...more }, "anna", 1)
    apply(alertChange({ added: 3 }))
    expect(page()).toHaveLength(covers ? 0 : 1)
    expect(exclusions.all(database)).toMatchObject([{ hits: covers ? 3 : 0, lastHit: covers ? noonOfMonday : 0 }])
  })

  test("an exclusion's times are those of the site's zone, and its devices those of now", () => {
    settings.set(database, zoneSetting, "Asia/Tokyo") // 21:00 there
    const heir = { ...scriptedDevice(9, 1), aliases: ["device-000001"] }
    applyBatch(database, "one", makeBatch(++batches, { devices: [heir] }))
    exclusions.put(
      database,
      "x",
      { ...rule, devices: [heir.id], windows: [{ days: [1], from: 21 * 60, to: 22 * 60 }] },
      "anna",
      1,
    )
    apply(alertChange())
    expect(page()).toEqual([])
  })

  test("Cancel takes back what the import wrote of alerts, and leaves what people made of earlier ones", () => {
    apply(alertChange(), alertChange({ key: "muted" }), alertChange({ key: "closed" }))
    const of = (key: string) => page().find((one) => one.key === key)!.id
    alertCare.judge(database, "muted", [of("muted")], said)
    exclusions.put(database, "x", { ...rule, kinds: ["port-scan-detected"] }, "anna", 1)
    applyBatch(database, "one", makeBatch(++batches, { last: true, state: new Uint8Array([1]) }))
    const before = contents()
    addImport(database, "two")
    const changes = [
      alertChange({
        added: 5,
        last: noonOfMonday + hour,
        lines: [alertLine({ asked: 6 }), alertLine({ what: "more" })],
      }),
      alertChange({ key: "muted", last: noonOfMonday + day }),
      alertChange({ key: "scan", kind: "port-scan-detected" }),
      alertChange({ key: "fresh" }),
    ]
    applyBatch(database, "two", makeBatch(1, { alerts: changes, devices: [scriptedDevice(1, 1)] }))
    expect(page()).toHaveLength(4)
    alertCare.comment(database, [of("fresh")], { at: 1, by: "anna", text: "gone with it" })
    alertCare.judge(database, "learned", [of("fresh")], said)
    takeImportBack(database, "two")
    expect(contents()).toBe(before)

    // What people do while the import runs stays on alerts that stay.
    addImport(database, "three")
    applyBatch(database, "three", makeBatch(1, { alerts: changes }))
    alertCare.setStatus(database, [of("closed")], "active")
    alertCare.comment(database, [of("closed")], {
      at: 2,
      by: "anna",
      text: "mine",
    })
    takeImportBack(database, "three")
    expect(page()).toHaveLength(3)
    expect(alerts.get(database, of("closed"))).toMatchObject({ status: "active" })
    expect(page().find((one) => one.key === alertChange().key)).toMatchObject({ count: 1, last: noonOfMonday })
  })

  test("new alerts close after 90 days without the same traffic and go 90 days after their first; old imports count for themselves", () => {
    const old = noonOfMonday - 1000 * day
    const at = (key: string, first: number, last: number) => alertChange({ key, first, last })
    apply(
      at("of an old import", old, old),
      at("silent", noonOfMonday - 85 * day, noonOfMonday - 85 * day),
      at("in work", noonOfMonday - 85 * day, noonOfMonday - 85 * day),
      at("again", noonOfMonday - 85 * day, noonOfMonday),
    )
    const of = (key: string) => page().find((one) => one.key === key)
    alertCare.setStatus(database, [of("in work")!.id], "active")
    const listen = (from: number, to: number): void => database.transaction(() => covered.listened(database, from, to))
    listen(old, old + hour)
    for (let time = noonOfMonday - 86 * day; time < noonOfMonday; time += day) listen(time, time + day)
    ageAlerts(database)
    expect(page()).toHaveLength(4)
    // Silence counts from the last detection: nothing may go before its first is old too.
    listen(noonOfMonday, noonOfMonday + 4 * day)
    database.run("update alerts set last = ? where key = 'silent'", noonOfMonday - 87 * day)
    ageAlerts(database)
    expect(of("silent")).toMatchObject({ status: "closed", closedBy: "silent" })
    expect(of("in work")).toMatchObject({ status: "active" })
    expect(codes()).toContain("ALERT_UPDATED")
    listen(noonOfMonday + 4 * day, noonOfMonday + 6 * day)
    ageAlerts(database)
    expect(page().map(({ key }) => key)).toEqual(["of an old import"])
    expect(database.all("select id from alert_lines")).toHaveLength(1)
  })

  test("new devices and connections are told; what was only joined or renamed is not new", () => {
    const ends = { client: "device-000001", server: "device-000002", protocol: "tcp", port: 502 }
    const connection = { ...ends, packets: 1, bytes: 1, firstSeen: noonOfMonday, lastSeen: noonOfMonday, functions: [] }
    const id = (client: string, protocol: string) => `${client}|device-000002|${protocol}|502`
    const first = { ...connection, id: id("device-000001", "tcp") }
    applyBatch(
      database,
      "one",
      makeBatch(++batches, { devices: [1, 2, 3].map((n) => scriptedDevice(n, 1)), connections: [first] }),
    )
    expect(codes().sort()).toEqual(["DEVICE_CONNECTION_CREATED", ...Array.from({ length: 3 }, () => "DEVICE_CREATE")])
    const heir = { ...scriptedDevice(3, 1), aliases: ["device-000001"] }
    const renamed = { ...connection, client: heir.id, protocol: "modbus", id: id(heir.id, "modbus") }
    applyBatch(
      database,
      "one",
      makeBatch(++batches, {
        ...{ devices: [heir], merged: [{ id: "device-000001", into: heir.id }] },
        ...{ connections: [renamed], droppedConnections: [first.id] },
      }),
    )
    expect(codes()).toHaveLength(5)
    expect(codes()).toContain("DEVICE_UNIFICATION")
    const about = timeline.page(database, { ...everyEvent, devices: [heir.id] }, null, 100)
    expect(about.map(({ code }) => code).sort()).toEqual([
      ...["DEVICE_CONNECTION_CREATED", "DEVICE_CREATE", "DEVICE_CREATE", "DEVICE_UNIFICATION"],
    ])
  })

  test("of what traffic showed the oldest go in steps; what people did stays", () => {
    const told = { kind: "settings", title: "t", text: "", who: "anna", origin: "" }
    events.add(database, { ...told, at: 1 })
    const nobody = { device: "", address: "" }
    const shown = { code: "SCAN", text: "", source: nobody, target: nobody } as const
    const show = (many: number) => {
      const all = Array.from({ length: many }, (_, at) => ({ ...shown, at }))
      database.transaction(() => events.addShown(database, "one", all, 500))
    }
    show(6000)
    const left = (kind: string): number =>
      database.get<{ n: number }>(`select count(*) as n from events where ${kind}`)!.n
    expect(left("kind = 'traffic'")).toBeLessThanOrEqual(501)
    show(1)
    expect([left("kind = 'traffic'"), left("kind = 'settings'")]).toEqual([500, 1])
  })

  test("a device that appears when learning is over is not authorised until a person says so", () => {
    imports.judgeBy(database, "one", { ...firstPolicy, learning: false })
    applyBatch(database, "one", makeBatch(++batches, { devices: [scriptedDevice(1, 1)] }))
    const { id } = scriptedDevice(1, 1)
    expect(devices.get(database, id)).toMatchObject({ authorized: false, edited: [] })
    devices.edit(database, id, { authorized: true }, "anna", 1)
    expect(devices.get(database, id)).toMatchObject({ authorized: true })
  })

  test("search finds titles, messages, addresses, and names of today; its signs are no wildcards", () => {
    apply(
      alertChange(),
      alertChange({ key: "other", source: { device: "x", address: "10.9.9.9" }, target: { device: "", address: "" } }),
    )
    const heir = { ...scriptedDevice(9, 1), aliases: ["device-000002"] }
    applyBatch(database, "one", makeBatch(++batches, { devices: [heir] }))
    devices.edit(database, heir.id, { name: "Boiler 50%" }, "anna", 1)
    expect(page({ search: "boiler" })).toMatchObject([{ target: "device-000002" }])
    expect(page({ search: "50%" })).toHaveLength(1)
    expect(page({ search: "%" })).toHaveLength(1)
    expect(page({ search: "CONTROLLER" })).toHaveLength(2)
    expect(page({ search: "9.9.9" })).toMatchObject([{ key: "other" }])
    expect(page({ devices: [heir.id] })).toHaveLength(1)
  })

  test("a hundred thousand alerts: pages, groups and counts go by an index, never by a sort of everything", () => {
    const plan = (sql: string): string =>
      database
        .all<{ detail: string }>(`explain query plan ${sql}`)
        .map(({ detail }) => detail)
        .join("; ")
    expect(plan("select * from alerts order by last desc, place desc limit 100")).toMatch(/USING INDEX alerts_last$/)
    expect(
      plan(
        "select * from alerts where status in (select value from json_each('[0,1]')) order by last desc, place desc limit 100",
      ),
    ).toMatch(/alerts_/)
    expect(
      plan("select status, severity, engine, kind, count(*) from alerts group by status, severity, engine, kind"),
    ).toMatch(/USING COVERING INDEX alerts_groups$/)
    expect(plan("select severity, count(*) from alerts where status < 2 group by status, severity")).toMatch(
      /COVERING INDEX/,
    )
    expect(plan("select source, target, count(*) from alerts where status < 2 group by source, target")).toMatch(
      /COVERING INDEX/,
    )
    database.transaction(() =>
      database.run(
        `with recursive n(i) as (select 1 union all select i + 1 from n where i < 100000)
         insert into alerts (id, owner, key, ordinal, kind, title, engine, protocol, source, source_address, target, target_address, message, first, last, count, status, severity)
         select 'id' || i, 'x', 'key' || i, 1, 'kind' || (i % 50), 'Title', 'policy', 'modbus', 'd' || (i % 500), '', 'd' || (i % 499), '', 'm', i, i, 1, i % 3, i % 4 from n`,
      ),
    )
    expect(page()).toHaveLength(1000)
    expect(page({ statuses: ["closed"], severities: ["critical"] })).toHaveLength(1000)
    const groups = alertList.groups(database, all)
    expect(groups.reduce((sum, { count }) => sum + count, 0)).toBe(100_000)
    const open = alertList.openCounts(database)
    expect(severities.reduce((sum, one) => sum + open[one], 0)).toBe(66_667)
  })
})

test.each([0, 1, 2, 3, 4, 5, 6])("a site of format %i becomes one of today", async (version) => {
  const folder = freshFolder()
  const old = await openDriver(
    { folder, driver: "node:sqlite", readOnly: false, wasm, now: 1 },
    join(folder, "old.db"),
    false,
  )
  for (const step of migrations.slice(0, version))
    if (typeof step === "string") old.script(step)
    else step(old)
  if (version > 0) old.script(`PRAGMA application_id = 0x50575346; PRAGMA user_version = ${version}`)
  if (version >= 2)
    for (const kind of ["sign-in", "settings"])
      old.run("insert into events (at, kind, title, text, who, origin) values (1, ?, 't', '', 'anna', '')", kind)
  migrate(old)
  expect(versionOf(old)).toBe(migrations.length)
  const told = timeline.page(old, everyEvent, null, 10).map(({ code }) => code)
  expect(told).toEqual(version >= 2 ? ["USER_OPERATION", "USER_LOGIN"] : [])
  old.close()
  removeFolder(folder)
})
