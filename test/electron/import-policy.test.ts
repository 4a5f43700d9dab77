/** An import is judged from its first batch to its last as it began, also when it is interrupted and people change the settings meanwhile. */
import { spawnSync } from "node:child_process"
import { writeFileSync } from "node:fs"
import { join } from "node:path"
import { setTimeout as wait } from "node:timers/promises"
import { fileURLToPath } from "node:url"
import { afterEach, beforeAll, beforeEach, expect, test } from "vitest"
import { ImportQueue } from "../../electron/core/import-queue.ts"
import type { Database } from "../../electron/store/database.ts"
import { detection } from "../../electron/store/detection.ts"
import { devices } from "../../electron/store/devices.ts"
import { imports } from "../../electron/store/imports.ts"
import { openSite } from "../../electron/store/open-site.ts"
import { ethernet, ipv4, modbusRequest, pcap, tcp } from "../make/frames.ts"
import { scriptedDevice } from "./scripted-engine.ts"
import { freshFolder, removeFolder } from "./site-in-a-folder.ts"

const root = fileURLToPath(new URL("../..", import.meta.url))
const engine = new URL("../../dist/engine.js", import.meta.url)
const wasm = join(root, "node_modules/sql.js/dist/sql-wasm.wasm")

let folder: string
let database: Database
beforeAll(() => void spawnSync(process.execPath, [join(root, "build/build.mjs"), "node", "--quiet"]))
beforeEach(async () => {
  folder = freshFolder()
  ;({ database } = await openSite({ folder, driver: "node:sqlite", readOnly: false, wasm, now: 0 }))
})
afterEach(() => {
  database.close()
  removeFolder(folder)
})

/** Requests of one client; from the given packet on, of another. */
function write(name: string, packets: number, secondFrom: number): string {
  const path = join(folder, name)
  const frames = Array.from({ length: packets }, (_, n) => {
    const client = n < secondFrom ? 1 : 2
    const link = { from: `00:1d:9c:00:00:0${client}`, to: "00:a0:f8:00:00:01" }
    const segment = tcp({ from: 50_000, to: 502, seq: 1 + n * 12, data: modbusRequest(n & 0xffff) })
    const frame = ethernet(link, ipv4({ from: `10.0.0.10${client}`, to: "10.0.0.1" }, segment))
    return { time: 1.7e15 + n * 1000, frame }
  })
  writeFileSync(path, pcap(frames))
  return path
}

const learn = (learning: boolean): void =>
  database.transaction(() => detection.set(database, { ...detection.get(database), learning }))
const raised = (): string[] =>
  database
    .all<{ source_address: string }>("select source_address from alerts order by place")
    .map((row) => row.source_address)

/** Until it is done, or, where wanted, until its first batch is in the store. */
async function run(interrupt: boolean, add: ((queue: ImportQueue) => string) | null, id = ""): Promise<string> {
  const isOver = (): boolean => {
    const one = imports.get(database, id)
    return one?.state === "done" || (interrupt && (one?.applied ?? 0) > 0)
  }
  let stopping: Promise<void> | null = null
  const queue: ImportQueue = new ImportQueue(database, folder, engine, () => {
    // Called within the batch's turn: what the engine sends from here on is not heard, as after a crash.
    if (interrupt && isOver()) stopping ??= queue.stop()
  })
  queue.start()
  if (add) id = add(queue)
  for (let left = 400; left > 0 && !isOver(); left--) await wait(25)
  expect(isOver()).toBe(true)
  await (stopping ?? queue.stop())
  return id
}

test.each([
  [true, []],
  [false, ["10.0.0.101", "10.0.0.1", "10.0.0.102"]],
])("begun while learning is %s", async (learning, wanted) => {
  learn(learning)
  const path = write("long.pcap", 30_000, 25_000)
  const id = await run(true, (queue) => queue.add([{ path, file: "long.pcap", by: "anna" }])[0]!)
  expect(imports.get(database, id)).toMatchObject({ state: "reading", policy: { learning } })
  learn(!learning)
  await run(false, null, id)
  expect(imports.get(database, id)).toMatchObject({ state: "done", policy: { learning } })
  expect(raised().sort()).toEqual([...wanted].sort())
})

test("what a person said of devices goes into the policy by their addresses", () => {
  const at = (n: number) => scriptedDevice(n, 1)
  database.transaction(() => {
    for (const n of [1, 2, 3]) devices.put(database, "x", at(n))
    devices.edit(database, at(1).id, { programming: true }, "anna", 1)
    devices.edit(database, at(2).id, { scanner: true, programming: false }, "anna", 1)
  })
  const { engineering, scanners } = detection.policy(database)
  expect(engineering).toEqual([...at(1).addresses, ...at(1).macs].sort())
  expect(scanners).toEqual([...at(2).addresses, ...at(2).macs].sort())
})
