/** Rules of the user's own over whole captures: every message counts, also where facts are told once; the same whatever the chunks, and across captures. */
import { expect, test } from "vitest"
import { usualHours, type Condition, type Operator, type Rule } from "../../../shared/detections/custom/rule.ts"
import { emptyRule } from "../../../shared/detections/custom/rule-templates.ts"
import { ruleKind } from "../../../shared/detections/custom/rule-watch.ts"
import { firstPolicy, type Policy } from "../../../shared/detections/policy.ts"
import { analyseBytes } from "../../make/analyse-bytes.ts"
import { bytes, ethernet, ipv4, pcap, tcp, u16, udp, type Stamped } from "../../make/frames.ts"

const link = { from: "00:50:56:00:00:02", to: "00:1d:9c:00:00:01" }
const ends = { from: "10.0.0.2", to: "10.0.0.1" }
const on = (field: string, operator: Operator, value = "", to = "", other = ""): Condition => ({
  ...{ field, operator, value, to, other },
})
const policy = (...rules: Partial<Rule>[]): Policy => ({
  ...firstPolicy,
  custom: {
    ...{ zone: "UTC", hours: usualHours },
    rules: rules.map((one, n) => ({
      ...emptyRule,
      name: `rule ${n}`,
      message: "{source}",
      ...one,
      id: `${n}`,
      version: 1,
    })),
  },
})
/** Hits of each rule, as its alert counts them. */
const hits = (frames: readonly Stamped[], rules: readonly Partial<Rule>[], chunk = 1 << 16): readonly number[] => {
  const { alerts } = analyseBytes(pcap(frames), { policy: policy(...rules), chunk, vendorOf: () => "Siemens AG" })
  return rules.map((_, n) => alerts.find(({ rule }) => rule?.id === `${n}.1`)?.count ?? 0)
}

function question(id: number, name: string): Uint8Array {
  const labels = name.split(".").flatMap((label) => [label.length, ...new TextEncoder().encode(label)])
  const head = [u16(id), u16(0x0100), u16(1), u16(0), u16(0), u16(0)]
  const query = bytes(...head, Uint8Array.from([...labels, 0]), u16(1), u16(1))
  return ethernet(link, ipv4({ ...ends, protocol: 17 }, udp(5353, 53, query)))
}
const start = Date.UTC(2026, 2, 2, 12) * 1000
const eachSecond = (frames: readonly Uint8Array[]): readonly Stamped[] =>
  frames.map((frame, n) => ({ time: start + n * 1e6, frame }))

test("a name that is asked for again, in the same words, counts each time", () => {
  const asked = [question(1, "plc.evil"), question(2, "plc.evil"), question(3, "good.example"), question(4, "plc.evil")]
  const dns = { about: "asked", sets: [[on("name", "ends", ".EVIL")]] }
  expect(
    hits(eachSecond(asked), [
      dns,
      { ...dns, protocol: "modbus" },
      { about: "operation", protocol: "dns", sets: [[on("port", "is", "53")]] },
    ]),
  ).toEqual([3, 0, 4])
})

const write = (n: number, register: number, value: number): Uint8Array => {
  const data = bytes(u16(n), u16(0), u16(6), 1, 6, u16(register), u16(value))
  return ethernet(link, ipv4(ends, tcp({ from: 40_000, to: 502, seq: 1 + n * data.length, data })))
}
const writes = eachSecond([5, 5, 9, 9, 9, 2].map((value, n) => write(n, 7, value)))

const all: readonly Partial<Rule>[] = [
  { sets: [[on("value", "sameAs", "", "", "valueBefore")]] },
  { sets: [[on("step", "isNot", "0")]] },
  { sets: [[on("sourceIp", "sameAs", "", "", "targetIp")]] },
  { sets: [[on("targetMac", "inRange", "00:1d:9c"), on("sourceMac", "is", "00-50-56-00-00-02")]] },
  { sets: [[on("targetMac", "notInRange", "00:1d:9c:00:00:00", "00:1d:9c:00:00:ff")]] },
  { sets: [[on("sourceIp", "inRange", "10.0.0.0/30"), on("targetIp", "notInRange", "10.0.0.2", "10.0.0.9")]] },
  { sets: [[on("sourceVendor", "begins", "siemens"), on("value", "most", "5")]] },
  { sets: [[on("sourceVlan", "isNot", "3")]] },
  { sets: [[on("value", "least", "9")], [on("value", "less", "3")]] },
  { sets: [[on("sourceIp", "is", "10.0.0.1")]], direction: "either" },
]

test("fields of places and ends are compared as what they are", () => {
  expect(hits(writes, all)).toEqual([3, 2, 0, 6, 0, 6, 3, 0, 4, 6])
})

test("the same traffic gives the same, whatever the chunks", () => {
  expect(hits(writes, all, 7)).toEqual(hits(writes, all))
})

test("the next capture goes on with the same alert, and rules that are gone count no more", () => {
  const one = policy({ sets: [[on("value", "is", "9")]] })
  const first = analyseBytes(pcap(writes), { policy: one })
  const again = analyseBytes(pcap(writes), { policy: one, state: first.state })
  expect(again.alerts.map(({ key, kind, count }) => [key, kind, count])).toEqual([[first.alerts[0]!.key, ruleKind, 3]])
  expect(first.alerts[0]!.lines).toMatchObject([{ asked: 3, value: "9", where: "unit 1, holding register 7" }])
  expect(again.alerts[0]!.lines).toMatchObject([{ asked: 6 }])
  expect(analyseBytes(pcap(writes), { policy: firstPolicy, state: first.state }).alerts).toEqual([])
})

test("rules change nothing that is known of devices, connections and places", () => {
  const known = (using: Policy) => {
    const { document, places, connections } = analyseBytes(pcap(writes), { policy: using })
    return JSON.stringify([{ ...document, alerts: [] }, [...places], connections])
  }
  expect(known(policy(...all))).toBe(known(firstPolicy))
})
