/** The sample plant end to end: what a technician must be shown of it. */
import { createHash } from "node:crypto"
import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, expect, test } from "vitest"
import { writeSamplePlant } from "../../build/sample-plant/index.ts"
import { writeVendorPrefixes } from "../../build/vendor-prefixes.mjs"
import { loadVendorPrefixes } from "../../electron/capture/vendor-prefixes.ts"
import { analyseBytes } from "../make/analyse-bytes.ts"

const folder = mkdtempSync(join(tmpdir(), "plantwarden-scenario-"))
afterAll(() => rmSync(folder, { recursive: true }))

const write = (name: string): Uint8Array => {
  const path = join(folder, name)
  writeSamplePlant(path)
  return new Uint8Array(readFileSync(path))
}
const file = write("one.pcapng")
const prefixes = join(folder, "prefixes.txt")
writeVendorPrefixes(prefixes)
const plant = analyseBytes(file, { vendorOf: loadVendorPrefixes(prefixes) })
const at = (address: string) => plant.devices.find((device) => device.addresses.includes(address))
const functions = plant.document["functions"] as Record<
  string,
  Record<string, { requests: number; responses: number; exceptions: number }>
>

test("the generator writes the same bytes every time", () => {
  const hash = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex")
  expect(hash(write("two.pcapng"))).toBe(hash(file))
})

test("every packet is accounted for, nothing of it is damaged", () => {
  const { read, decoded, recognised, truncated, malformed, unsupportedLink } = plant.accounting
  expect(decoded + recognised).toBe(read)
  expect([truncated, malformed, unsupportedLink]).toEqual([0, 0, 0])
  expect(decoded / read).toBeGreaterThan(0.98)
  expect(plant.capture.problems).toEqual([])
})

test.each([
  [
    "10.20.10.10",
    { type: "plc", vendor: "Siemens", model: "CPU 315-2 PN/DP", firmware: "V3.2.6", mode: "run", purdue: 1 },
  ],
  ["10.20.10.11", { type: "plc", vendor: "Siemens", model: "CPU 317-2 PN/DP", mode: "run" }],
  ["10.20.10.30", { type: "plc", model: "5069-L330ER/A", firmware: "33.011", serial: "60F1A2C8" }],
  ["10.20.10.31", { type: "drive", firmware: "7.001" }],
  ["10.20.10.32", { type: "hmi", purdue: 2 }],
  ["10.20.10.41", { type: "meter", vendor: "Schneider Electric", model: "METSEPM5560" }],
  ["10.20.10.43", { type: "drive", vendor: "Danfoss", model: "VLT FC-202", firmware: "3.42" }],
  ["10.20.10.44", { type: "protocol-converter", model: "MGate MB3180" }],
  ["10.20.10.50", { type: "rtu", model: "SEL-3530", serial: "1143290417" }],
  ["10.20.10.2", { type: "switch", name: "SW-CORE", firmware: "15.2(7)E3" }],
  ["10.20.10.1", { type: "router", router: true }],
  ["10.20.10.110", { type: "engineering-station" }],
  ["10.20.10.199", { type: "engineering-station", name: "DESKTOP-7Q2KLM" }],
  ["10.20.20.23", { type: "ip-camera", vendor: "Axis Communications AB" }],
  ["93.184.216.34", { internet: true, macs: [], type: "unknown" }],
])("%s is shown as what it is", (address, expected) => expect(at(address)).toMatchObject(expected))

test("about forty devices stand in the plant, and nothing is counted twice", () => {
  const devices = plant.devices.filter((device) => !device.internet)
  expect(devices.length).toBeGreaterThanOrEqual(38)
  expect(devices.length).toBeLessThanOrEqual(50)
  const addresses = devices.flatMap((device) => device.addresses)
  expect(new Set(addresses).size).toBe(addresses.length)
})

test("six OT protocols, each with questions and answers", () => {
  const ot = ["modbus", "s7comm", "enip", "cip", "dnp3", "profinet-dcp"]
  for (const name of ot) {
    const counts = Object.values(functions[name]!)
    expect(counts.some((one) => one.requests > 0) && counts.some((one) => one.responses > 0), name).toBe(true)
  }
})

test("the bad day is there: a stop, a download, a write, a scan", () => {
  expect(functions["s7comm"]?.["41"]).toMatchObject({ requests: 1, responses: 1 })
  const modes = plant.claims.get(at("10.20.10.11")!.id)!.filter((claim) => claim.field === "mode")
  expect([...new Set(modes.map((claim) => claim.value))].sort()).toEqual(["run", "stop"])
  expect(functions["s7comm"]?.["26"]).toMatchObject({ requests: 1, responses: 1 })
  expect(functions["modbus"]?.["16"]).toMatchObject({ requests: 1, responses: 1 })
  const laptop = at("10.20.10.199")!
  expect(laptop.firstSeen).toBeGreaterThan(at("10.20.10.10")!.firstSeen + 86_400e6)
  expect(plant.connections.filter((one) => one.client === laptop.id).length).toBeGreaterThan(20)
})

test("every proof points at bytes that hold the value", () => {
  const frames = framesOf(file)
  let checked = 0
  for (const claims of plant.claims.values()) {
    for (const { spans, value, field } of claims) {
      if (
        spans.length !== 1 ||
        !["model", "serial", "hostname", "stationName"].includes(field) ||
        /^[0-9A-F]{8}$/.test(value)
      )
        continue
      const { frame, offset, length } = spans[0]!
      const text = new TextDecoder("latin1").decode(frames[frame - 1]!.subarray(offset, offset + length))
      // NetBIOS writes names in half octets, DNS in labels: those say it in other letters.
      if (!text.toLowerCase().includes(value.toLowerCase().slice(0, 6))) continue
      checked++
    }
  }
  expect(checked).toBeGreaterThan(30)
  for (const claims of plant.claims.values())
    for (const { spans } of claims)
      for (const { frame, offset, length } of spans)
        expect(offset + length).toBeLessThanOrEqual(frames[frame - 1]!.length)
})

/** Captured bytes of every enhanced packet block, in order. */
function framesOf(bytes: Uint8Array): readonly Uint8Array[] {
  const view = new DataView(bytes.buffer)
  const frames: Uint8Array[] = []
  for (let p = 0; p + 12 <= bytes.length; p += view.getUint32(p + 4, true)) {
    if (view.getUint32(p, true) === 6) frames.push(bytes.subarray(p + 28, p + 28 + view.getUint32(p + 20, true)))
  }
  return frames
}
