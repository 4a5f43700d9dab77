/** The capture doctor over the API: with the real engine, across a restart, for captures of before, and for a live capture. */
import { writeFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { afterEach, beforeEach, expect, test } from "vitest"
import { doctorDesk } from "../../electron/core/doctor-desk.ts"
import { partsBeside } from "../../electron/core/parts.ts"
import { applyLiveBatch, takeSegmentBack } from "../../electron/store/apply-live-batch.ts"
import type { Database } from "../../electron/store/database.ts"
import { health } from "../../electron/store/health.ts"
import { live } from "../../electron/store/live.ts"
import { openSite } from "../../electron/store/open-site.ts"
import { callTable } from "../../electron/store/tables.ts"
import { makeBatch, noonOfMonday } from "../make/batches.ts"
import { ethernet, ipv4, modbusRequest, pcap, tcp } from "../make/frames.ts"
import { health as figures } from "../make/health.ts"
import { admin, ended, freshFolder, removeFolder, start } from "./site-in-a-folder.ts"

const parts = partsBeside(new URL("../../dist/web.js", import.meta.url).href)
const wasm = fileURLToPath(new URL("../../node_modules/sql.js/dist/sql-wasm.wasm", import.meta.url))

let folder: string
beforeEach(() => void (folder = freshFolder()))
afterEach(() => removeFolder(folder))

const open = async (): Promise<Database> =>
  (await openSite({ folder, driver: "node:sqlite", readOnly: false, wasm, now: 0 })).database

/** An HMI that acknowledges answers which nobody mirrored. */
const oneSided = pcap(
  Array.from({ length: 40 }, (_, n) => {
    const segment = tcp({ from: 40_000, to: 502, seq: 1 + 12 * n, ack: 1 + 11 * n, data: modbusRequest(n) })
    const link = { from: "00:50:56:00:00:02", to: "00:1d:9c:00:00:01" }
    return {
      time: 1.7e15 + n * 1e6,
      frame: ethernet(link, ipv4({ from: "10.0.0.2", to: "10.0.0.1", id: n + 1 }, segment)),
    }
  }),
)

test("a one-sided capture is said to be one; so it is after a restart", async () => {
  let core = await start(folder, { parts })
  let person = await admin(core)
  expect(await person.ask("doctor.examine", { capture: "" })).toMatchObject({
    capture: "",
    examined: null,
    captures: [],
  })
  const path = join(folder, "half.pcap")
  writeFileSync(path, oneSided)
  const { ids } = await person.ask("captures.add", { paths: [path] })
  await ended(person, ids[0]!)
  const found = await person.ask("doctor.examine", { capture: "" })
  expect(found).toMatchObject({ capture: ids[0], file: "half.pcap", isLive: false, isReading: false, why: "" })
  expect(found.examined?.headline).toContain("one direction only: in 1 of 1 TCP conversation")
  expect(found.examined?.checks[0]).toMatchObject({ id: "directions", verdict: "prevents" })
  expect(found.examined?.protocols).toEqual([{ name: "modbus", frames: 40, messages: 40, commands: 0 }])
  await core.stop()

  core = await start(folder, { parts })
  person = await admin(core)
  expect(await person.ask("doctor.examine", { capture: ids[0]! })).toEqual(found)
  const gone = await person.raw("doctor.examine", { capture: "no such capture" })
  expect(gone).toMatchObject({ ok: false, code: "refused" })
  await core.stop()

  const database = await open()
  database.transaction(() => health.dropOf(database, ids[0]!))
  database.close()
  core = await start(folder, { parts })
  person = await admin(core)
  const old = await person.ask("doctor.examine", { capture: "" })
  expect(old.examined).toBeNull()
  expect(old.why).toContain("Import the file again")
  await core.stop()
}, 60_000)

const cut = { turns: [[0, 1]], reached: [{ interface: "eth1", file: "a", offset: 1 }], newest: [1] } as const

test("a live capture tells its last minutes: what was put right shows soon, what was taken back does not", async () => {
  const database = await open()
  const begun = { session: "live-1", interfaces: ["eth1"], at: 1, by: "anna" }
  database.transaction(() => live.begin(database, begun))
  const minute = (oneWay: number): void => {
    const settled = {
      last: true,
      state: Uint8Array.of(1),
      health: figures({ oneWay, bothWays: 40 - oneWay, last: noonOfMonday + 60e6 }),
    }
    applyLiveBatch(database, makeBatch(1, settled), cut)
  }
  const site = {
    query: (table: string, name: string, ...values: unknown[]) =>
      Promise.resolve(callTable(database, { table, name, values })),
  }
  const desk = doctorDesk({ site: site as never, now: () => noonOfMonday + 3600e6 })
  const examined = async () => desk.examine({ capture: "" }, null as never)

  for (let n = 0; n < 3; n++) minute(40)
  const before = await examined()
  expect(before).toMatchObject({ capture: "live-1", isLive: true, examined: { verdict: "prevents" } })
  expect(before.examined?.headline).toContain("120 of 120")
  for (let n = 0; n < 5; n++) minute(0)
  expect((await examined()).examined?.verdict).toBe("good")

  applyLiveBatch(database, makeBatch(1, { health: figures({ oneWay: 4000 }) }), cut)
  expect((await examined()).examined?.verdict).toBe("prevents")
  takeSegmentBack(database, null)
  expect((await examined()).examined?.verdict).toBe("good")
  database.close()
})
