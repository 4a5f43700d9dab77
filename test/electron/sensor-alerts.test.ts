/** Alerts about the sensor's own interfaces: as the store keeps them, and for real, on a wire that goes quiet and comes back. */
import { spawnSync } from "node:child_process"
import { writeFileSync } from "node:fs"
import { join } from "node:path"
import { setTimeout as wait } from "node:timers/promises"
import { fileURLToPath } from "node:url"
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest"
import { noTraffic, trafficAgain } from "../../shared/detections/sensor-kinds.ts"
import { alertCare } from "../../electron/store/alert-care.ts"
import { alertList } from "../../electron/store/alert-list.ts"
import { driverNames, type Database } from "../../electron/store/database.ts"
import { detection } from "../../electron/store/detection.ts"
import { exclusions } from "../../electron/store/exclusions.ts"
import { sensorAlerts } from "../../electron/store/sensor-alerts.ts"
import { noonOfMonday } from "../make/batches.ts"
import { ethernet, ipv4, modbusRequest, pcap, tcp } from "../make/frames.ts"
import { openNoticed } from "../make/noticed-plant.ts"
import { freshFolder, removeFolder } from "./site-in-a-folder.ts"
import { whyNoWire, Wire, type Sensor } from "./wire.ts"

const second = 1e6
const everything = {
  ...{ search: "", from: 0, to: Number.MAX_SAFE_INTEGER, engines: [], severities: [], statuses: [] },
  ...{ kinds: [], protocols: [], devices: [] },
}
const order = { by: "first", descending: false, offset: 0, limit: 100 } as const

describe.each(driverNames)("in the store on %s", (driver) => {
  let folder: string
  let database: Database
  beforeEach(async () => {
    folder = freshFolder()
    database = await openNoticed(folder, driver)
  })
  afterEach(() => {
    database.close()
    removeFolder(folder)
  })

  const at = (seconds: number) => noonOfMonday + seconds * second
  const silent = (seconds: number, name = "eth1") =>
    database.transaction(() =>
      sensorAlerts.silent(database, name, { since: at(seconds - 60), received: 7 }, at(seconds)),
    )
  const heard = (seconds: number, name = "eth1") =>
    database.transaction(() => sensorAlerts.heard(database, name, at(seconds)))
  const alerts = () => alertList.page(database, everything, order)

  test("silence is told once, then the return; again, the same alerts count on", () => {
    silent(60)
    silent(61)
    expect(alerts()).toMatchObject([
      { kind: noTraffic, engine: "operational", severity: "critical", count: 1, status: "new" },
    ])
    expect(alerts()[0]!.message).toBe("The interface eth1 has heard nothing for 60 seconds: the sensor is blind there.")
    heard(200)
    heard(201)
    expect(alerts().map(({ kind, count }) => [kind, count])).toEqual([
      [noTraffic, 1],
      [trafficAgain, 1],
    ])
    expect(alerts()[1]!.message).toMatch(/^The interface eth1 hears traffic again, after 3 minutes of silence\./)
    silent(400)
    heard(500)
    expect(alerts().map(({ kind, count }) => [kind, count])).toEqual([
      [noTraffic, 2],
      [trafficAgain, 2],
    ])
    expect(sensorAlerts.all(database)).toEqual({})
    const codes = database.all<{ code: string }>("select code from events order by place").map(({ code }) => code)
    expect(codes).toEqual(["ALERT_REPORTED", "BACK_TO_NORMAL", "ALERT_REPORTED", "BACK_TO_NORMAL"])
    expect(database.all("select * from undo")).toEqual([])
  })

  test("interfaces are apart, and a closed alert is a new one when it happens again", () => {
    silent(60)
    silent(60, "eth2")
    expect(alerts().length).toBe(2)
    database.transaction(() =>
      alertCare.setStatus(
        database,
        alerts().map(({ id }) => id),
        "closed",
      ),
    )
    heard(100)
    silent(300)
    expect(alerts().filter(({ kind, status }) => kind === noTraffic && status === "new").length).toBe(1)
    expect(Object.keys(sensorAlerts.all(database)).sort()).toEqual(["eth1", "eth2"])
    database.transaction(() => sensorAlerts.forget(database))
    expect(sensorAlerts.all(database)).toEqual({})
  })

  test("an engine or kind that is off and an exclusion keep it away; what was told is known all the same", () => {
    const set = (more: object) =>
      database.transaction(() => detection.set(database, { ...detection.get(database), ...more }))
    set({ enginesOff: ["operational"] })
    silent(60)
    expect([alerts().length, Object.keys(sensorAlerts.all(database))]).toEqual([0, ["eth1"]])
    set({ enginesOff: [], kinds: { [trafficAgain]: false } })
    heard(100)
    expect(alerts()).toEqual([])
    const rule = {
      name: "Maintenance",
      kinds: [noTraffic],
      devices: [],
      role: "either",
      windows: [],
      until: 0,
      on: true,
    } as const
    database.transaction(() => exclusions.put(database, "rule", rule, "anna", 1))
    silent(300)
    expect([alerts().length, exclusions.all(database)[0]!.hits]).toEqual([0, 1])
  })
})

const why = whyNoWire()
describe.skipIf(why !== "")(`on a wire${why === "" ? "" : ` (not run: ${why})`}`, () => {
  let folder: string
  let wire: Wire
  let capture: string
  beforeAll(() => {
    spawnSync(process.execPath, [fileURLToPath(new URL("../../build/build.mjs", import.meta.url)), "node", "--quiet"])
    folder = freshFolder()
    capture = join(folder, "few.pcap")
    const frames = Array.from({ length: 200 }, (_, n) => {
      const segment = tcp({ from: 50_000, to: 502, seq: 1 + n * 12, data: modbusRequest(n) })
      const link = { from: "00:1d:9c:00:00:01", to: "00:a0:f8:00:00:02" }
      return { time: 1e12 + n * 100, frame: ethernet(link, ipv4({ from: "10.0.0.1", to: "10.0.0.2" }, segment)) }
    })
    writeFileSync(capture, pcap(frames))
    wire = new Wire()
  })
  afterAll(() => {
    wire.remove()
    removeFolder(folder)
  })

  const list = async (sensor: Sensor) =>
    (await sensor.ask("alerts.list", { filter: {}, sort: "first", descending: false, offset: 0, limit: 100 })).alerts
  const kindsOf = async (sensor: Sensor) => (await list(sensor)).map(({ kind, count }) => `${kind} ${count}`)
  async function until(sensor: Sensor, wanted: readonly string[]): Promise<void> {
    await expect.poll(() => kindsOf(sensor), { timeout: 20_000, interval: 200 }).toEqual(wanted)
  }

  test("traffic, silence, a restart, traffic again, a cable pulled", { timeout: 90_000 }, async () => {
    const site = join(folder, "site")
    const first = await wire.sensor(site)
    const settings = { interfaces: [wire.name], filter: "", quietSeconds: 5, ringMegabytes: 200 }
    await first.ask("monitoring.start", settings)
    await wait(1000)
    await wire.send(capture, 200, 1)
    expect(await kindsOf(first)).toEqual([])
    await until(first, [`${noTraffic} 1`])
    await first.kill()
    const sensor = await wire.sensor(site)
    await wait(7000)
    expect(await kindsOf(sensor)).toEqual([`${noTraffic} 1`])
    await wire.send(capture, 200, 1)
    await until(sensor, [`${noTraffic} 1`, `${trafficAgain} 1`])
    const events = await sensor.ask("timeline.list", { filter: {}, before: null, limit: 100 })
    expect(events.events.map(({ kind }) => kind)).toEqual(expect.arrayContaining(["BACK_TO_NORMAL", "ALERT_REPORTED"]))
    wire.set("down")
    await until(sensor, [`${noTraffic} 2`, `${trafficAgain} 1`])
    wire.set("up")
    await wait(2000)
    await wire.send(capture, 200, 1)
    await until(sensor, [`${noTraffic} 2`, `${trafficAgain} 2`])
    await sensor.end()
  })
})
