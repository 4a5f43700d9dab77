import { createHash } from "node:crypto"
import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, expect, test } from "vitest"
import { writeLargePlant, writeSamplePlant } from "../../build/sample-plant/index.ts"
import { resultOf } from "../make/result-of.ts"

let folder = ""
const file = (name: string): string => join(folder, name)
const sha256 = (path: string): string => createHash("sha256").update(readFileSync(path)).digest("hex")

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "plantwarden-plant-"))
})
afterAll(() => rmSync(folder, { recursive: true }))

test("the sample plant is the same every time, and not too large", () => {
  writeSamplePlant(file("one.pcapng"))
  writeSamplePlant(file("two.pcapng"))
  expect(sha256(file("one.pcapng"))).toBe(sha256(file("two.pcapng")))
  expect(statSync(file("one.pcapng")).size).toBeLessThan(15_000_000)
})

test("nothing in it is malformed, and nearly all of it has a dissector", async () => {
  const { accounting } = await resultOf(file("one.pcapng"))
  expect(accounting.read).toBeGreaterThan(60_000)
  expect(accounting.malformed + accounting.truncated + accounting.unsupportedLink).toBe(0)
  expect(accounting.recognised / accounting.read).toBeLessThan(0.01)
})

test("six OT protocols, and the office around them", async () => {
  const { protocols } = await resultOf(file("one.pcapng"))
  const expected = ["modbus", "s7comm", "enip", "cip", "cip-io", "dnp3", "profinet-dcp", "profinet-rt"]
  const office = [
    "dns",
    "dhcp",
    "http",
    "tls",
    "smb",
    "nbns",
    "ntp",
    "syslog",
    "arp",
    "lldp",
    "stp",
    "cdp",
    "ftp",
    "snmp",
  ]
  expect([...expected, ...office].filter((name) => !(name in protocols))).toEqual([])
})

test("its controllers say who they are", async () => {
  const { devices } = await resultOf(file("one.pcapng"))
  const at = (address: string) => devices.find((device) => device.addresses.includes(address))
  expect(devices.length).toBeGreaterThanOrEqual(40)
  expect(at("10.20.10.10")).toMatchObject({
    type: "plc",
    vendor: "Siemens",
    model: "CPU 315-2 PN/DP",
    firmware: "V3.2.6",
  })
  expect(at("10.20.10.30")).toMatchObject({ type: "plc", model: "5069-L330ER/A", serial: "60F1A2C8" })
  expect(at("10.20.10.40")).toMatchObject({ vendor: "Schneider Electric", model: "BMX P34 2020" })
  expect(at("10.20.10.50")).toMatchObject({ vendor: "Schweitzer Engineering Laboratories", model: "SEL-3530" })
  expect(at("10.20.10.24")).toMatchObject({ vendor: "ifm electronic", model: "AL1302" })
  expect(at("10.20.10.100")?.hostnames).toEqual(["SCADA-1"])
  expect(at("10.20.10.199")?.hostnames).toEqual(["DESKTOP-7Q2KLM"])
})

test("the stopped controller runs again after the download", async () => {
  const { devices } = await resultOf(file("one.pcapng"))
  const controller = devices.find((device) => device.addresses.includes("10.20.10.11"))
  expect(controller).toMatchObject({ mode: "run" })
  // Told by its system list, and by the state of its PROFINET frames.
  const modes = new Set(controller?.claims.filter(({ field }) => field === "mode").map(({ value }) => value))
  expect([...modes].sort()).toEqual(["run", "stop"])
})

test("the second day has a stop, a program download and refused sign-ins", async () => {
  const { functions } = await resultOf(file("one.pcapng"))
  expect(functions["s7comm"]!["41"]).toMatchObject({ name: "plc stop", requests: 1, responses: 1 })
  expect(functions["s7comm"]!["26"]).toMatchObject({ name: "request download", requests: 1, responses: 1 })
  expect(functions["modbus"]!["6"]).toMatchObject({ requests: 2, responses: 1, exceptions: 1 })
  expect(functions["ftp"]!["530"]).toMatchObject({ exceptions: 5 })
})

test("the large plant has as many packets as asked for", async () => {
  writeLargePlant(file("large.pcapng"), 20_000)
  const { accounting } = await resultOf(file("large.pcapng"))
  expect(accounting).toMatchObject({ read: 20_000, decoded: 20_000 })
})
