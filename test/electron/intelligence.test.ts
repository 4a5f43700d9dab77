/** Intelligence packs as an Admin meets them: from the stick or sent up, verified, judged by, taken out again. */
import { spawnSync } from "node:child_process"
import { readdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { afterAll, beforeAll, expect, test } from "vitest"
import { partsBeside } from "../../electron/core/parts.ts"
import type { StartedCore } from "../../electron/core/start.ts"
import { dnsQuery } from "../../build/sample-plant/name-messages.ts"
import { ethernet, ipv4, pcap, tcp, udp } from "../make/frames.ts"
import { admin, ended, freshFolder, removeFolder, start, type Someone } from "./site-in-a-folder.ts"

const folder = freshFolder()
const stick = freshFolder()
const root = fileURLToPath(new URL("../..", import.meta.url))
const parts = partsBeside(new URL("../../dist/web.js", import.meta.url).href)
let core: StartedCore
let person: Someone
let demo: () => { readonly name: string; readonly bytes: Buffer }

beforeAll(async () => {
  const { status, stderr } = spawnSync(process.execPath, [
    join(root, "dist/cli.js"),
    "authority",
    "demo",
    "--usb",
    stick,
  ])
  if (status !== 0) throw new Error(stderr.toString())
  process.env["PLANTWARDEN_DRIVES"] = stick
  core = await start(folder, { parts })
  person = await admin(core)
  await person.ask("region.set", { zone: "UTC" })
  const name = readdirSync(stick).find((one) => one.endsWith(".pack"))!
  demo = () => ({ name, bytes: readFileSync(join(stick, name)) })
}, 60_000)
afterAll(async () => {
  delete process.env["PLANTWARDEN_DRIVES"]
  await core.stop()
  removeFolder(folder)
  removeFolder(stick)
})

/** Monday, 2 March 2026, 12:00 UTC. */
const noon = Date.UTC(2026, 2, 2, 12) * 1000
let captures = 0

/** A computer asks for names, and tries to reach the address that the demo pack lists. */
async function read(...names: readonly string[]): Promise<readonly string[]> {
  const number = captures++
  const time = noon + number * 3600e6
  const link = { from: "00:50:56:00:00:02", to: "00:1d:9c:00:00:01" }
  const frames = names.map((name, n) => {
    const net = { from: "10.0.0.2", to: "10.0.0.1", protocol: 17 }
    return { time: time + n * 1e6, frame: ethernet(link, ipv4(net, udp(50_000 + n, 53, dnsQuery(n + 1, name)))) }
  })
  const knock = tcp({ from: 50_100, to: 443, seq: 100 + number, flags: 2 })
  const net = { from: "10.0.0.2", to: "198.51.100.66", protocol: 6 }
  const path = join(folder, `${number}.pcap`)
  writeFileSync(path, pcap([...frames, { time: time + 60e6, frame: ethernet(link, ipv4(net, knock)) }]))
  const before = await kinds()
  const { ids } = await person.ask("captures.add", { paths: [path] })
  const { state, message } = await ended(person, ids[0]!)
  if (state !== "done") throw new Error(`${state}: ${message}`)
  return (await kinds()).filter((one) => !before.includes(one))
}

/** Each kind with its count, so that one that goes on shows. */
async function kinds(): Promise<readonly string[]> {
  const asked = { filter: {}, sort: "last", descending: true, offset: 0, limit: 100 } as const
  const { alerts } = await person.ask("alerts.list", asked)
  return alerts.map(({ kind, count }) => `${kind} ${count}`).sort()
}

async function sendUp(name: string, bytes: Buffer): Promise<{ ok: boolean; code?: string; message?: string }> {
  const { id, piece } = await person.ask("intelligence.begin", { name, size: bytes.length })
  expect(piece).toBeGreaterThan(100_000)
  for (let at = 0; at < bytes.length; at += 1000)
    await person.ask("intelligence.piece", { id, at, base64: bytes.subarray(at, at + 1000).toString("base64") })
  return person.raw("intelligence.install", { source: { from: "upload", id } })
}

test("packs are taken while the sensor is activated", async () => {
  expect(await person.ask("intelligence.get", {})).toEqual({
    pack: null,
    mayInstall: expect.stringContaining("while the sensor is activated") as string,
  })
  const { packs } = await person.ask("intelligence.usb", {})
  expect(packs).toMatchObject([{ name: demo().name, size: demo().bytes.length }])
  const refused = await person.raw("intelligence.install", { source: { from: "usb", path: packs[0]!.path } })
  expect(refused).toMatchObject({ ok: false, message: expect.stringContaining("activation file first") as string })
  expect(await read("cdn.evil.example")).toEqual([])
  const { drives } = await person.ask("activation.usb", {})
  const { path } = drives[0]!.files.find(({ judged }) => judged.refusal === null)!
  const { version } = await person.ask("activation.terms", {})
  await person.ask("activation.activate", { source: { from: "usb", path }, termsVersion: version })
})

test("a pack from the stick is installed: what it names raises alerts from then on, and says who names it", async () => {
  const { packs } = await person.ask("intelligence.usb", {})
  await person.ask("intelligence.install", { source: { from: "usb", path: packs[0]!.path } })
  const { pack, mayInstall } = await person.ask("intelligence.get", {})
  expect(mayInstall).toBe("")
  expect(pack).toMatchObject({ version: "demo", installedBy: "admin", addresses: 1, domains: 2, unused: [] })
  expect(pack!.contents).toEqual([
    {
      path: "names/demo.json",
      size: expect.any(Number) as number,
      what: expect.stringContaining("not used") as string,
    },
    {
      path: "indicators/demo.json",
      size: expect.any(Number) as number,
      what: "Indicators (STIX): 3 addresses, names and files are compared with traffic.",
    },
  ])
  const { total, threats } = await person.ask("intelligence.threats", { text: "", from: 0 })
  expect(total).toBe(3)
  expect(threats.map(({ value, isSuspicion }) => `${value} ${isSuspicion}`)).toEqual([
    "198.51.100.66 false",
    "evil.example false",
    "odd.example true",
  ])
  expect((await person.ask("intelligence.threats", { text: "PARKED", from: 0 })).threats).toMatchObject([
    { what: "domain", value: "odd.example", source: "Demo: parked name, Demo office" },
  ])
  expect((await person.ask("intelligence.threats", { text: "100%", from: 0 })).total).toBe(0)
  await person.ask("alerts.configure", { kind: "suspicious-traffic-detected", on: true, threshold: null })
  // The first name was asked for already, when nobody knew it.
  expect(await read("cdn.evil.example", "odd.example", "good.example")).toEqual([
    "connection-attempt-to-known-malicious-ip 1",
    "malicious-domain-name-request 1",
    "suspicious-traffic-detected 1",
  ])
  const asked = { filter: {}, sort: "last", descending: true, offset: 0, limit: 100 } as const
  const { alerts } = await person.ask("alerts.list", asked)
  const one = alerts.find(({ kind }) => kind === "malicious-domain-name-request")!
  expect(one.message).toContain("evil.example (Demo: control server, Demo office)")
})

test("what is not whole, not signed or not the newest is refused, and the one in force stays", async () => {
  const { name, bytes } = demo()
  const spoilt = Buffer.from(bytes)
  spoilt[bytes.length - 200]! ^= 0xff
  expect((await sendUp(name, spoilt)).ok).toBe(false)
  expect(await sendUp("notes.pack", Buffer.from("no archive"))).toMatchObject({
    ok: false,
    message: expect.stringContaining("not") as string,
  })
  const { id } = await person.ask("intelligence.begin", { name, size: bytes.length })
  expect(await person.raw("intelligence.install", { source: { from: "upload", id } })).toMatchObject({
    ok: false,
    message: `Only 0 of ${bytes.length} bytes of the file are here. Choose it again.`,
  })
  const late = await person.raw("intelligence.piece", { id, at: 5, base64: "AAAA" })
  expect(late).toMatchObject({ ok: false, code: "bad-input" })
  expect(await person.raw("intelligence.install", { source: { from: "usb", path: "/etc/hostname" } })).toMatchObject({
    ok: false,
    message: "The file is not on the drive any more.",
  })
  expect((await person.ask("intelligence.get", {})).pack).toMatchObject({ version: "demo" })
})

test("the same pack sent up by a browser changes nothing but the time", async () => {
  const { name, bytes } = demo()
  expect(await sendUp(name, bytes)).toMatchObject({ ok: true })
  expect((await person.ask("intelligence.get", {})).pack).toMatchObject({ version: "demo", addresses: 1, domains: 2 })
})

test("taken out again, it raises nothing more, and the timeline tells all of it", async () => {
  await person.ask("intelligence.remove", {})
  expect((await person.ask("intelligence.get", {})).pack).toBe(null)
  expect((await person.raw("intelligence.remove", {})).ok).toBe(false)
  expect(await read("www.evil.example", "odd.example")).toEqual([])
  const { events } = await person.ask("timeline.list", { filter: {}, before: null, limit: 1000 })
  const told = events.filter(({ title }) => title.startsWith("Intelligence"))
  const installed = ["Intelligence pack installed", "DIP_UPLOADED"]
  expect(told.map(({ title, kind }) => [title, kind]).filter(([, kind]) => kind !== "DIP_FAILURE")).toEqual([
    ["Intelligence pack removed", "USER_OPERATION"],
    installed,
    installed,
  ])
  // Those that were refused before are told too, with the reason.
  const refusals = told.filter(({ kind }) => kind === "DIP_FAILURE")
  expect(refusals.length).toBeGreaterThan(0)
  for (const { text } of refusals) expect(text).toMatch(/^[A-Z].{10,}\.$/)
})
