/** Rules of the user's own: every field that facts carry, faults in words, values as people type them, hits counted once. */
import { describe, expect, test } from "vitest"
import "../../../shared/protocols/index.ts"
import { ruleFaults } from "../../../shared/detections/custom/check-rule.ts"
import { fieldsOf, topics, type Topic, type TopicId } from "../../../shared/detections/custom/fields.ts"
import { numbersIn } from "../../../shared/detections/custom/numbers-in.ts"
import {
  occasions,
  usualHours,
  type Condition,
  type Operator,
  type Rule,
} from "../../../shared/detections/custom/rule.ts"
import { filledIn } from "../../../shared/detections/custom/rule-message.ts"
import { emptyRule, ruleTemplates } from "../../../shared/detections/custom/rule-templates.ts"
import { ruleKind } from "../../../shared/detections/custom/rule-watch.ts"
import { ruleSentence } from "../../../shared/detections/custom/rule-words.ts"
import { block, typed } from "../../../shared/detections/custom/typed-value.ts"
import { looksAt } from "../../../shared/detections/custom/times.ts"
import { firstPolicy, type Policy } from "../../../shared/detections/policy.ts"
import type { Fact } from "../../../shared/facts/fact.ts"
import { ExampleWorld } from "../../make/example-world.ts"
import type { ExampleFact } from "../../../shared/detections/detection.ts"

type Of<Kind extends Fact["kind"]> = Extract<Fact, { kind: Kind }>
type Words<Kind extends Fact["kind"]> = Exclude<keyof Of<Kind>, "kind" | "time">
/** Every word of every fact, and the field that rules ask it by; an end is asked by its own fields. A new word of a fact does not compile until it is named here. */
const ends = { client: "sourceIp", server: "targetIp", protocol: "(the rule's protocol)" } as const
const place = { ...ends, key: "function", isDetail: "isDetail", technique: "technique", function: "function" } as const
const fieldOfWord: {
  readonly [Kind in Fact["kind"]]: Readonly<Record<Words<Kind>, string>> & { readonly "": TopicId }
} = {
  endpoint: {
    "": "appears",
    endpoint: "sourceIp",
    mac: "sourceMac",
    vlan: "sourceVlan",
    address: "sourceIp",
    tunnel: "sourceTunnel",
  },
  distance: { "": "distance", endpoint: "sourceIp", hops: "hops" },
  alive: { "": "distance", endpoint: "sourceIp" },
  binding: {
    "": "binding",
    mac: "sourceMac",
    vlan: "sourceVlan",
    address: "sourceIp",
    tunnel: "sourceTunnel",
    how: "how",
  },
  // Says whose the frames of a card are; there is nothing to ask of it.
  ring: { "": "appears", mac: "sourceMac", vlan: "sourceVlan", tunnel: "sourceTunnel", way: "(whose the card is)" },
  claim: {
    ...{ "": "claim", about: "part", field: "property", value: "value", rule: "rule", confidence: "confidence" },
    spans: "(the packets that prove it)",
  },
  part: { "": "part", part: "part" },
  protocol: { "": "speaks", ...ends, ot: "ot", port: "port" },
  operation: { "": "operation", ...place, outcome: "outcome" },
  refusal: { "": "operation", ...ends, key: "function", function: "function" },
  place: { "": "operation", ...place, place: "where" },
  resolve: { "": "resolve", client: "sourceIp", address: "address" },
  malformed: { "": "malformed", ...ends, sender: "sender" },
  attempt: { "": "attempt", client: "sourceIp", server: "targetIp", port: "port" },
  signIn: { "": "signIn", ...ends, user: "user", succeeded: "succeeded", isClear: "isClear", mask: "secret" },
  presented: { "": "presented", ...ends, user: "user", isClear: "isClear", mask: "secret" },
  asked: { "": "asked", ...ends, name: "name", type: "type" },
  resolved: { "": "resolved", ...ends, name: "name", type: "type", answers: "answers", fault: "fault" },
  carried: {
    ...{ "": "carried", ...ends, name: "name", way: "way", size: "size", sha256: "sha256", state: "state" },
    ...{ program: "program", began: "began" },
  },
  web: {
    ...{ "": "web", ...ends, method: "method", host: "host", path: "path", userAgent: "userAgent" },
    ...{
      soapAction: "soapAction",
      cookies: "cookie",
      headers: "headers",
      longestHeader: "longestHeader",
      fault: "fault",
    },
  },
  file: { "": "file", ...ends, name: "name", way: "way" },
  statement: { "": "statement", ...ends, text: "text" },
  longText: { "": "longText", ...ends, field: "field" },
  marker: { "": "marker", ...ends, indicator: "indicator" },
  lease: { "": "lease", ...ends, outcome: "outcome", by: "by", mac: "clientMac" },
}

test.each(Object.entries(fieldOfWord))("every word of %s is a field of rules", (_, { "": about, ...words }) => {
  const known = fieldsOf(about).map(({ id }) => id)
  const wanted = Object.values(words as Record<string, string>).filter((id) => !id.startsWith("("))
  expect(wanted.filter((id) => !known.includes(id))).toEqual([])
})

test("addresses are typed as addresses, never as numbers", () => {
  for (const about of Object.keys(topics) as TopicId[])
    for (const { id, type } of fieldsOf(about)) {
      if (/Ip$/.test(id)) expect([about, id, type]).toEqual([about, id, "ip"])
      if (/Mac$/.test(id)) expect([about, id, type]).toEqual([about, id, "mac"])
    }
  for (const topic of Object.values(topics) as Topic[]) expect(topic.hit).toMatch(/^One hit is .+\.$/)
})

const on = (field: string, operator: Operator, value = "", to = "", other = ""): Condition => ({
  ...{ field, operator, value, to, other },
})
const rule = (more: Partial<Rule>): Rule => ({ ...emptyRule, name: "Mine", message: "It happened.", ...more })
const faults = (more: Partial<Rule>) => ruleFaults(rule(more), ["modbus"]).map(({ at, text }) => `${at}: ${text}`)

describe("faults in words, beside the field", () => {
  test.each<[string, Partial<Rule>, string]>([
    ["no name", { name: " ", sets: [[on("port", "is", "502")]] }, "name: The rule has no name."],
    ["nothing watched", { about: "soup" }, "about: Choose what is watched."],
    [
      "an unknown protocol",
      { protocol: "soup", sets: [[on("port", "is", "1")]] },
      "protocol: The sensor knows no protocol “soup”.",
    ],
    ["no condition", { sets: [] }, "sets: A rule needs at least one condition."],
    ["an empty set", { sets: [[on("port", "is", "1")], []] }, "sets: A set is empty."],
    ["no field", { sets: [[on("", "is", "1")]] }, "sets.0.0.field: Choose a field."],
    [
      "a field of something else",
      { about: "file", sets: [[on("user", "is", "x")]] },
      "sets.0.0.field: “A file is opened or carried” has no field “user”.",
    ],
    ["no value", { sets: [[on("value", "is", " ")]] }, "sets.0.0.value: Say what “Value” is compared with."],
    ["no number", { sets: [[on("value", "more", "12a")]] }, "sets.0.0.value: “12a” is no number."],
    ["no port", { sets: [[on("port", "is", "70000")]] }, "sets.0.0.value: “70000” is no port."],
    [
      "no IP address",
      { sets: [[on("sourceIp", "is", "10.0.0.300")]] },
      "sets.0.0.value: “10.0.0.300” is no IP address.",
    ],
    [
      "an address as a number",
      { sets: [[on("sourceIp", "is", "167772161")]] },
      "sets.0.0.value: “167772161” is no IP address.",
    ],
    [
      "no MAC address",
      { sets: [[on("targetMac", "is", "00:11:22:33:44")]] },
      "sets.0.0.value: “00:11:22:33:44” is no MAC address.",
    ],
    [
      "no answer of the list",
      { sets: [[on("outcome", "is", "perhaps")]] },
      "sets.0.0.value: “perhaps” is none of the answers.",
    ],
    [
      "a comparison that makes no sense",
      { sets: [[on("sourceIp", "more", "10.0.0.1")]] },
      "sets.0.0.operator: Source IP address can't be asked “>”.",
    ],
    [
      "a range the wrong way round",
      { sets: [[on("value", "inRange", "9", "3")]] },
      "sets.0.0.to: The range ends before it begins. Swap 9 and 3.",
    ],
    [
      "a range without an end",
      { sets: [[on("value", "notInRange", "9")]] },
      "sets.0.0.to: Say what “Value” is compared with.",
    ],
    [
      "one address as a network",
      { sets: [[on("sourceIp", "inRange", "10.0.0.1")]] },
      "sets.0.0.to: Write the last address too, or a network such as 10.1.0.0/16",
    ],
    [
      "a network too long",
      { sets: [[on("sourceIp", "inRange", "10.0.0.0/33")]] },
      "sets.0.0.value: “10.0.0.0/33” is no IP address. Write it like 10.1.0.0/16",
    ],
    [
      "two families",
      { sets: [[on("sourceIp", "inRange", "10.0.0.1", "fd00::1")]] },
      "sets.0.0.to: One is an address of IPv4",
    ],
    [
      "the same field twice",
      { sets: [[on("sourceIp", "sameAs", "", "", "sourceIp")]] },
      "sets.0.0.other: A field is always the same as itself.",
    ],
    [
      "fields of different kinds",
      { sets: [[on("sourceIp", "sameAs", "", "", "targetMac")]] },
      "sets.0.0.other: Destination MAC address and Source IP address are of different kinds.",
    ],
    ["own hours without any", { when: "own", sets: [[on("port", "is", "1")]] }, "windows: Add the days and hours"],
    ["no message", { message: "", sets: [[on("port", "is", "1")]] }, "message: Say what happened"],
    [
      "a placeholder for nothing",
      { message: "{soup}", sets: [[on("port", "is", "1")]] },
      "message: There is no field {soup}",
    ],
  ])("%s", (_, more, expected) => {
    const found = faults(more)
    expect(found).toHaveLength(1)
    expect(found[0]).toContain(expected)
  })

  test("a rule that makes sense has none", () => {
    expect(
      faults({
        protocol: "modbus",
        sets: [[on("sourceIp", "inRange", "10.1.0.0/16"), on("sourceMac", "inRange", "00:1b:1b")]],
      }),
    ).toEqual([])
    expect(faults({ message: "{source} {value}", sets: [[on("value", "sameAs", "", "", "valueBefore")]] })).toEqual([])
  })

  test("templates lack nothing but what they ask to be filled in", () => {
    for (const { title, rule: one } of ruleTemplates) {
      const left = ruleFaults(one, ["modbus"]).filter(({ at }) => !/\.(value|to)$/.test(at))
      expect([title, left]).toEqual([title, []])
      expect(
        ruleSentence(one, () => "Modbus/TCP"),
        title,
      ).toMatch(/^(Raise a|Write an entry).+ for each .+ where .+(\.|…)$/)
    }
  })
})

test("values are read as their type", () => {
  expect(typed("number", "4,5")).toBe(4.5)
  expect(typed("number", "0x1F")).toBe(31)
  expect(typed("ip", "FD00::1")).toBe(typed("ip", "fd00:0:0:0:0:0:0:1"))
  expect(typed("ip", "1::2::3")).toBeUndefined()
  expect(typed("mac", "00-1B-1B-00-00-0A")).toBe(typed("mac", "001b.1b00.000a"))
  expect(block("ip", "10.1.128.0/17")).toEqual([typed("ip", "10.1.128.0"), typed("ip", "10.1.255.255")])
  expect(block("ip", "fd00::/8")).toEqual([
    typed("ip", "fd00::"),
    typed("ip", "fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"),
  ])
  expect(block("ip", "0.0.0.0/0")).toEqual([typed("ip", "0.0.0.0"), typed("ip", "255.255.255.255")])
})

test("numbers are found in the words of protocols, and none where there are none", () => {
  expect(numbersIn("12, 13, 14, …", 90)).toEqual([12, 13, 14])
  expect(numbersIn("on, off", 2)).toEqual([1, 0])
  expect(numbersIn("25.5 °C", 1)).toEqual([25.5])
  expect(numbersIn("3 4", 2)).toEqual([3, 4])
  expect(numbersIn("12 34 56", 24)).toEqual([undefined])
  expect(numbersIn("2026-01-02 03:04", 1)).toEqual([undefined])
  expect(numbersIn("", 1)).toEqual([])
})

test("what traffic says can't stand for an end, nor fill the page", () => {
  const value = (name: string) => (name === "name" ? "{source}" : name === "user" ? "x".repeat(9000) : undefined)
  expect(filledIn("{target}: {name} {user} {host}", value)).toBe(`{target}: |source| ${"x".repeat(200)} (not told)`)
})

test("hours are those of the site's zone, also where the clocks change", () => {
  const at = (text: string) => Date.parse(text) * 1000
  const berlin = { zone: "Europe/Berlin", hours: usualHours }
  expect(Object.keys(occasions)).toEqual(["any", "working", "after", "own"])
  // 6 in the morning of a Monday: 5 UTC in winter, 4 in summer.
  expect(looksAt({ when: "working", windows: [] }, at("2026-03-02T05:00:00Z"), berlin)).toBe(true)
  expect(looksAt({ when: "working", windows: [] }, at("2026-03-02T04:59:00Z"), berlin)).toBe(false)
  expect(looksAt({ when: "working", windows: [] }, at("2026-07-06T04:00:00Z"), berlin)).toBe(true)
  expect(looksAt({ when: "after", windows: [] }, at("2026-07-06T03:59:00Z"), berlin)).toBe(true)
  expect(looksAt({ when: "after", windows: [] }, at("2026-03-07T12:00:00Z"), berlin)).toBe(true)
})

const policy = (...rules: Rule[]): Policy => ({
  ...firstPolicy,
  custom: { zone: "UTC", hours: usualHours, rules: rules.map((one, n) => ({ ...one, id: `r${n}`, version: 1 })) },
})
const play = (facts: readonly ExampleFact[], ...rules: Rule[]) => {
  const world = new ExampleWorld(policy(...rules))
  world.run(facts)
  return world.take()
}
const file = (name: string, at = 0): ExampleFact => ({
  ...{ says: "said", from: "10.0.0.1", to: "10.0.0.2", protocol: "ftp", at },
  said: { kind: "file", name, way: "toServer" },
})

describe("facts of everyday IT", () => {
  const exe = rule({ about: "file", sets: [[on("name", "ends", ".exe")]], message: "{name} by {sourceIp}" })

  test("each hit counts, on one alert with its lines, while the sensor learns too", () => {
    const { alerts, hits } = play([file("a.EXE"), file("b.txt", 1), file("a.EXE", 2), file("c.exe", 3)], exe)
    expect(alerts).toHaveLength(1)
    expect(alerts[0]).toMatchObject({
      kind: ruleKind,
      added: 3,
      message: "a.EXE by 10.0.0.1",
      rule: { id: "r0.1", name: "Mine" },
    })
    expect(alerts[0]!.lines.map(({ where, asked }) => [where, asked])).toEqual([
      ["a.EXE", 2],
      ["c.exe", 1],
    ])
    expect(hits.map((one) => one.hits)).toEqual([3])
  })

  test("two rules over the same traffic are two alerts, and a changed rule is another", () => {
    const { alerts } = play([file("a.exe")], exe, { ...exe, name: "Other" })
    expect(new Set(alerts.map(({ key }) => key)).size).toBe(2)
    const world = new ExampleWorld(policy(exe))
    world.run([file("a.exe")])
    const [before] = world.take().alerts
    const changed = policy(exe)
    world.judge.follow({ ...changed, custom: { ...changed.custom!, rules: [{ ...exe, id: "r0", version: 2 }] } })
    world.run([file("a.exe", 1)])
    expect(world.take().alerts[0]!.key).not.toBe(before!.key)
  })

  test("an event is told once a minute for two devices, every hit counts", () => {
    const {
      alerts,
      events: all,
      hits,
    } = play([file("a.exe"), file("b.exe", 5), file("c.exe", 61)], {
      ...exe,
      action: "event",
    })
    expect(alerts).toEqual([])
    const events = all.filter(({ kind }) => kind === "USER_DEFINED_RULE_OPERATION")
    expect(events.map(({ severity }) => severity)).toEqual(["alert", "alert"])
    expect(events.map(({ kind, text }) => [kind, text])).toEqual([
      ["USER_DEFINED_RULE_OPERATION", "a.exe by 10.0.0.1"],
      ["USER_DEFINED_RULE_OPERATION", "c.exe by 10.0.0.1"],
    ])
    expect(hits[0]!.hits).toBe(3)
  })

  test("the ends may stand the other way round when the rule says so", () => {
    const to = rule({ about: "file", sets: [[on("sourceIp", "is", "10.0.0.2"), on("targetIp", "is", "10.0.0.1")]] })
    expect(play([file("a")], to).hits).toEqual([])
    expect(play([file("a")], { ...to, direction: "either" }).hits).toHaveLength(1)
  })

  test("what is not told meets no condition, not even one that is turned round", () => {
    const other = rule({ about: "file", sets: [[on("sourceMac", "isNot", "00:11:22:33:44:55")]] })
    expect(play([file("a")], other).hits).toEqual([])
  })

  test("names, sign-ins, connections and minutes are judged as well", () => {
    const all = [
      rule({
        about: "attempt",
        sets: [[on("port", "inRange", "20", "30"), on("sourceIp", "notInRange", "10.0.1.0/24")]],
      }),
      rule({ about: "trafficMinute", sets: [[on("bytes", "more", "999")]] }),
      rule({ about: "functionMinute", protocol: "modbus", sets: [[on("requests", "least", "5")]] }),
      rule({ about: "signIn", sets: [[on("succeeded", "is", "no"), on("user", "begins", "ADM")]] }),
      rule({ about: "claim", sets: [[on("property", "is", "firmware"), on("value", "isNot", "2.0")]] }),
      rule({ about: "speaks", sets: [[on("port", "sameAs", "", "", "port"), on("ot", "is", "yes")]] }),
    ]
    const pair = { from: "10.0.0.1", to: "10.0.0.2" } as const
    const minute = {
      says: "minute",
      ...pair,
      protocol: "modbus",
      key: "3",
      requests: 5,
      packets: 10,
      bytes: 1000,
    } as const
    const { hits } = play(
      [
        { says: "attempt", ...pair, port: 22 },
        { says: "attempt", ...pair, port: 31 },
        minute,
        { ...minute, requests: 4, bytes: 999, at: 60 },
        {
          says: "said",
          ...pair,
          protocol: "ftp",
          said: { kind: "signIn", user: "admin", succeeded: false, isClear: true },
        },
        { says: "claim", of: "10.0.0.2", field: "firmware", value: "1.9", rule: "test" },
        { says: "speaks", ...pair, protocol: "modbus", port: 502, isOt: true },
      ],
      ...all,
    )
    expect(hits.map(({ rule: id, hits: n }) => `${id} ${n}`).sort()).toEqual([
      "r0 1",
      "r1 1",
      "r2 1",
      "r3 1",
      "r4 1",
      "r5 1",
    ])
  })

  test("rules that a later version wrote are passed over", () => {
    expect(
      play([file("a.exe")], { ...exe, sets: [[on("soup", "is", "1")]] }, { ...exe, about: "soup" }, exe).hits,
    ).toHaveLength(1)
  })
})
