/** The core with the real engine, store and hash threads, as they are bundled. */
import { rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { afterAll, beforeAll, expect, test } from "vitest"
import { partsBeside } from "../../electron/core/parts.ts"
import type { StartedCore } from "../../electron/core/start.ts"
import { bytes, ethernet, ipv4, pcap, tcp, u16 } from "../make/frames.ts"
import { admin, ended, freshFolder, start, type Someone } from "./site-in-a-folder.ts"

const folder = freshFolder()
const parts = partsBeside(new URL("../../dist/web.js", import.meta.url).href)
let core: StartedCore
let person: Someone

beforeAll(async () => {
  core = await start(folder, { parts })
  person = await admin(core)
})
afterAll(async () => {
  await core.stop()
  rmSync(folder, { recursive: true })
})

const text = (value: string): Uint8Array => new TextEncoder().encode(value)
const plc = { from: "00:00:54:00:00:01", to: "00:50:56:00:00:02" }

/** A controller says who it is: Modbus device identification, vendor and revision. */
function identification(revision: string): Uint8Array {
  const objects = bytes(0, 9, text("Schneider"), 2, revision.length, text(revision))
  const body = bytes(1, 43, 14, 1, 1, 0, 0, 2, objects)
  const data = bytes(u16(7), u16(0), u16(body.length), body)
  return ethernet(plc, ipv4({ from: "10.0.0.1", to: "10.0.0.2" }, tcp({ from: 502, to: 40_000, seq: 1, data })))
}

async function read(name: string, content: Uint8Array) {
  const path = join(folder, name)
  writeFileSync(path, content)
  const { ids } = await person.ask("captures.add", { paths: [path] })
  return ended(person, ids[0]!)
}

const capture = (time: number, revision: string): Uint8Array => pcap([{ time, frame: identification(revision) }])

test("a later import leaves the proofs of an earlier one as they were", async () => {
  const first = await read("first.pcap", capture(1e12, "v2.7"))
  const second = await read("second.pcap", capture(2e12, "v2.8"))
  expect([first.state, second.state]).toEqual(["done", "done"])
  const { devices } = await person.ask("devices.list", { after: "", limit: 100 })
  const device = devices.find((one) => one.macs.includes(plc.from))!
  expect(device).toMatchObject({ vendor: "Schneider", firmware: "v2.8" })
  const { claims } = await person.ask("devices.get", { id: device.id })
  const from = (value: string) => claims.find((claim) => claim.value === value)!
  expect(from("Schneider")).toMatchObject({ captureFile: "first.pcap", capture: first.sha256 })
  expect(from("v2.7")).toMatchObject({ captureFile: "first.pcap" })
  expect(from("v2.8")).toMatchObject({ captureFile: "second.pcap", capture: second.sha256 })
  for (const claim of [from("Schneider"), from("v2.8")]) {
    const proof = await person.ask("devices.proof", { id: device.id, index: claim.index })
    expect(proof.missing).toBe("")
    const [mark] = proof.packets[0]!.marks
    const shown = Buffer.from(proof.packets[0]!.hex, "hex").subarray(mark!.offset, mark!.offset + mark!.length)
    expect(shown.toString("latin1")).toBe(claim.value)
  }
})

test("why a device refuses stands beside its functions", async () => {
  const ends = { client: "10.0.0.22", server: "10.0.0.21" }
  const body = (...data: readonly number[]) => bytes(u16(9), u16(0), u16(data.length), ...data)
  const says = (n: number, from: number, to: number, data: Uint8Array) => ({
    time: 3e12 + n * 1000,
    frame: ethernet(
      to === 502
        ? { from: "00:50:56:00:00:22", to: "00:00:54:00:00:21" }
        : { from: "00:00:54:00:00:21", to: "00:50:56:00:00:22" },
      ipv4(
        to === 502 ? { from: ends.client, to: ends.server } : { from: ends.server, to: ends.client },
        tcp({ from, to, seq: 1, data }),
      ),
    ),
  })
  const asked = says(0, 40_001, 502, body(1, 3, 0xff, 0, 0, 2))
  const refused = says(1, 502, 40_001, body(1, 0x83, 2))
  await read("refused.pcap", pcap([asked, refused]))
  const { devices } = await person.ask("devices.list", { after: "", limit: 100 })
  const device = devices.find(({ addresses }) => addresses.includes(ends.server))!
  const { protocols } = await person.ask("devices.protocols", { id: device.id })
  const modbus = protocols.find(({ name }) => name === "modbus")!
  expect(modbus.functions.map(({ key, exceptions }) => [key, exceptions])).toEqual([["3", 1]])
  expect(modbus.details).toEqual([{ key: "exception:2", name: "illegal data address", role: "answers", count: 1 }])
})

test("the same file again is recognised, under another name too", async () => {
  const again = await read("copy of first.pcap", capture(1e12, "v2.7"))
  expect(again).toMatchObject({ state: "known", message: expect.stringContaining("first.pcap") as string })
})

const names = ["mit Umlaut äöü.pcap", "пробный захват.pcap", "工場の記録.pcap", "name with  spaces.pcap"]

test.each(names)("%s is read", async (name) => {
  expect(await read(name, capture(3e12 + names.indexOf(name) * 1e6, "v2.9"))).toMatchObject({
    state: "done",
    file: name,
    packets: 1,
  })
})

test("what is no capture fails with the reason and the remedy", async () => {
  const failed = await read("notes.txt", text("this is no capture at all, only a note"))
  expect(failed.state).toBe("failed")
  expect(failed.message).toMatch(/neither pcap nor pcapng .*[^.]\. Save/)
})

test("a file that is not there is refused in words, and the next one is read", async () => {
  const add = person.ask("captures.add", { paths: [join(folder, "gone.pcap")] })
  await expect(add).rejects.toThrow(/gone\.pcap can't be imported: there is no such file/)
  expect(await read("after.pcap", capture(4e12, "v3.0"))).toMatchObject({ state: "done" })
})

test("the newest day of the overview holds the packets of that day", async () => {
  const { period, captures } = await person.ask("overview.get", {})
  const within = captures.filter(({ first, last }) => first >= period.from && last < period.to)
  expect(within.length).toBeGreaterThan(0)
  expect(period.packets).toBe(within.reduce((sum, { accounting }) => sum + accounting.read, 0))
})
