import { expect, test } from "vitest"
import { sv } from "../../../../shared/protocols/iec61850/sv.ts"
import { ber } from "../../../make/ber.ts"
import { Conversation } from "../../../make/collect.ts"
import { dissectorSuite, type Sample } from "../../../make/dissector-suite.ts"
import { hex } from "../../../make/hex.ts"
import { proves } from "../../../make/proofs.ts"

const ethernet = { transport: "ethernet", toMany: true } as const

/** One data unit: identifier, sample counter, configuration revision, synchronised, samples. */
const unitOf = (count: number, clock = 2, revision = 1, name = "AA1MU01"): string =>
  ber(
    "30",
    ber("80", `"${name}"`),
    `82 02 ${count.toString(16).padStart(4, "0")} 83 04 0000000${revision} 85 01 0${clock}`,
    ber("87", "00*64"),
  )
const unit = unitOf(280)

function frame(units: string, reserved = "0000", announced = 1): Uint8Array {
  const message = ber("60", `80 01 0${announced}`, ber("a2", units))
  const length = (8 + hex(message).length).toString(16).padStart(4, "0")
  return hex(`4001 ${length} ${reserved} 0000 ${message}`)
}

const cyclic: Sample = { name: "samples", bytes: frame(unit), circumstances: ethernet }
const eight: Sample = {
  name: "two units in a frame",
  bytes: frame(unit + unitOf(281), "0000", 2),
  circumstances: ethernet,
}
const simulated: Sample = { name: "simulated samples", bytes: frame(unit, "8000"), circumstances: ethernet }

dissectorSuite(sv, {
  samples: [cyclic, eight, simulated],
  refused: [
    { name: "another tag", bytes: hex("4001 000e 0000 0000 61 04 80 02 0001") },
    { name: "a length that holds no message", bytes: hex("4001 0008 0000 0000 60 00") },
  ],
})

test("frames are counted, simulated ones apart, and the sender is named once", () => {
  const conversation = new Conversation(sv)
  for (const { bytes } of [simulated, cyclic, eight]) conversation.read(bytes, ethernet)
  expect(conversation.report.operations).toEqual(["sv 1 message", "sv 0 message", "sv 0 message"])
  expect(new Set(conversation.report.claims)).toEqual(new Set(["sender stationName = AA1MU01"]))
})

/** Details of frames that follow each other. */
const findings = (...frames: readonly Uint8Array[]): readonly string[] => {
  const conversation = new Conversation(sv)
  for (const bytes of frames) conversation.read(bytes, ethernet)
  return conversation.report.details.map((line) => sv.protocol.detailName!(codeOf(line.slice(3)))!)
}
const codeOf = (key: string): number => {
  for (let code = 0; code < 300; code++) if (sv.protocol.detailKey!(code) === key) return code
  throw new Error(key)
}
const steady = "samples are synchronised by a global clock"

test("the stream is the place, once a frame", () => {
  const conversation = new Conversation(sv)
  conversation.read(eight.bytes, ethernet)
  expect(conversation.report.places).toEqual(["sv AA1MU01", "sv AA1MU01"])
  expect(conversation.report.details).toEqual(["sv synchronised:2"])
})

test("samples that are missing, repeated or went back are told; beginning again each second is not", () => {
  const counts = (...numbers: readonly number[]) => findings(...numbers.map((count) => frame(unitOf(count)))).slice(1)
  expect(counts(3998, 3999, 0, 1, 2)).toEqual([])
  expect(counts(10, 11, 13)).toEqual(["samples were skipped"])
  expect(counts(10, 10)).toEqual(["sample count was repeated"])
  expect(counts(20, 19)).toEqual(["sample count went back"])
  expect(counts(3999, 0, 1, 0, 1)).toEqual(["samples were skipped"])
  expect(counts(3999, 0, 3998, 1)).toEqual(["samples were skipped", "samples were skipped"])
  expect(counts(3999, 0, 1, 2, 1)).toEqual(["sample count went back"])
})

test("what else changes in a stream is told", () => {
  expect(findings(frame(unitOf(1)), frame(unitOf(2, 0)), frame(unitOf(3, 1)))).toEqual([
    steady,
    "samples are not synchronised",
    "samples are synchronised by a local clock",
  ])
  expect(findings(frame(unitOf(1)), frame(unitOf(2, 2, 2)))).toEqual([steady, "configuration revision changed"])
  expect(findings(frame(unitOf(1)), frame(unitOf(2) + unitOf(3), "0000", 2))).toEqual([
    steady,
    "number of data units changed",
  ])
  expect(findings(frame(unit + unitOf(281)))).toEqual(["number of data units is not the one announced", steady])
  expect(findings(frame(unit, "8000"))).toEqual(["simulation flag is set", steady])
})

test("streams of one sender are told apart, also within a frame", () => {
  const two = (count: number) => frame(unitOf(count) + unitOf(count + 500, 1, 1, "AA1MU02"), "0000", 2)
  expect(findings(two(1), two(2), two(3))).toEqual([steady, "samples are synchronised by a local clock"])
  const conversation = new Conversation(sv)
  conversation.read(two(1), ethernet)
  expect(conversation.report.places).toEqual(["sv AA1MU01", "sv AA1MU02", "sv AA1MU01", "sv AA1MU02"])
})

proves({ sv: ["framing", "identity", "places"] })
