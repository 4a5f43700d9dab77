/** Live capture for real: a cable between two network namespaces, tcpreplay at one end, the sensor at the other. Not a packet unaccounted for, whatever dies. */
import { spawnSync } from "node:child_process"
import { writeFileSync } from "node:fs"
import { join } from "node:path"
import { setTimeout as wait } from "node:timers/promises"
import { fileURLToPath } from "node:url"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import type { MonitoringState } from "../../shared/api/contract/monitoring.ts"
import { packetsAfter } from "../../electron/capture/ring-files.ts"
import { bytes, ethernet, ipv4, pcap, tcp, u16 } from "../make/frames.ts"
import { freshFolder, removeFolder } from "./site-in-a-folder.ts"
import { captureProcess, isAlive, whyNoWire, Wire } from "./wire.ts"
import type { Sensor } from "./wire.ts"

const why = whyNoWire()
const whole = { file: "", offset: 0 }
const packetsOfCapture = 60_000
const settings = { interfaces: ["mirror0"], filter: "", quietSeconds: 5, ringMegabytes: 200 }

/** Modbus polls of 40 controllers. */
function poll(number: number): Uint8Array {
  const host = 1 + (number % 40)
  const link = { from: "00:1d:9c:00:00:01", to: `00:a0:f8:00:00:${host.toString(16).padStart(2, "0")}` }
  const data = bytes(u16(number & 0xffff), u16(0), u16(6), 1, 3, u16(number % 100), u16(1))
  const segment = tcp({ from: 50_000 + host, to: 502, seq: 1 + Math.floor(number / 40) * 12, data })
  return ethernet(link, ipv4({ from: "10.0.0.1", to: `10.0.1.${host}` }, segment))
}

describe.skipIf(why !== "")(`on a wire${why === "" ? "" : ` (not run: ${why})`}`, () => {
  let folder: string
  let capture: string
  let wire: Wire
  let sites = 0

  beforeAll(() => {
    spawnSync(process.execPath, [fileURLToPath(new URL("../../build/build.mjs", import.meta.url)), "node", "--quiet"])
    folder = freshFolder()
    capture = join(folder, "polls.pcap")
    writeFileSync(
      capture,
      pcap(Array.from({ length: packetsOfCapture }, (_, n) => ({ time: 1e12 + n * 100, frame: poll(n) }))),
    )
    wire = new Wire()
  })
  afterAll(() => {
    wire.remove()
    removeFolder(folder)
  })

  const freshSite = (): string => join(folder, `site ${++sites}`)
  const ringOf = (site: string): string => join(site, "ring", wire.name)
  const shownOf = (state: MonitoringState) => state.interfaces[0]!

  /** Until the interface is as wanted; the last state. */
  async function until(sensor: Sensor, wanted: (one: MonitoringState["interfaces"][number]) => boolean, seconds = 20) {
    for (let left = seconds * 5; left > 0; left--) {
      const state = await sensor.ask("monitoring.state", {})
      if (state.interfaces.length > 0 && wanted(shownOf(state))) return shownOf(state)
      await wait(200)
    }
    throw new Error(`not reached: ${JSON.stringify(await sensor.ask("monitoring.state", {}))}`)
  }

  async function listening(site: string): Promise<Sensor> {
    const sensor = await wire.sensor(site)
    await sensor.ask("monitoring.start", settings)
    await wait(1000)
    return sensor
  }

  async function messagesOf(sensor: Sensor): Promise<string[]> {
    await wait(1500)
    return (await sensor.ask("site.status", {})).messages.map(({ title }) => title)
  }

  /** Until the engine stands still; then monitoring is stopped, so that the program's closing count is in. */
  async function atRest(sensor: Sensor) {
    let before = -1
    await until(sensor, (one) => one.analysed === before || ((before = one.analysed), false), 30)
    await sensor.ask("monitoring.stop", {})
    await wait(1500)
    return shownOf(await sensor.ask("monitoring.state", {}))
  }

  test("10,000 packets a second for a minute, and none unaccounted for", { timeout: 120_000 }, async () => {
    const site = freshSite()
    const sensor = await listening(site)
    const early = wait(4000).then(() => sensor.ask("devices.list", { after: "", limit: 100 }))
    const sent = await wire.send(capture, 10_000, 10)
    expect(sent).toBe(10 * packetsOfCapture)
    expect((await early).devices.length).toBe(41)
    const end = await atRest(sensor)
    process.stdout.write(`sent ${sent}, analysed ${end.analysed}, dropped ${end.dropped}, received ${end.received}\n`)
    expect(end.analysed + end.dropped).toBe(sent)
    expect(end.received).toBe(end.analysed)
    expect(end.transmittedNow).toBe(end.transmittedBefore)
    const { captures } = await sensor.ask("captures.list", {})
    const { accounting, packets } = captures[0]!
    expect([captures.length, packets, accounting.read]).toEqual([1, end.analysed, end.analysed])
    expect(accounting.decoded + accounting.recognised + accounting.truncated + accounting.malformed).toBe(end.analysed)
    await sensor.end()
  })

  test(
    "the capture program is killed: it is started again, and what passed meanwhile is told",
    { timeout: 60_000 },
    async () => {
      const site = freshSite()
      const sensor = await listening(site)
      const sending = wire.send(capture, 6000, 1)
      await sensor.ask("monitoring.preview", { interface: wire.name, filter: "tcp" })
      await wait(3000)
      const preview = await sensor.ask("monitoring.preview", { interface: wire.name, filter: "tcp" })
      expect(preview).toMatchObject({ verdict: "good", devices: 41, unicastOfOthers: 1 })
      expect(preview.protocols[0]).toMatchObject({ name: "modbus", ot: true })
      process.kill(captureProcess(ringOf(site)), "SIGKILL")
      const sent = await sending
      const end = await atRest(sensor)
      process.stdout.write(`sent ${sent}, analysed ${end.analysed}, dropped ${end.dropped}\n`)
      expect(end.restarts).toBe(1)
      expect(end.analysed).toBe(await packetsAfter(ringOf(site), whole))
      expect(end.dropped).toBeGreaterThan(0)
      // What passed unheard is known from the system's counter, and exactly so once the traffic rests.
      expect(end.analysed + end.dropped).toBe(sent)
      await sensor.end()
    },
  )

  test("the sensor is killed: it goes on by itself, and counts nothing twice", { timeout: 60_000 }, async () => {
    const site = freshSite()
    const killed = await listening(site)
    const sending = wire.send(capture, 6000, 1)
    await wait(3000)
    const orphan = captureProcess(ringOf(site))
    await killed.kill()
    const sensor = await wire.sensor(site)
    const sent = await sending
    await until(sensor, (one) => one.analysed > 0)
    const end = await atRest(sensor)
    const inRing = await packetsAfter(ringOf(site), whole)
    process.stdout.write(`sent ${sent}, in the ring ${inRing}, analysed ${end.analysed}\n`)
    expect(end.analysed).toBe(inRing)
    expect(end.received).toBe(inRing)
    expect(inRing).toBeGreaterThan(sent / 3)
    expect(isAlive(orphan)).toBe(false)
    const { captures } = await sensor.ask("captures.list", {})
    expect(captures.map(({ packets }) => packets)).toEqual([inRing])
    const { devices } = await sensor.ask("devices.list", { after: "", limit: 100 })
    expect(devices.find((one) => one.addresses.includes("10.0.0.1"))).toMatchObject({ sentPackets: inRing })
    await sensor.end()
  })

  test("the interface goes down, comes up, disappears and comes back; quiet is told", { timeout: 60_000 }, async () => {
    const site = freshSite()
    const sensor = await listening(site)
    const few = 2000
    const small = join(folder, "few.pcap")
    writeFileSync(small, pcap(Array.from({ length: few }, (_, n) => ({ time: 1e12 + n * 100, frame: poll(n) }))))
    expect(await wire.send(small, 4000, 1)).toBe(few)
    await until(sensor, (one) => one.analysed === few)
    wire.set("down")
    await until(sensor, (one) => one.link === "down")
    expect(await messagesOf(sensor)).toContain("The monitored interface has no link")
    wire.set("up")
    await until(sensor, (one) => one.link === "up")
    await wire.send(small, 4000, 1)
    await until(sensor, (one) => one.analysed === 2 * few)
    wire.unplug()
    await until(sensor, (one) => one.link === "gone")
    wire.plug()
    await until(sensor, (one) => one.link === "up" && one.problem === "")
    await wait(1500)
    await wire.send(small, 4000, 1)
    const back = await until(sensor, (one) => one.analysed === 3 * few)
    expect(back).toMatchObject({ restarts: 0, silent: false, received: 3 * few })
    await until(sensor, (one) => one.silent)
    expect(await messagesOf(sensor)).toContain("No traffic detected")
    await wire.send(small, 4000, 1)
    await until(sensor, (one) => !one.silent)
    expect(await messagesOf(sensor)).not.toContain("No traffic detected")
    await sensor.end()
  })
})
