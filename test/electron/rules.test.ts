/** Rules of the user's own as a person meets them: made, refused in words, tested on the past, in force, counted, switched, deleted. */
import { renameSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { setTimeout as wait } from "node:timers/promises"
import { afterAll, beforeAll, expect, test } from "vitest"
import type { Input, Output } from "../../shared/api/contract/index.ts"
import { partsBeside } from "../../electron/core/parts.ts"
import { without } from "../../electron/core/backtest.ts"
import type { StartedCore } from "../../electron/core/start.ts"
import { emptyRule } from "../../shared/detections/custom/rule-templates.ts"
import { ruleKind } from "../../shared/detections/custom/rule-watch.ts"
import { bytes, ethernet, ipv4, pcap, tcp, u16 } from "../make/frames.ts"
import { admin, ended, freshFolder, removeFolder, start, type Someone } from "./site-in-a-folder.ts"

const folder = freshFolder()
const other = freshFolder()
const parts = partsBeside(new URL("../../dist/web.js", import.meta.url).href)
let core: StartedCore
let person: Someone
/** A second site, whose rules are on while the same captures are read. */
let twin: StartedCore
let twinPerson: Someone

beforeAll(async () => {
  core = await start(folder, { parts })
  person = await admin(core)
  await person.ask("region.set", { zone: "UTC" })
  twin = await start(other, { parts })
  twinPerson = await admin(twin)
  await twinPerson.ask("region.set", { zone: "UTC" })
}, 60_000)
afterAll(async () => {
  await core.stop()
  await twin.stop()
  removeFolder(folder)
  removeFolder(other)
})

type Rule = Input<"rules.save">["rule"]
type Condition = Rule["sets"][number][number]
const on = (field: string, operator: Condition["operator"], value = "", to = ""): Condition => ({
  ...{ field, operator, value, to, other: "" },
})
const rule = (more: Partial<Rule>): Rule => ({
  ...emptyRule,
  ...{ name: "Level out of range", protocol: "modbus", message: "{where} of {target} is {value}.", windows: [] },
  ...{ sets: [[on("address", "is", "7"), on("value", "notInRange", "20", "80")]] },
  ...more,
})

/** Monday, 2 March 2026, 12:00 UTC. */
const noon = Date.UTC(2026, 2, 2, 12) * 1000
const hour = 3600e6
const plc = { mac: "00:80:f4:00:00:01", ip: "10.0.0.1" }
const hmi = { mac: "00:50:56:00:00:02", ip: "10.0.0.2" }

/** Writes of register 7, one a second, each answered by its echo. */
function writes(time: number, values: readonly number[]) {
  let at = 1
  return values.flatMap((value, n) => {
    const message = bytes(u16(n), u16(0), u16(6), 1, 6, u16(7), u16(value))
    const asked = tcp({ from: 40_000, to: 502, seq: at, ack: at, data: message })
    const answered = tcp({ from: 502, to: 40_000, seq: at, ack: at + message.length, data: message })
    at += message.length
    const sent = time + n * 1e6
    return [
      { time: sent, frame: ethernet({ from: hmi.mac, to: plc.mac }, ipv4({ from: hmi.ip, to: plc.ip }, asked)) },
      {
        time: sent + 1000,
        frame: ethernet({ from: plc.mac, to: hmi.mac }, ipv4({ from: plc.ip, to: hmi.ip }, answered)),
      },
    ]
  })
}

const values = [50, 81, 20, 19, 500, 80]
const wrong = 3
const path = join(folder, "level.pcap")
writeFileSync(path, pcap(writes(noon, values)))

async function read(someone: Someone, file: string): Promise<void> {
  const { ids } = await someone.ask("captures.add", { paths: [file] })
  expect(await ended(someone, ids[0]!)).toMatchObject({ state: "done" })
}

async function backtest(someone: Someone, one: Rule, days: 1 | 7 | 30 = 7) {
  const { id } = await someone.ask("rules.startBacktest", { rule: one, days })
  for (;;) {
    const now = await someone.ask("rules.backtest", { id })
    if (now.state !== "running") return { id, ...now }
    await wait(20)
  }
}
const found = async (one: Rule): Promise<NonNullable<Output<"rules.backtest">["result"]>> => {
  const { result, state, why } = await backtest(person, one)
  expect([state, why]).toEqual(["done", ""])
  return result!
}
const list = async (someone = person) => (await someone.ask("rules.list", {})).rules
const titles = async () =>
  (await person.ask("timeline.list", { filter: {}, before: null, limit: 100 })).events.map(({ title }) => title)

test("a rule that makes no sense is refused in words, and nothing is kept", async () => {
  const refused = await person.raw("rules.save", {
    id: null,
    rule: rule({ name: "", sets: [[on("address", "is", "x")]] }),
  })
  expect(refused).toMatchObject({ ok: false, code: "bad-input" })
  expect(refused.message).toContain("The rule has no name.")
  expect(refused.message).toContain("“x” is no number.")
  expect(await person.raw("rules.startBacktest", { rule: rule({ sets: [] }), days: 7 })).toMatchObject({ ok: false })
  expect(await list()).toEqual([])
})

test("with no traffic, a back-test finds nothing and says so", async () => {
  expect(await found(rule({}))).toMatchObject({ count: 0, matches: [], tested: [] })
})

test("the past is tested before the rule is kept: how often, when, who, where, which value", async () => {
  await read(person, path)
  const result = await found(rule({}))
  expect(result).toMatchObject({ count: wrong, packets: values.length * 2, notes: [] })
  expect(result.matches.map(({ value, where }) => [value, where])).toEqual(
    ["81", "19", "500"].map((value) => [value, "unit 1, holding register 7"]),
  )
  expect(result.matches[0]).toMatchObject({
    ...{ time: noon + 1e6, protocol: "modbus", what: "write single register", frame: 3, file: "level.pcap" },
    ...{ source: { address: hmi.ip }, target: { address: plc.ip } },
    message: "unit 1, holding register 7 of {target} is 81.",
  })
  expect(result.days).toEqual([{ day: "2026-03-02", byDay: wrong, byNight: 0 }])
  expect(result.tested.map(({ how }) => how)).toEqual(["packets"])
})

test("the packets of what was found can be had", async () => {
  const { id } = await backtest(person, rule({}))
  const { ticket, file } = await person.ask("rules.saveBacktestPackets", { id })
  const { bytes: saved } = (await core.download(ticket, person.caller))!
  expect(file).toBe("back-test.pcapng")
  expect(Buffer.from(saved).includes(Buffer.from(bytes(1, 6, u16(7), u16(500))))).toBe(true)
  expect(Buffer.from(saved).includes(Buffer.from(bytes(1, 6, u16(7), u16(50))))).toBe(false)
})

test("what a back-test counts is what really comes", async () => {
  const all = [
    rule({}),
    rule({ name: "Writes", sets: [[on("act", "is", "everyday")]], message: "{function}" }),
    rule({ name: "Answers", sets: [[on("outcome", "is", "accepted")]], message: "{function}" }),
    rule({ name: "Places", sets: [[on("where", "contains", "register 7")]], message: "{where}" }),
    rule({ name: "Jumps", sets: [[on("step", "more", "30")]], message: "{step}" }),
    rule({ name: "Connections", about: "attempt", protocol: "", sets: [[on("port", "is", "502")]], message: "{port}" }),
    rule({
      name: "First",
      about: "appears",
      protocol: "",
      sets: [[on("sourceIp", "inRange", "10.0.0.0/24")]],
      message: "{sourceIp}",
    }),
    rule({
      name: "Traffic",
      about: "trafficMinute",
      protocol: "",
      sets: [[on("packets", "more", "5")]],
      message: "{packets}",
    }),
    rule({ name: "Requests", about: "functionMinute", sets: [[on("requests", "is", "6")]], message: "{requests}" }),
    rule({ name: "Night", when: "after", message: "{value}" }),
  ]
  for (const one of all) await twinPerson.ask("rules.save", { id: null, rule: one })
  await read(twinPerson, path)
  const real = new Map((await list(twinPerson)).map(({ name, hits }) => [name, hits]))
  for (const one of all) expect([one.name, (await found(one)).count]).toEqual([one.name, real.get(one.name)])
  expect(Object.fromEntries(real)).toMatchObject({
    ...{ "Level out of range": wrong, Writes: 6, Answers: 6, Places: 6, Jumps: 2, Traffic: 1, Requests: 1, Night: 0 },
  })
})

test("a rule raises an alert of its own, with its name, severity, words and packets", async () => {
  const { alerts } = await twinPerson.ask("alerts.list", {
    ...{ filter: { search: "Level out of range" }, sort: "last", descending: true, offset: 0, limit: 10 },
  })
  expect(alerts).toMatchObject([
    {
      ...{ kind: ruleKind, severity: "major", packets: true, protocol: "modbus", count: wrong },
      title: "Unauthorized Operation was detected by a User Defined Rule: Level out of range",
    },
  ])
  expect(alerts[0]!.message).toContain("holding register 7 of")
  const whole = await twinPerson.ask("alerts.get", { id: alerts[0]!.id })
  expect(whole.lines).toMatchObject([
    { what: "write single register", value: "500", asked: wrong, frame: 3, packet: true },
  ])
})

test("the severity of its alert goes back to what the rule says", async () => {
  const filter = { search: "Night" }
  const one = { filter, sort: "last", descending: true, offset: 0, limit: 10 } as const
  await twinPerson.ask("rules.save", {
    id: null,
    rule: rule({ name: "Nightly", severity: "critical", sets: [[on("act", "is", "everyday")]], message: "{function}" }),
  })
  const again = join(other, "again.pcap")
  writeFileSync(again, pcap(writes(noon + hour, [50])))
  await read(twinPerson, again)
  const ids = (await twinPerson.ask("alerts.list", one)).alerts.map(({ id }) => id)
  expect(ids).toHaveLength(1)
  await twinPerson.ask("alerts.setSeverity", { ids, severity: "warning" })
  expect((await twinPerson.ask("alerts.list", one)).alerts[0]).toMatchObject({ severity: "warning" })
  await twinPerson.ask("alerts.setSeverity", { ids, severity: null })
  expect((await twinPerson.ask("alerts.list", one)).alerts[0]).toMatchObject({ severity: "critical" })
})

test("rules are listed with their hits, switched and deleted, many at once; the timeline tells", async () => {
  const { id } = await person.ask("rules.save", { id: null, rule: rule({}) })
  await person.ask("rules.save", { id: null, rule: rule({ name: "Second", action: "event", severity: "warning" }) })
  expect(await person.raw("rules.save", { id: null, rule: rule({ name: " level OUT of range " }) })).toMatchObject({
    message: expect.stringContaining("There is a rule") as string,
  })
  const next = join(folder, "next.pcap")
  writeFileSync(next, pcap(writes(noon + hour, values)))
  await read(person, next)
  const before = await list()
  expect(before.map(({ name, hits, lastHit, by }) => [name, hits, lastHit, by]).sort()).toEqual([
    ["Level out of range", wrong, noon + hour + 4e6, "admin"],
    ["Second", wrong, noon + hour + 4e6, "admin"],
  ])
  const { events } = await person.ask("timeline.list", {
    ...{ filter: { kinds: ["USER_DEFINED_RULE_OPERATION"] }, before: null, limit: 10 },
  })
  expect(events).toMatchObject([{ severity: "info", text: expect.stringContaining("holding register 7") as string }])
  await person.ask("rules.switch", { ids: before.map((one) => one.id), on: false })
  const third = join(folder, "third.pcap")
  writeFileSync(third, pcap(writes(noon + 2 * hour, values)))
  await read(person, third)
  expect((await list()).map(({ on: isOn, hits }) => [isOn, hits])).toEqual([
    [false, wrong],
    [false, wrong],
  ])
  await person.ask("rules.save", { id, rule: rule({ comment: "Ask the shift leader." }) })
  expect((await list()).find((one) => one.id === id)).toMatchObject({ comment: "Ask the shift leader.", hits: wrong })
  await person.ask("rules.remove", { ids: [id] })
  expect((await list()).map(({ name }) => name)).toEqual(["Second"])
  expect(await person.raw("rules.remove", { ids: [id] })).toMatchObject({ ok: false })
  expect(await titles()).toEqual(
    expect.arrayContaining(["Custom rule created", "Custom rule edited", "Custom rule deleted", "Custom rule matched"]),
  )
})

test("when the engine is off, rules count and say that they raise nothing", async () => {
  const engines = { policy: false, protocol: true, malware: true, anomaly: true, operational: true }
  expect((await person.ask("rules.list", {})).silent).toBe("")
  await person.ask("detection.set", { engines, learning: true, smartItLearning: true })
  expect((await person.ask("rules.list", {})).silent).toContain("“Policy violation” is switched off")
  await person.ask("detection.set", { engines: { ...engines, policy: true }, learning: true, smartItLearning: true })
  expect((await person.ask("rules.list", {})).silent).toBe("")
})

test("working hours are the site's, and hold for rules that ask for them", async () => {
  const after = rule({ when: "after" })
  expect((await found(after)).count).toBe(0)
  await person.ask("rules.setHours", { hours: [{ days: [2], from: 0, to: 1440 }] })
  expect((await found(after)).count).toBe(3 * wrong)
  expect(await person.raw("rules.setHours", { hours: [{ days: [], from: 60, to: 60 }] })).toMatchObject({ ok: false })
  expect((await person.ask("rules.list", {})).hours).toEqual([{ days: [2], from: 0, to: 1440 }])
})

test("the form is offered what this plant holds", async () => {
  const { protocols, known } = await person.ask("rules.fields", { about: "operation", protocol: "modbus" })
  expect(protocols[0]).toEqual({ name: "modbus", title: "Modbus/TCP", seen: true })
  const of = (field: string) => known.find((one) => one.field === field)?.values.map(({ value }) => value)
  expect(of("sourceIp")?.sort()).toEqual([plc.ip, hmi.ip])
  expect(of("targetMac")).toContain(plc.mac)
  expect(of("function")).toEqual(["write single register"])
  expect(of("where")).toEqual(["unit 1, holding register 7"])
  expect(of("port")).toEqual(["502"])
})

test("where a capture is gone, stored minutes answer what they can, and the rest is said honestly", async () => {
  renameSync(path, `${path}.away`)
  try {
    const counted = await found(
      rule({ sets: [[on("function", "is", "write single register"), on("sourceIp", "is", hmi.ip)]] }),
    )
    expect(counted.count).toBe(3 * values.length)
    expect(new Set(counted.tested.map(({ how }) => how))).toEqual(new Set(["series", "packets"]))
    expect(counted.notes).toEqual([
      "The capture level.pcap is not where it was any more.",
      expect.stringContaining("stored series were asked") as string,
    ])
    const untold = await found(rule({}))
    expect(untold.count).toBe(2 * wrong)
    expect(untold.tested.filter(({ how }) => how === "untold")).toHaveLength(1)
    expect(untold.notes[1]).toContain("stored series keep neither single places nor their values")
  } finally {
    renameSync(`${path}.away`, path)
  }
})

test("a back-test can be cancelled, is its starter's own, and one runs at a time", async () => {
  const { id } = await person.ask("rules.startBacktest", { rule: rule({}), days: 30 })
  await person.ask("rules.cancelBacktest", { id })
  expect(await person.ask("rules.backtest", { id })).toMatchObject({ state: "cancelled", result: null })
  expect(await person.raw("rules.backtest", { id: "soup" })).toMatchObject({ ok: false })
})

test("spans are taken out of others", () => {
  expect(
    without(
      [
        { from: 0, to: 10 },
        { from: 20, to: 30 },
      ],
      [
        { from: 25, to: 40 },
        { from: 2, to: 4 },
        { from: 3, to: 5 },
      ],
    ),
  ).toEqual([
    { from: 0, to: 2 },
    { from: 5, to: 10 },
    { from: 20, to: 25 },
  ])
})
