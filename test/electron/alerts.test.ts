/** Alerts, the timeline and the detection settings as a person meets them: real captures through the real engine, judged by what was set. */
import { writeFileSync } from "node:fs"
import { join } from "node:path"
import { afterAll, beforeAll, expect, test } from "vitest"
import type { Input } from "../../shared/api/contract/index.ts"
import { partsBeside } from "../../electron/core/parts.ts"
import type { StartedCore } from "../../electron/core/start.ts"
import { bytes, ethernet, ipv4, modbusRequest, modbusResponse, pcap, tcp, u16 } from "../make/frames.ts"
import { admin, ended, freshFolder, removeFolder, start, type Someone } from "./site-in-a-folder.ts"

const folder = freshFolder()
const parts = partsBeside(new URL("../../dist/web.js", import.meta.url).href)
let core: StartedCore
let person: Someone
const heard: string[] = []

beforeAll(async () => {
  core = await start(folder, { parts })
  person = await admin(core)
  core.listen(person.caller, ({ text }) => void heard.push(text))
  await person.ask("region.set", { zone: "UTC" })
}, 60_000)
afterAll(async () => {
  await core.stop()
  removeFolder(folder)
})

const hour = 3600e6
/** Monday, 2 March 2026, 12:00 UTC. */
const noon = Date.UTC(2026, 2, 2, 12) * 1000
const plc = { mac: "00:80:f4:00:00:01", ip: "10.0.0.1" }
const hmi = { mac: "00:50:56:00:00:02", ip: "10.0.0.2" }
const laptop = { mac: "00:50:56:00:00:63", ip: "10.0.0.99" }

type Host = typeof plc

/** Diagnostics, sub-function 1: restart communications option; the answer is an echo. */
const restart = bytes(u16(7), u16(0), u16(6), 1, 8, u16(1), u16(0))

type Exchange = readonly [asked: Uint8Array, answered: Uint8Array]
const reading = (n: number): Exchange => [modbusRequest(n), modbusResponse(n)]
const restarting: Exchange = [restart, restart]

/** One connection of a client to the controller: a question a second, answered after a millisecond. */
function talk(client: Host, time: number, exchanges: readonly Exchange[]) {
  let [there, back] = [1, 1]
  return exchanges.flatMap(([asked, answered], n) => {
    const question = tcp({ from: 40_000, to: 502, seq: there, ack: back, data: asked })
    there += asked.length
    const answer = tcp({ from: 502, to: 40_000, seq: back, ack: there, data: answered })
    back += answered.length
    const at = time + n * 1e6
    return [
      { time: at, frame: ethernet({ from: client.mac, to: plc.mac }, ipv4({ from: client.ip, to: plc.ip }, question)) },
      {
        time: at + 1000,
        frame: ethernet({ from: plc.mac, to: client.mac }, ipv4({ from: plc.ip, to: client.ip }, answer)),
      },
    ]
  })
}

const reads = (client: Host, time: number) => talk(client, time, [0, 1, 2, 3, 4].map(reading))
const restarts = (client: Host, time: number) => talk(client, time, [restarting])

async function read(name: string, frames: ReturnType<typeof talk>): Promise<void> {
  const path = join(folder, name)
  writeFileSync(path, pcap(frames))
  const { ids } = await person.ask("captures.add", { paths: [path] })
  expect(await ended(person, ids[0]!)).toMatchObject({ state: "done" })
}

/** Enhanced packet blocks of a pcapng file (type 6). */
function packetsIn(file: Buffer): number {
  let packets = 0
  for (let at = 0; at < file.length; at += file.readUInt32LE(at + 4)) if (file.readUInt32LE(at) === 6) packets++
  return packets
}

const list = (filter: Input<"alerts.list">["filter"] = {}, more: Partial<Input<"alerts.list">> = {}) =>
  person.ask("alerts.list", { filter, sort: "last", descending: true, offset: 0, limit: 100, ...more })
const events = async (filter: Input<"timeline.list">["filter"] = {}) =>
  (await person.ask("timeline.list", { filter, before: null, limit: 1000 })).events
const one = async (kind: string) => (await list({ kinds: [kind] })).alerts[0]!
const device = async (address: string) =>
  (await person.ask("devices.list", { after: "", limit: 100 })).devices.find((row) => row.addresses.includes(address))!
const fetched = async ({ ticket }: { ticket: string }) => (await core.download(ticket, person.caller))!.bytes
const engines = { policy: true, protocol: true, malware: true, anomaly: true, operational: true }

test("a new sensor learns: what is new raises nothing", async () => {
  expect((await person.ask("site.status", {})).learning).toBe(true)
  await read("learned.pcap", reads(hmi, noon))
  expect(await list()).toMatchObject({ total: 0, alerts: [] })
  const { learning, readiness } = await person.ask("detection.get", {})
  expect(learning).toBe(true)
  expect(readiness).toMatchObject({ ready: false, advice: expect.stringContaining("2 to 6 weeks") as string })
  expect(readiness.protocols.map(({ protocol }) => protocol)).toContain("modbus")
})

test("when learning is over, a new device and its command are alerts that say who did what", async () => {
  await person.ask("detection.set", { engines, learning: false, smartItLearning: true })
  expect((await person.ask("site.status", {})).learning).toBe(false)
  await read(
    "laptop.pcap",
    talk(laptop, noon + hour, [...Array.from({ length: 60 }, (_, n) => reading(n)), restarting]),
  )
  const { total, groups, alerts, protocols } = await list()
  expect(groups.kind.map(({ kind }) => kind).sort()).toEqual(["controller-reset", "new-asset-detected"])
  expect(total).toBe(2)
  expect(protocols).toEqual(["modbus"])
  expect(alerts[0]).toMatchObject({
    ...{ kind: "controller-reset", status: "new", learnable: false, mutable: true, packets: true, count: 1 },
    ...{ source: { address: laptop.ip }, target: { address: plc.ip } },
    message: expect.stringMatching(/10\.0\.0\.99 told .* to restart/) as string,
  })
  expect(await device(laptop.ip)).toMatchObject({ authorized: false, openAlerts: 2 })
  expect(await device(hmi.ip)).toMatchObject({ authorized: true, openAlerts: 0 })
  const counts = {
    critical: 0,
    minor: 0,
    major: groups.severity["major"] ?? 0,
    warning: groups.severity["warning"] ?? 0,
  }
  expect((await person.ask("overview.get", {})).alerts).toEqual({ judged: true, ...counts })
  await expect.poll(() => heard.filter((text) => text.includes("alerts.changed")).length).toBeGreaterThan(0)
  expect(JSON.parse(heard.filter((text) => text.includes("alerts.changed")).at(-1)!)).toMatchObject({ payload: counts })
})

test("filters, orders and pages", async () => {
  const { id } = await device(laptop.ip)
  const total = async (filter: Input<"alerts.list">["filter"]) => (await list(filter)).total
  expect(await total({ engines: ["operational"] })).toBe(1)
  expect(await total({ engines: ["malware"] })).toBe(0)
  expect(await total({ severities: ["critical"] })).toBe(0)
  expect(await total({ statuses: ["new"] })).toBe(2)
  expect(await total({ statuses: ["closed", "active"] })).toBe(0)
  expect(await total({ protocols: ["modbus"] })).toBe(1)
  expect(await total({ search: "10.0.0.99" })).toBe(2)
  expect(await total({ search: "no such word" })).toBe(0)
  expect(await total({ devices: [id] })).toBe(2)
  expect(await total({ devices: [(await device(hmi.ip)).id] })).toBe(0)
  expect(await total({ from: noon + hour + 30e6 })).toBe(1)
  expect(await total({ to: noon + hour + 30e6 })).toBe(1)
  for (const sort of ["severity", "title", "engine", "first", "status", "source", "target", "count"] as const) {
    const up = await list({}, { sort, descending: false })
    const down = await list({}, { sort, descending: true, limit: 1 })
    expect([up.alerts.length, down.alerts.length, down.total]).toEqual([2, 1, 2])
  }
  const byTitle = await list({}, { sort: "title", descending: false, offset: 1, limit: 1 })
  expect(byTitle.alerts[0]!.kind).toBe("new-asset-detected")
})

test("an alert says why it matters, what to do and what proves it; its packets, CSV and PDF are files", async () => {
  const reset = await one("controller-reset")
  const { why, steps, lines, techniques, around } = await person.ask("alerts.get", { id: reset.id })
  expect([why !== "", steps.length > 0, techniques.length > 0]).toEqual([true, true, true])
  expect(lines).toMatchObject([{ asked: 1, succeeded: 1, captureFile: "laptop.pcap", packet: true }])
  expect(around).toEqual({ from: reset.first - hour, to: reset.last + hour })
  const packets = Buffer.from(await fetched(await person.ask("alerts.savePackets", { id: reset.id })))
  expect(packets.readUInt32LE(0)).toBe(0x0a0d0d0a)
  expect(packets.includes(Buffer.from(restart))).toBe(true)
  // The command, its answer, and the ten packets before it: five questions with their answers.
  expect(packetsIn(packets)).toBe(12)
  const csv = new TextDecoder().decode(await fetched(await person.ask("alerts.exportCsv", { filter: {} })))
  expect(csv.split("\r\n")).toHaveLength(4)
  expect(csv).toMatch(
    /^Source address,Destination address,Title,Severity,Message,Additional information,Acknowledged,PCAP/,
  )
  const pdf = Buffer.from(await fetched(await person.ask("alerts.exportPdf", { id: reset.id })))
  expect(pdf.subarray(0, 4).toString()).toBe("%PDF")
}, 60_000)

test("what can't be learned or muted is refused one by one, with the reason", async () => {
  const [reset, asset] = [await one("controller-reset"), await one("new-asset-detected")]
  const gone = { id: "gone", why: expect.stringContaining("not there any more") as string }
  expect(await person.ask("alerts.learn", { ids: [reset.id, "gone"] })).toEqual({
    changed: 0,
    refused: [{ id: reset.id, why: expect.stringContaining("can't be learned") as string }, gone],
  })
  expect(await person.ask("alerts.mute", { ids: [asset.id] })).toMatchObject({
    changed: 0,
    refused: [{ why: expect.stringContaining("It can be learned") as string }],
  })
  expect(await person.ask("alerts.unlearn", { ids: [asset.id] })).toMatchObject({ changed: 0 })
})

test("learned and muted traffic raises nothing when it comes again, and its hits are counted; both can be taken back", async () => {
  const [reset, asset] = [await one("controller-reset"), await one("new-asset-detected")]
  expect(await person.ask("alerts.learn", { ids: [asset.id] })).toEqual({ changed: 1, refused: [] })
  expect(await person.ask("alerts.mute", { ids: [reset.id] })).toEqual({ changed: 1, refused: [] })
  expect(await device(laptop.ip)).toMatchObject({ authorized: true, openAlerts: 0 })
  expect(await person.ask("alerts.setStatus", { ids: [asset.id], status: "new" })).toMatchObject({ changed: 0 })
  await read("again.pcap", restarts(laptop, noon + 2 * hour))
  expect((await list({ statuses: ["new", "active"] })).total).toBe(0)
  const { verdicts } = await person.ask("alerts.verdicts", {})
  const muted = verdicts.find(({ verdict }) => verdict === "muted")!
  expect(muted).toMatchObject({ kind: "controller-reset", hits: 1, lastHit: noon + 2 * hour, by: "admin" })
  expect((await events({ kinds: ["MUTED_ALERT"] })).length).toBe(1)
  await person.ask("alerts.unlearn", { ids: [asset.id] })
  await person.ask("alerts.liftVerdicts", { keys: [muted.key] })
  expect((await person.ask("alerts.verdicts", {})).verdicts).toEqual([])
  expect((await list({ statuses: ["new"] })).total).toBe(2)
})

test("severity, comments and status are people's; closed, the same traffic is a new alert", async () => {
  const { id } = await one("controller-reset")
  await person.ask("alerts.setSeverity", { ids: [id], severity: "critical" })
  await person.ask("alerts.comment", { ids: [id], text: "Asked the shift." })
  await person.ask("alerts.setStatus", { ids: [id], status: "closed" })
  expect(await person.ask("alerts.get", { id })).toMatchObject({
    alert: { severity: "critical", severityEdited: true, status: "closed", closedBy: "person", comments: 1 },
    comments: [{ by: "admin", text: "Asked the shift." }],
  })
  await read("once more.pcap", restarts(laptop, noon + 3 * hour))
  const { alerts } = await list({ kinds: ["controller-reset"] })
  expect(alerts).toMatchObject([
    { status: "new", count: 1, severityEdited: false, first: noon + 3 * hour },
    { id, status: "closed" },
  ])
  await person.ask("alerts.setSeverity", { ids: [id], severity: null })
  const { alert, related } = await person.ask("alerts.get", { id })
  expect(alert.severityEdited).toBe(false)
  expect(related.map((other) => other.id)).toContain(alerts[0]!.id)
})

test("an exclusion of some hours keeps an alert back and says how often", async () => {
  const window = { days: [1], from: 16 * 60, to: 17 * 60 }
  const exclusion = {
    ...{ name: "tests on Monday", kinds: ["controller-reset"], devices: [(await device(laptop.ip)).id] },
    ...{ role: "source" as const, windows: [window], until: 0, on: true },
  }
  const { id } = await person.ask("alerts.saveExclusion", { id: null, exclusion })
  const before = (await one("controller-reset")).count
  await read("excluded.pcap", restarts(laptop, noon + 4 * hour + 60e6))
  expect((await person.ask("alerts.exclusions", {})).exclusions).toMatchObject([
    { id, hits: 1, by: "admin", ...exclusion },
  ])
  expect((await one("controller-reset")).count).toBe(before)
  await read("not excluded.pcap", restarts(laptop, noon + 5 * hour))
  expect((await one("controller-reset")).count).toBe(before + 1)
  await person.ask("alerts.saveExclusion", { id, exclusion: { ...exclusion, on: false } })
  await person.ask("alerts.removeExclusion", { id })
  const kinds = (await events()).map(({ kind }) => kind)
  for (const kind of ["CREATED", "UPDATED", "REMOVED"]) expect(kinds).toContain(`EXCLUSION_RULE_${kind}`)
  expect((await person.raw("alerts.removeExclusion", { id })).code).toBe("refused")
})

test("an alert that is switched off is not raised from the next capture on", async () => {
  const settings = { kind: "controller-reset", on: false, threshold: null }
  await person.ask("alerts.configure", settings)
  const { kinds } = await person.ask("alerts.catalogue", {})
  expect(kinds.find(({ id }) => id === "controller-reset")).toMatchObject({ on: false, onByDefault: true, open: 1 })
  const before = (await one("controller-reset")).count
  await read("off.pcap", restarts(laptop, noon + 6 * hour))
  expect((await one("controller-reset")).count).toBe(before)
  await person.ask("alerts.configure", { ...settings, on: true })
  await person.ask("detection.set", {
    engines: { ...engines, operational: false },
    learning: false,
    smartItLearning: true,
  })
  await read("engine off.pcap", restarts(laptop, noon + 7 * hour))
  expect((await one("controller-reset")).count).toBe(before)
  await person.ask("detection.set", { engines, learning: false, smartItLearning: true })
  expect((await person.raw("alerts.configure", { ...settings, threshold: { count: 2, seconds: 60 } })).message).toMatch(
    /has no threshold/,
  )
})

test("the timeline has what traffic showed and what people did, and goes on page after page", async () => {
  const all = await events()
  const kinds = new Set(all.map(({ kind }) => kind))
  for (const kind of [
    "DEVICE_CREATE",
    "DEVICE_CONNECTION_CREATED",
    "ALERT_REPORTED",
    "ALERT_UPDATED",
    "USER_LOGIN",
    "USER_OPERATION",
  ])
    expect(kinds).toContain(kind)
  expect((await events({ people: false })).every(({ by }) => by === "")).toBe(true)
  expect((await events({ least: "alert" })).every(({ severity }) => severity === "alert")).toBe(true)
  expect((await events({ withoutKinds: ["DEVICE_CREATE"] })).some(({ kind }) => kind === "DEVICE_CREATE")).toBe(false)
  const { id } = await device(laptop.ip)
  const his = await events({ devices: [id] })
  expect(his.length).toBeGreaterThan(2)
  expect(his.every(({ devices }) => devices.some((one) => one.id === id))).toBe(true)
  expect(his.length + (await events({ withoutDevices: [id] })).length).toBe((await events()).length)
  const reported = (await events({ kinds: ["ALERT_REPORTED"], search: "restart" }))[0]!
  expect(reported.alert).toBe((await one("controller-reset")).id)
  expect(
    Buffer.from(await fetched(await person.ask("timeline.savePackets", { id: reported.id }))).readUInt32LE(0),
  ).toBe(0x0a0d0d0a)
  const paged: number[] = []
  for (let before: { at: number; id: number } | null = null; ;) {
    const page: { events: { at: number; id: number }[]; more: boolean } = await person.ask("timeline.list", {
      filter: {},
      before,
      limit: 7,
    })
    paged.push(...page.events.map((event) => event.id))
    const { at, id: last } = page.events.at(-1)!
    before = { at, id: last }
    if (!page.more) break
  }
  expect(paged).toEqual((await events()).map((event) => event.id))
})

test("people add events of their own; what looks like a formula stays text in the CSV", async () => {
  const { id } = await device(plc.ip)
  const text = '=HYPERLINK("http://x")'
  await person.ask("timeline.add", { at: noon, severity: "notice", device: id, text })
  const [own] = await events({ kinds: ["CUSTOM_EVENT"] })
  expect(own).toMatchObject({ at: noon, severity: "notice", text, by: "admin", devices: [{ id }] })
  const csv = new TextDecoder().decode(
    await fetched(await person.ask("timeline.exportCsv", { filter: { kinds: ["CUSTOM_EVENT"] } })),
  )
  expect(csv).toContain(`"'=HYPERLINK(""http://x"")"`)
  expect((await person.raw("timeline.add", { at: noon, severity: "info", device: "nobody", text })).code).toBe(
    "refused",
  )
})
