/** The baseline as people meet it: looked through, changed with a reason, undone, and carried from one sensor to another. */
import { writeFileSync } from "node:fs"
import { join } from "node:path"
import { afterAll, beforeAll, expect, test } from "vitest"
import type { Input } from "../../shared/api/contract/index.ts"
import { partsBeside } from "../../electron/core/parts.ts"
import type { StartedCore } from "../../electron/core/start.ts"
import { pcap, type Stamped } from "../make/frames.ts"
import { asks, hmi, many, names, plc, read, talk, write } from "../make/modbus-talk.ts"
import type { Someone } from "./site-in-a-folder.ts"
import { admin, ended, freshFolder, removeFolder, start } from "./site-in-a-folder.ts"

const parts = partsBeside(new URL("../../dist/web.js", import.meta.url).href)
const folders = [freshFolder(), freshFolder()] as const
let [north, south]: StartedCore[] = []
let [person, other]: Someone[] = []

beforeAll(async () => {
  north = await start(folders[0], { parts })
  south = await start(folders[1], { parts })
  person = await admin(north)
  other = await admin(south)
}, 60_000)
afterAll(async () => {
  await north?.stop()
  await south?.stop()
  for (const folder of folders) removeFolder(folder)
})

const hour = 3600e6
const monday = Date.UTC(2026, 2, 2, 6) * 1000
const engines = { policy: true, protocol: true, malware: true, anomaly: true, operational: true }
const end = (who: Someone) => who.ask("detection.set", { engines, learning: false, smartItLearning: false })

const usual = (from: number): Stamped[] => [
  ...talk(hmi, plc, from, [...many(20, (n) => read(n)), ...many(5, (n) => write(n, 3))]),
  asks(plc, names, from + 60e6, "time.example"),
]

let files = 0
async function see(who: Someone, frames: Stamped[]): Promise<void> {
  const path = join(folders[0], `${++files}.pcap`)
  writeFileSync(path, pcap(frames))
  const { ids } = await who.ask("captures.add", { paths: [path] })
  expect(await ended(who, ids[0]!)).toMatchObject({ state: "done" })
}

const list = (filter: Input<"baseline.list">["filter"] = {}, who = person!) =>
  who.ask("baseline.list", { filter, offset: 0, limit: 1000 })
const alerts = async (who = person!): Promise<string[]> => {
  const asked = { filter: {}, sort: "last", descending: true, offset: 0, limit: 100 } as const
  return (await who.ask("alerts.list", asked)).alerts.map(({ kind }) => kind).sort()
}
const writing = async () =>
  (await list({ sorts: ["function"] })).entries.find(({ what }) => what === "write single register")!
const events = async (search: string) =>
  (await person!.ask("timeline.list", { filter: { search }, before: null, limit: 10 })).events
const fetched = async (core: StartedCore, who: Someone, format: "json" | "csv", plain = false) => {
  const { ticket, file } = await who.ask("baseline.export", { format, plain })
  return { file, text: new TextDecoder().decode((await core.download(ticket, who.caller))!.bytes) }
}

test("what was learned can be looked through, sort by sort", async () => {
  await see(person!, usual(monday))
  const { total, sorts, states, entries, protocols } = await list()
  expect(sorts.reduce((sum, { count }) => sum + count, 0)).toBe(total)
  expect(states.find(({ state }) => state === "learned")!.count).toBe(total)
  expect(protocols).toContainEqual({ protocol: "modbus", title: "Modbus/TCP" })
  expect(entries.length).toBe(total)
  expect(await writing()).toMatchObject({
    ...{ who: { address: hmi.ip }, whom: { address: plc.ip }, protocol: "modbus", times: 5, state: "learned" },
    ...{ first: monday + 20e6, last: monday + 24e6 + 1000, by: "" },
  })
  const [place] = (await list({ sorts: ["place"], search: "write single" })).entries
  expect(place).toMatchObject({ times: 5, first: monday + 20e6, last: monday + 24e6 })
  expect((await list({ search: "time.example" })).entries).toMatchObject([{ sort: "name", who: { address: plc.ip } }])
  expect((await list({ search: "no such thing" })).total).toBe(0)
  expect((await list({ protocol: "dns" })).entries.every(({ protocol }) => protocol === "dns")).toBe(true)
  const device = (await writing()).who.device
  const own = await list({ device })
  expect(own.total).toBeGreaterThan(0)
  expect(own.entries.every(({ who, whom }) => [who.device, whom.device].includes(device))).toBe(true)
  expect((await list({ states: ["removed"] })).total).toBe(0)
})

test("what is removed alerts when it happens again, and the timeline says who removed it and why", async () => {
  const readiness = async () => (await person!.ask("detection.get", {})).readiness
  const { listened } = (await readiness()).site
  expect(listened).toBe(60)
  expect((await readiness()).remains.join(" ")).toMatch(/14 days more.*Tuesday/)
  await end(person!)
  await see(person!, usual(monday + 24 * hour))
  expect(await alerts()).toEqual([])
  // Only what was listened to while learning counts.
  expect((await readiness()).site.listened).toBe(listened)
  const { key } = await writing()
  const { undo } = await person!.ask("baseline.remove", { keys: [key], why: "The HMI must not write" })
  expect(await writing()).toMatchObject({ state: "removed", by: "admin", why: "The HMI must not write" })
  const [event] = await events("must not write")
  expect(event).toMatchObject({ title: "Removed from the baseline", by: "admin" })
  expect(event!.text).toContain("write single register")
  await see(person!, usual(monday + 48 * hour))
  expect(await alerts()).toEqual(["unpermitted-usage-of-modbus-function-code"])
  expect(await writing()).toMatchObject({ state: "departed" })
  await person!.ask("baseline.undo", { undo })
  expect(await writing()).toMatchObject({ state: "learned" })
  await expect(person!.ask("baseline.undo", { undo })).rejects.toThrow(/undone already/)
})

test("what departed is allowed, and its alert goes on no more", async () => {
  const before = (await person!.ask("alerts.list", { filter: {}, sort: "last", descending: true, offset: 0, limit: 1 }))
    .alerts[0]!
  await see(person!, usual(monday + 72 * hour))
  const after = (await person!.ask("alerts.list", { filter: {}, sort: "last", descending: true, offset: 0, limit: 1 }))
    .alerts[0]!
  expect(after.count).toBe(before.count)
  await expect(person!.ask("baseline.allow", { keys: [(await writing()).key], why: "x" })).rejects.toThrow(
    /normal already/,
  )
})

test("what is allowed by hand is silent before it was ever seen, and undoing it makes it alert", async () => {
  const allow = (what: string, where = "") => ({
    ...{ sort: where === "" ? ("function" as const) : ("place" as const), who: hmi.ip, whom: plc.ip },
    ...{ protocol: "modbus", what, where },
  })
  await expect(person!.ask("baseline.add", { entries: [allow("")], why: "planned" })).rejects.toThrow(
    /Function is missing/,
  )
  const { undo } = await person!.ask("baseline.add", { entries: [allow("6", "*")], why: "Recipes are loaded" })
  expect((await list({ states: ["allowed"] })).entries).toMatchObject([{ where: "*", by: "admin", first: 0 }])
  const far = (from: number, register: number, port: number) => talk(hmi, plc, from, [write(1, register)], 1, port)
  const known = await alerts()
  await see(person!, far(monday + 96 * hour, 700, 41_000))
  expect(await alerts()).toEqual(known)
  await person!.ask("baseline.undo", { undo })
  expect((await list({ states: ["allowed"] })).total).toBe(0)
  await see(person!, far(monday + 97 * hour, 800, 42_000))
  expect(await alerts()).toEqual([...known, "modbus-address-range-violation"].sort())
})

test("two exports are the same line by line, and a spreadsheet reads the other", async () => {
  const one = await fetched(north!, person!, "json")
  expect(one.text).toBe((await fetched(north!, person!, "json")).text)
  expect(one.file).toMatch(/^baseline-.*\.json$/)
  const parsed = JSON.parse(one.text) as { format: string; version: number; zone: string; entries: object[] }
  expect(parsed).toMatchObject({ format: "plantwarden-baseline", version: 1 })
  expect(parsed.entries).toContainEqual(
    expect.objectContaining({
      sort: "function",
      what: "6",
      name: "write single register",
      how: "learned by listening",
    }),
  )
  const plain = await fetched(north!, person!, "json", true)
  expect(plain.text).not.toContain('"first"')
  const table = await fetched(north!, person!, "csv")
  expect(table.text.split("\r\n").length).toBe(parsed.entries.length + 2)
})

test("what is learned from an alert is part of the baseline, until it is unlearned", async () => {
  const asked = {
    sort: "last",
    descending: true,
    offset: 0,
    limit: 1,
  } as const
  const { id } = (await person!.ask("alerts.list", { filter: { kinds: ["modbus-address-range-violation"] }, ...asked }))
    .alerts[0]!
  const place = async () => (await list({ sorts: ["place"], search: "800" })).entries
  expect(await place()).toMatchObject([{ state: "departed" }])
  await person!.ask("alerts.learn", { ids: [id] })
  expect(await place()).toMatchObject([{ state: "allowed", by: "admin", why: "Learned from an alert." }])
  await person!.ask("alerts.unlearn", { ids: [id] })
  expect(await place()).toMatchObject([{ state: "departed", by: "" }])
})

const stage = async (text: string, who = other!, size = 1_000_000) => {
  let upload = ""
  for (let at = 0; ; at += size) {
    const last = at + size >= text.length
    const staged = await who.ask("baseline.stage", {
      upload,
      file: "north.json",
      piece: text.slice(at, at + size),
      last,
    })
    if (last) return staged
    upload = staged.upload
  }
}

test("a baseline of another site makes the same traffic silent on an empty sensor, and strange traffic alerts", async () => {
  const { text } = await fetched(north!, person!, "json", true)
  const { entries } = JSON.parse(text) as { entries: object[] }
  await end(other!)
  const { upload, preview } = await stage(text, other, 500)
  expect(preview).toMatchObject({ faults: [], adds: entries.length, changes: 0, removes: 0, same: 0 })
  expect(preview!.listed[0]!.text).toContain("Device")
  expect(await other!.ask("baseline.import", { upload, replace: false })).toMatchObject({ changed: entries.length })
  await see(other!, usual(monday + 200 * hour))
  expect(await alerts(other)).toEqual([])
  expect(
    (await list({ states: ["imported"] }, other)).entries.find(({ what }) => what === "write single register"),
  ).toMatchObject({
    ...{ by: "admin", source: "north.json", times: 5, first: monday + 200 * hour + 20e6 },
  })
  expect((await list({ states: ["departed"] }, other)).total).toBe(0)
  await see(other!, talk(hmi, plc, monday + 201 * hour, [write(1, 999)], 1, 43_000))
  expect(await alerts(other)).toEqual(["modbus-address-range-violation"])
  await expect(other!.ask("baseline.import", { upload, replace: false })).rejects.toThrow(/not here any more/)
})

test("an import that replaces what is here says so before, and its undo brings everything back", async () => {
  const { text } = await fetched(south!, other!, "json", true)
  const lines = text.split("\n")
  const shorter = lines
    .filter((line) => !line.includes("time.example"))
    .join("\n")
    .replace(/,(\n\s*\])/, "$1")
  const total = (await list({}, other)).total
  const { upload, preview } = await stage(shorter)
  expect(preview).toMatchObject({ faults: [], adds: 0, removes: 1 })
  const { undo } = await other!.ask("baseline.import", { upload, replace: true })
  expect((await list({ search: "time.example" }, other)).entries).toMatchObject([{ state: "removed" }])
  await see(other!, usual(monday + 300 * hour))
  expect(await alerts(other)).toContain("unauthorized-name-query")
  await other!.ask("baseline.undo", { undo })
  expect((await list({ search: "time.example" }, other)).entries).toMatchObject([{ state: "imported" }])
  expect((await list({}, other)).total).toBe(total)
})

test("a file that can't be read says which line, why and what to do, and changes nothing", async () => {
  const { text } = await fetched(north!, person!, "json", true)
  const wrong = text.replace('"protocol":"modbus"', '"protocoll":"modbus"')
  const { upload, preview } = await stage(wrong)
  const line = wrong.split("\n").findIndex((one) => one.includes("protocoll")) + 1
  expect(preview!.faults).toMatchObject([{ line, reason: expect.stringContaining("protocoll") as string }])
  await expect(other!.ask("baseline.import", { upload, replace: false })).rejects.toThrow(/not here any more/)
  const torn = await stage(text.slice(0, 700))
  expect(torn.preview!.faults[0]!.reason).toMatch(/no valid JSON/)
  expect((await stage("{}")).preview!.faults).toMatchObject([{ reason: "This is no exported baseline." }])
})
