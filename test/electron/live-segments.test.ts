/** Live capture in the writing thread with the real engine: the test writes the ring; imports come in between; the thread ends at any moment. */
import { spawnSync } from "node:child_process"
import { mkdirSync, rmSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { setTimeout as wait } from "node:timers/promises"
import { fileURLToPath } from "node:url"
import { afterEach, beforeAll, beforeEach, expect, test } from "vitest"
import { ImportQueue } from "../../electron/core/import-queue.ts"
import type { ThreadNews } from "../../electron/core/site-messages.ts"
import type { Database } from "../../electron/store/database.ts"
import { connections } from "../../electron/store/connections.ts"
import { devices } from "../../electron/store/devices.ts"
import { imports } from "../../electron/store/imports.ts"
import { live } from "../../electron/store/live.ts"
import { openSite } from "../../electron/store/open-site.ts"
import { ethernet, ipv4, modbusRequest, pcap, tcp } from "../make/frames.ts"
import { freshFolder, removeFolder } from "./site-in-a-folder.ts"

const root = fileURLToPath(new URL("../..", import.meta.url))
const engine = new URL("../../dist/engine.js", import.meta.url)

let folder: string
let database: Database
let queue: ImportQueue
let problems: string[]
const wish = { session: "live-1", interfaces: ["eth1", "eth2"], at: 1, by: "anna", most: 1e9 }

beforeAll(() => void spawnSync(process.execPath, [join(root, "build/build.mjs"), "node", "--quiet"]))
beforeEach(async () => {
  folder = freshFolder()
  problems = []
  await open()
})
afterEach(async () => {
  await close()
  removeFolder(folder)
})

async function open(entry = engine): Promise<void> {
  const wasm = join(root, "node_modules/sql.js/dist/sql-wasm.wasm")
  ;({ database } = await openSite({ folder, driver: "node:sqlite", readOnly: false, wasm, now: 0 }))
  const heard = (news: ThreadNews): void => {
    if (news.news === "live" && news.live.problem !== "") problems.push(news.live.problem)
  }
  queue = new ImportQueue(database, folder, entry, heard)
  queue.start()
}

/** As a crash: the engine's thread ends where it stands. */
async function close(): Promise<void> {
  await queue.stop()
  database.close()
}

/** Packets n, n + 1 … between ten stations, the time 10 ms apart. */
const packets = (from: number, count: number): Uint8Array =>
  pcap(
    Array.from({ length: count }, (_, index) => {
      const station = 1 + ((from + index) % 10)
      const link = { from: "00:1d:9c:00:00:01", to: `00:a0:f8:00:00:0${station.toString(16)}` }
      const data = modbusRequest((from + index) & 0xffff)
      const segment = tcp({ from: 50_000, to: 502, seq: 1 + (from + index) * 12, data })
      const frame = ethernet(link, ipv4({ from: "10.0.0.100", to: `10.0.0.${station}` }, segment))
      return { time: 1.7e15 + (from + index) * 10_000, frame }
    }),
  )

const ringFile = (name: string, number: number): string =>
  join(folder, "ring", name, `run-000001_0000${number}_20260101120000.pcapng`)
function write(name: string, number: number, from: number, count: number): void {
  const path = ringFile(name, number)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, packets(from, count))
}

const analysed = (): number => live.get(database)?.now.accounting.read ?? 0
const settled = (): number => live.get(database)?.settled.accounting.read ?? 0
async function until(wanted: () => boolean): Promise<void> {
  for (let left = 300; left > 0 && !wanted(); left--) await wait(50)
  expect(wanted()).toBe(true)
}

/** What was learnt, without who wrote it. */
const learnt = () => ({
  devices: database.all("select id, data from devices order by id"),
  claims: database.all("select id, data from claims order by id"),
  connections: database.all("select id, data from connections order by id"),
  talks: database.all("select id, client, server, protocol from talks order by id"),
  measures: database.all("select grain, part, step, shard, hex(data) as data from measures order by 1, 2, 3, 4"),
  totals: imports.get(database, wish.session)?.accounting,
})

test("two interfaces are followed as one capture in the list, which stands for all of it", async () => {
  write("eth1", 1, 0, 400)
  queue.follow(wish)
  await until(() => analysed() === 400)
  write("eth2", 1, 10_000, 50)
  write("eth1", 2, 400, 30)
  await until(() => analysed() === 480)
  const [one, ...others] = imports.listed(database)
  expect(others).toEqual([])
  expect(one).toMatchObject({
    file: "Live capture on eth1, eth2",
    state: "done",
    addedBy: "anna",
    accounting: { read: 480 },
  })
  expect(live.get(database)!.now.heard.map((of) => of.analysed)).toEqual([430, 50])
  expect([devices.count(database), connections.count(database)]).toEqual([11, 10])
  expect(() => queue.forget(wish.session)).toThrow(/Only an import that has ended/)
  queue.follow(null)
  await until(() => settled() === 480)
  expect(live.get(database)!.cuts).toEqual([])
  queue.forget(wish.session)
})

test("the thread ends again and again: nothing is lost, nothing counted twice, and what is learnt is the same", async () => {
  for (let number = 1; number <= 4; number++) write("eth1", number, number * 1000, 300)
  queue.follow(wish)
  await until(() => analysed() === 1200)
  for (let number = 5; number <= 8; number++) {
    await close()
    write("eth1", number, number * 1000, 300)
    await open()
    queue.follow(wish)
    await until(() => analysed() === number * 300)
    expect(settled()).toBe(0)
  }
  queue.follow(null)
  await until(() => settled() === 2400)
  const found = learnt()
  await close()
  const ring = join(folder, "ring")
  const before = folder
  folder = freshFolder()
  spawnSync("cp", ["-r", ring, folder])
  removeFolder(before)
  await open()
  queue.follow(wish)
  queue.follow(null)
  await until(() => settled() === 2400)
  const wanted = learnt()
  for (const part of ["devices", "claims", "connections", "talks", "measures", "totals"] as const)
    expect(found[part], part).toEqual(wanted[part])
})

test("an import goes in between, and the capture goes on where it was", async () => {
  write("eth1", 1, 0, 500)
  queue.follow(wish)
  await until(() => analysed() === 500)
  const path = join(folder, "earlier.pcap")
  writeFileSync(path, packets(50_000, 700))
  const [id] = queue.add([{ path, file: "earlier.pcap", by: "anna" }])
  await until(() => imports.get(database, id!)?.state === "done")
  expect(settled()).toBe(500)
  write("eth1", 2, 500, 100)
  await until(() => analysed() === 600)
  expect(imports.get(database, id!)?.accounting.read).toBe(700)
  expect(imports.listed(database).map(({ accounting }) => accounting.read)).toEqual([700, 600])
})

test("a capture that was stopped is read to its end before the next one begins", async () => {
  write("eth1", 1, 0, 500)
  queue.follow(wish)
  await until(() => analysed() === 500)
  write("eth1", 2, 500, 200)
  queue.follow(null)
  queue.follow({ ...wish, session: "live-2", interfaces: ["eth1"] })
  await until(() => live.get(database)?.session === "live-2")
  expect(imports.get(database, "live-1")?.accounting.read).toBe(700)
  write("eth1", 3, 700, 50)
  await until(() => analysed() === 50)
  expect(imports.listed(database).map(({ file }) => file)).toEqual([
    "Live capture on eth1",
    "Live capture on eth1, eth2",
  ])
})

test("a ring file that is gone after a crash is told; its packets are taken back and counted as lost", async () => {
  write("eth1", 1, 0, 500)
  queue.follow(wish)
  await until(() => analysed() === 500)
  await close()
  rmSync(ringFile("eth1", 1))
  write("eth1", 2, 500, 100)
  await open()
  queue.follow(wish)
  await until(() => analysed() === 100)
  expect(live.get(database)).toMatchObject({ lost: 500 })
  expect(problems.join()).toContain("A part of the live capture was lost")
  expect(imports.get(database, wish.session)?.accounting.read).toBe(100)
  queue.follow(null)
  await until(() => settled() === 100)
})

test("packets that the engine does not survive are passed over, told and counted, and the capture goes on", async () => {
  await close()
  write("eth1", 1, 0, 500)
  write("eth2", 1, 0, 20)
  await open(new URL("./breaking-engine.ts", import.meta.url))
  queue.follow(wish)
  await until(() => live.get(database)?.lost === 520)
  expect(problems.join()).toContain("the engine stopped twice")
  await close()
  write("eth1", 2, 500, 100)
  await open()
  queue.follow(wish)
  await until(() => analysed() === 100)
})
