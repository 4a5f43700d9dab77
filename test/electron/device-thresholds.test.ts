/** Thresholds of single devices as an Admin sets them: kept, told, shown, and in force for what is read from then on; and what the timeline says of work. */
import { writeFileSync } from "node:fs"
import { join } from "node:path"
import { afterAll, beforeAll, expect, test } from "vitest"
import { partsBeside } from "../../electron/core/parts.ts"
import type { StartedCore } from "../../electron/core/start.ts"
import { noonOfMonday } from "../make/batches.ts"
import { ethernet, ipv4, pcap, tcp } from "../make/frames.ts"
import { admin, ended, freshFolder, removeFolder, start, type Someone } from "./site-in-a-folder.ts"

const folder = freshFolder()
const parts = partsBeside(new URL("../../dist/web.js", import.meta.url).href)
const kind = "port-scan-detected"
let core: StartedCore
let boss: Someone
beforeAll(async () => {
  core = await start(folder, { parts })
  boss = await admin(core)
}, 60_000)
afterAll(async () => {
  await core.stop()
  removeFolder(folder)
})

let reads = 0
/** So many ports of 10.0.0.2 are tried from an address, a second apart. */
async function scan(from: string, ports: number): Promise<void> {
  const begin = noonOfMonday + ++reads * 3600e6
  const frames = Array.from({ length: ports }, (_, n) => {
    const link = { from: `00:50:56:00:00:${from.split(".")[3]!.padStart(2, "0")}`, to: "00:80:f4:00:00:02" }
    const segment = tcp({ from: 40_000 + n, to: 1000 + n, seq: 1, flags: 2, data: new Uint8Array() })
    return { time: begin + n * 1e6, frame: ethernet(link, ipv4({ from, to: "10.0.0.2" }, segment)) }
  })
  const path = join(folder, `scan ${reads}.pcap`)
  writeFileSync(path, pcap(frames))
  const { ids } = await boss.ask("captures.add", { paths: [path] })
  expect(await ended(boss, ids[0]!)).toMatchObject({ state: "done" })
}
const scans = async () =>
  (
    await boss.ask("alerts.list", {
      filter: { kinds: [kind] },
      sort: "first",
      descending: false,
      offset: 0,
      limit: 100,
    })
  ).alerts.map(({ source, count }) => `${source.address} ${count}`)
const device = async (address: string) =>
  (await boss.ask("devices.list", { after: "", limit: 100 })).devices.find(({ addresses }) =>
    addresses.includes(address),
  )!
const entry = async () => (await boss.ask("alerts.catalogue", {})).kinds.find(({ id }) => id === kind)!

test("a device with a lower one is told of sooner, one with a higher one not at all, all others as before", async () => {
  for (const from of ["10.0.0.7", "10.0.0.8", "10.0.0.9"]) await scan(from, 5)
  expect(await scans()).toEqual([])
  const [low, high] = [(await device("10.0.0.7")).id, (await device("10.0.0.8")).id]
  const deviceThresholds = [
    { device: low, count: 4, seconds: 60 },
    { device: high, count: 1000, seconds: 60 },
  ]
  await boss.ask("alerts.configure", { kind, on: true, threshold: null, deviceThresholds })
  expect((await entry()).deviceThresholds).toMatchObject(deviceThresholds)
  expect((await entry()).threshold).toMatchObject({ count: 25, decides: "source" })
  for (const from of ["10.0.0.7", "10.0.0.8", "10.0.0.9"]) await scan(from, 6)
  expect(await scans()).toEqual(["10.0.0.7 1"])
  for (const from of ["10.0.0.8", "10.0.0.9"]) await scan(from, 30)
  expect(await scans()).toEqual(["10.0.0.7 1", "10.0.0.9 1"])
})

test("they stay when the sensor's own is changed, survive a restart, and are refused where they make no sense", async () => {
  await boss.ask("alerts.configure", { kind, on: true, threshold: { count: 40, seconds: 60 } })
  await core.stop()
  core = await start(folder, { parts })
  boss = await admin(core)
  expect((await entry()).deviceThresholds.length).toBe(2)
  const [one] = (await entry()).deviceThresholds
  const { device: id } = one!
  const set = (of: string, all: { device: string; count: number; seconds: number }[]) =>
    boss.ask("alerts.configure", { kind: of, on: true, threshold: null, deviceThresholds: all })
  await expect(set("new-asset-detected", [{ device: id, count: 1, seconds: 1 }])).rejects.toThrow(/no threshold/)
  await expect(set(kind, [{ device: "nobody", count: 1, seconds: 1 }])).rejects.toThrow(/not in the inventory/)
  await expect(
    set(kind, [
      { device: id, count: 1, seconds: 1 },
      { device: id, count: 2, seconds: 1 },
    ]),
  ).rejects.toThrow(/twice/)
  await set(kind, [])
  expect((await entry()).deviceThresholds).toEqual([])
})

test("the timeline says what was imported, edited and saved", async () => {
  const { id } = await device("10.0.0.9")
  await boss.ask("devices.edit", { id, edit: { name: "Laptop of Ana", type: "engineering-station", scanner: true } })
  await boss.ask("devices.edit", { id, edit: { name: null, purdue: 3 } })
  await boss.ask("captures.announce", { name: "night shift.pcapng", size: 5_000_000, print: "p" })
  const { captures } = await boss.ask("captures.list", {})
  await boss.ask("captures.forget", { id: captures.find(({ file }) => file === "scan 1.pcap")!.id })
  const { events } = await boss.ask("timeline.list", { filter: {}, before: null, limit: 200 })
  const told = events.filter(({ by }) => by === "admin").map(({ title, text }) => `${title}: ${text}`)
  expect(told).toEqual(
    expect.arrayContaining([
      "Captures given to import: scan 1.pcap.",
      "Device edited: Name: “Laptop of Ana”; type: Engineering station; scanner: yes.",
      "Device edited: Name as traffic shows it; Purdue level: Site operations (level 3).",
      "Capture sent up to import: night shift.pcapng, 5,000 kB.",
      "Import taken off the list: scan 1.pcap. What was learned from it stays.",
      "Alert settings changed: Port Scan Detected: on. Own thresholds for 2 devices.",
    ]),
  )
  expect(told.filter((text) => text.endsWith(": "))).toEqual([])
})
