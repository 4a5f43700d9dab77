/** What people set about alerts while monitoring: it holds from the next segment, which begins at once; a segment that is read again is judged as it was. */
import { spawnSync } from "node:child_process"
import { mkdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { setTimeout as wait } from "node:timers/promises"
import { fileURLToPath } from "node:url"
import { afterEach, beforeAll, beforeEach, expect, test } from "vitest"
import { ImportQueue } from "../../electron/core/import-queue.ts"
import type { ThreadNews } from "../../electron/core/site-messages.ts"
import type { Database } from "../../electron/store/database.ts"
import { detection } from "../../electron/store/detection.ts"
import { live } from "../../electron/store/live.ts"
import { openSite } from "../../electron/store/open-site.ts"
import { ethernet, ipv4, modbusRequest, pcap, tcp } from "../make/frames.ts"
import { freshFolder, removeFolder } from "./site-in-a-folder.ts"

const root = fileURLToPath(new URL("../..", import.meta.url))
const engine = new URL("../../dist/engine.js", import.meta.url)
const wish = { session: "live-1", interfaces: ["eth1"], at: 1, by: "anna", most: 1e9 }

let folder: string
let database: Database
let queue: ImportQueue
let told: ThreadNews[]

beforeAll(() => void spawnSync(process.execPath, [join(root, "build/build.mjs"), "node", "--quiet"]))
beforeEach(async () => {
  folder = freshFolder()
  told = []
  await open()
})
afterEach(async () => {
  await close()
  removeFolder(folder)
})

async function open(): Promise<void> {
  const wasm = join(root, "node_modules/sql.js/dist/sql-wasm.wasm")
  ;({ database } = await openSite({ folder, driver: "node:sqlite", readOnly: false, wasm, now: 0 }))
  queue = new ImportQueue(database, folder, engine, (news) => void told.push(news))
  queue.start()
}

/** As a crash: the engine's thread ends where it stands. */
async function close(): Promise<void> {
  await queue.stop()
  database.close()
}

/** Twenty requests of one client to the controller, ten milliseconds apart. */
function write(number: number, client: number): void {
  const at = join(folder, "ring", "eth1", `run-000001_0000${number}_20260101120000.pcapng`)
  mkdirSync(join(folder, "ring", "eth1"), { recursive: true })
  const frames = Array.from({ length: 20 }, (_, n) => {
    const link = { from: `00:1d:9c:00:00:0${client}`, to: "00:a0:f8:00:00:01" }
    const segment = tcp({ from: 50_000, to: 502, seq: 1 + n * 12, data: modbusRequest(n) })
    const frame = ethernet(link, ipv4({ from: `10.0.0.10${client}`, to: "10.0.0.1" }, segment))
    return { time: 1.7e15 + number * 1e6 + n * 10_000, frame }
  })
  writeFileSync(at, pcap(frames))
}

const analysed = (): number => live.get(database)?.now.accounting.read ?? 0
const settled = (): number => live.get(database)?.settled.accounting.read ?? 0
const kinds = (): string[] =>
  database.all<{ kind: string }>("select kind from alerts order by place").map((row) => row.kind)
async function until(wanted: () => boolean): Promise<void> {
  for (let left = 300; left > 0 && !wanted(); left--) await wait(50)
  expect(wanted()).toBe(true)
}
const learn = (learning: boolean): void =>
  database.transaction(() => detection.set(database, { ...detection.get(database), learning }))

test("learning that is switched off holds from the next segment, and what is read again is judged as before", async () => {
  queue.follow(wish)
  write(1, 1)
  await until(() => analysed() === 20)
  expect(kinds()).toEqual([])
  learn(false)
  queue.judgeAnew()
  await until(() => settled() === 20 && live.get(database)?.policy?.learning === false)
  write(2, 2)
  await until(() => analysed() === 40)
  expect(kinds()).toEqual(["new-asset-detected"])
  await until(() => told.some((news) => news.news === "alerts" && news.open.major === 1))
  // The first packet of the new client proves it; the next ten are kept with it.
  const kept = database.all<{ frame: number }>("select frame from evidence order by frame").map((row) => row.frame)
  expect(kept).toEqual(expect.arrayContaining([21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31]))
  const found = (): string =>
    JSON.stringify([
      database.all("select * from alerts"),
      database.all("select * from alert_lines"),
      database.all("select * from newcomers"),
    ])
  const before = found()

  // Switched on again, but the segment is under way: after a crash it is judged as it began.
  learn(true)
  await close()
  write(3, 3)
  await open()
  queue.follow(wish)
  await until(() => analysed() === 60)
  expect(found()).not.toBe(before)
  expect(kinds()).toEqual(["new-asset-detected", "new-asset-detected"])
  queue.judgeAnew()
  await until(() => settled() === 60 && live.get(database)?.policy?.learning === true)
  write(4, 4)
  await until(() => analysed() === 80)
  expect(kinds()).toHaveLength(2)
})
