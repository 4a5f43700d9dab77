/** The baseline over the wire: what is removed alerts when it happens again, what is allowed is silent, and a site learns from another's file. */
import { expect, test } from "vitest"
import { entry, entryKey, type BaselineEdit, type BaselineEntry } from "../../../shared/baseline/entry.ts"
import { readFile, writeFile, type FileEntry } from "../../../shared/baseline/file.ts"
import { firstPolicy } from "../../../shared/detections/policy.ts"
import { analyseBytes, type Outcome } from "../../make/analyse-bytes.ts"
import { pcap, type Stamped } from "../../make/frames.ts"
import { asks, hmi, laptop, many, names, plc, read, talk, write } from "../../make/modbus-talk.ts"

const monday = Date.UTC(2026, 2, 2, 6) * 1000
const hour = 3600e6
const watching = { ...firstPolicy, learning: false, smartItLearning: false }

const usual = (from: number): Stamped[] => [
  ...talk(hmi, plc, from, [...many(20, (n) => read(n)), ...many(5, (n) => write(n, 3))]),
  asks(plc, names, from + 60e6, "time.example"),
]
const learn = (): Outcome => analyseBytes(pcap(usual(monday)))

function later(state: Uint8Array | null, frames: (from: number) => Stamped[], edits: readonly BaselineEdit[] = []) {
  return analyseBytes(pcap(frames(monday + 48 * hour)), { state, policy: watching, edits })
}
const kinds = ({ alerts }: Outcome): string[] => alerts.map(({ kind }) => kind).sort()
const forget = (...entries: BaselineEntry[]): BaselineEdit[] => [{ number: 1, change: "forget", entries }]
const allow = (...entries: BaselineEntry[]): BaselineEdit[] => [{ number: 1, change: "allow", entries }]

const ends = { who: hmi.ip, whom: plc.ip, protocol: "modbus" }
const reading = entry("function", { ...ends, what: "3" })
const writing = entry("function", { ...ends, what: "6" })

const normalOf = ({ baseline }: Outcome, normal = true) =>
  baseline.filter((one) => one.normal === normal).map((one) => one.entry)

test("while the sensor learns, everything becomes normal, once", () => {
  const learned = learn()
  expect(normalOf(learned, false)).toEqual([])
  const sorts = new Set(normalOf(learned).map(({ sort }) => sort))
  expect([...sorts].sort()).toEqual(["device", "function", "name", "pair", "part", "place", "service"])
  expect(normalOf(learned)).toContainEqual({ ...reading, name: "read holding registers" })
  expect(normalOf(learned)).toContainEqual(entry("name", { who: plc.ip, what: "time.example" }))
  const keys = normalOf(learned).map(entryKey)
  expect(new Set(keys).size).toBe(keys.length)
  const again = later(learned.state, usual)
  expect(again.baseline).toEqual([])
  expect(kinds(again)).toEqual([])
})

test("a removed function alerts exactly once more, with the packet that proves it", () => {
  const { state } = learn()
  const again = later(state, usual, forget(writing))
  expect(kinds(again)).toEqual(["unpermitted-usage-of-modbus-function-code"])
  const [alert] = again.alerts
  expect(alert).toMatchObject({ count: 5, lines: [{ what: "write single register", asked: 5, succeeded: 5 }] })
  expect(alert!.lines[0]!.frame).toBeGreaterThan(0)
  expect(normalOf(again, false)).toEqual([{ ...writing, name: "write single register" }])
  // It is told once; the alert goes on.
  const third = analyseBytes(pcap(usual(monday + 96 * hour)), {
    state: again.state,
    policy: watching,
    edits: forget(writing),
  })
  expect(third.baseline).toEqual([])
})

test("while the sensor learns, what was removed becomes normal again without an alert", () => {
  const { state } = learn()
  const again = analyseBytes(pcap(usual(monday + 48 * hour)), { state, policy: firstPolicy, edits: forget(writing) })
  expect(kinds(again)).toEqual([])
  expect(normalOf(again)).toEqual([{ ...writing, name: "write single register" }])
})

test("what was removed stays removed until it happens, over a restart", () => {
  const { state } = learn()
  const reads = (from: number) =>
    talk(
      hmi,
      plc,
      from,
      many(5, (n) => read(n)),
    )
  const quiet = later(state, reads, forget(writing))
  expect(kinds(quiet)).toEqual([])
  const again = analyseBytes(pcap(usual(monday + 96 * hour)), { state: quiet.state, policy: watching })
  expect(kinds(again)).toEqual(["unpermitted-usage-of-modbus-function-code"])
})

test("a removed address, name, talk and device alert each in their own way", () => {
  const { state, baseline } = learn()
  const of = (sort: BaselineEntry["sort"], find: (one: BaselineEntry) => boolean = () => true): BaselineEntry =>
    baseline.map((one) => one.entry).find((one) => one.sort === sort && find(one))!
  expect(kinds(later(state, usual, forget(of("place", ({ what }) => what === "3"))))).toEqual([
    "modbus-address-range-violation",
  ])
  expect(kinds(later(state, usual, forget(of("name"))))).toEqual(["unauthorized-name-query"])
  const talks = of("pair", ({ protocol }) => protocol === "modbus")
  expect(kinds(later(state, usual, forget(talks)))).toEqual(["traffic-that-was-removed-from-the-baseline"])
  expect(kinds(later(state, usual, forget(of("service", ({ protocol }) => protocol === "modbus"))))).toEqual([
    "new-port-discovery",
  ])
  expect(kinds(later(state, usual, forget(entry("device", { who: hmi.ip }))))).toEqual(["new-asset-detected"])
})

test("what was allowed before it was ever seen is silent; all else still alerts", () => {
  const { state } = analyseBytes(
    pcap(
      talk(
        hmi,
        plc,
        monday,
        many(20, (n) => read(n)),
      ),
    ),
  )
  const writes = (from: number) =>
    talk(
      hmi,
      plc,
      from,
      many(5, (n) => write(n, 3)),
    )
  expect(kinds(later(state, writes))).toEqual(["unpermitted-usage-of-modbus-function-code"])
  expect(kinds(later(state, writes, allow(writing)))).toEqual(["modbus-address-range-violation"])
  const anywhere = entry("place", { ...ends, what: "6", where: "*" })
  const silent = later(state, writes, allow(writing, anywhere))
  expect(kinds(silent)).toEqual([])
  expect(normalOf(silent, false)).toEqual([])
  const anything = [entry("function", { ...ends, what: "*" }), entry("place", { ...ends, what: "*", where: "*" })]
  expect(kinds(later(state, writes, allow(...anything)))).toEqual([])
  const strange = (from: number) => [
    ...writes(from),
    ...talk(
      laptop,
      plc,
      from + 60e6,
      many(3, (n) => read(n)),
    ),
  ]
  expect(kinds(later(state, strange, allow(...anything)))).toEqual(["new-asset-detected"])
})

test("an alert that was raised goes on no more once its function is allowed", () => {
  const { state } = analyseBytes(
    pcap(
      talk(
        hmi,
        plc,
        monday,
        many(20, (n) => read(n)),
      ),
    ),
  )
  const writes = (from: number) =>
    talk(
      hmi,
      plc,
      from,
      many(5, (n) => write(n, 3)),
    )
  const raised = later(state, writes)
  const after = (edits: readonly BaselineEdit[]) =>
    analyseBytes(pcap(writes(monday + 96 * hour)), { state: raised.state, policy: watching, edits })
  expect(kinds(after([]))).toEqual(["unpermitted-usage-of-modbus-function-code"])
  expect(kinds(after(allow(writing)))).toEqual([])
})

test("an exported baseline makes an empty site with learning off silent for the same traffic, and loud for strange traffic", () => {
  const { baseline } = learn()
  const told: FileEntry[] = baseline.map((one) => ({
    ...one.entry,
    first: "",
    last: "",
    times: 0,
    how: "learned by listening",
  }))
  const file = [...writeFile({ sensor: "A", site: "North", zone: "UTC" }, told)].join("")
  const { entries, faults } = readFile(file)
  expect(faults).toEqual([])
  expect(entries).toHaveLength(told.length)
  const imported = allow(...entries)
  expect(kinds(later(null, usual))).not.toEqual([])
  const same = later(null, usual, imported)
  expect(kinds(same)).toEqual([])
  expect(normalOf(same, false)).toEqual([])
  const strange = (from: number) => [...usual(from), ...talk(hmi, plc, from + 120e6, [read(1, 400)], 1, 41_000)]
  expect(kinds(later(null, strange, imported))).toEqual(["modbus-address-range-violation"])
})

test("a poll whose interval came from another site drifts from it", () => {
  const polls = (pause: number) => (from: number) =>
    talk(
      hmi,
      plc,
      from,
      many(600 / pause, (n) => read(n)),
      pause,
    )
  const learned = analyseBytes(pcap(polls(1)(monday)))
  const poll = normalOf(learned).find(({ sort }) => sort === "polling")!
  expect(poll).toMatchObject({ ...ends, what: "3", name: "read holding registers" })
  expect([poll.low, poll.high].map(Math.round)).toEqual([1, 1])
  const known = normalOf(learned)
  expect(kinds(later(null, polls(1), allow(...known)))).toEqual([])
  expect(kinds(later(null, polls(5), allow(...known)))).toEqual(["abnormal-periodic-behavior-in-communication-channel"])
  expect(kinds(later(learned.state, polls(1), forget(poll)))).toEqual(["traffic-that-was-removed-from-the-baseline"])
})

test("the same edits twice change nothing, and the same run gives the same", () => {
  const { state } = learn()
  const one = later(state, usual, forget(writing))
  const other = later(state, usual, [...forget(writing), ...forget(writing)])
  expect(other.baseline).toEqual(one.baseline)
  expect(other.alerts).toEqual(one.alerts)
  expect(other.state).toEqual(one.state)
})

test("a site of before the baseline was told keeps what it learned, and tells it once", () => {
  const { state, baseline } = learn()
  const saved = JSON.parse(new TextDecoder().decode(state)) as { judge: { normal?: object } }
  delete saved.judge.normal
  const old = new TextEncoder().encode(JSON.stringify(saved))
  const reads = (from: number) => talk(hmi, plc, from, [read(1)], 1, 45_000)
  const told = later(old, reads)
  const keys = (all: Outcome["baseline"]) => all.map((one) => entryKey(one.entry)).sort()
  expect(keys(told.baseline)).toEqual(keys(baseline))
  expect(told.baseline.every(({ normal }) => normal)).toBe(true)
  expect(later(told.state, reads).baseline).toEqual([])
})
