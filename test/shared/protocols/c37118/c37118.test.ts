import { expect, test } from "vitest"
import { c37118 } from "../../../../shared/protocols/c37118/c37118.ts"
import { Conversation } from "../../../make/collect.ts"
import { dissectorSuite, type Sample } from "../../../make/dissector-suite.ts"
import { hex } from "../../../make/hex.ts"
import { proves } from "../../../make/proofs.ts"

/** Bit by bit, as annex B describes it. */
function checksum(bytes: Uint8Array): string {
  let crc = 0xffff
  for (const byte of bytes)
    for (let bit = 7; bit >= 0; bit--) {
      const carry = ((crc >> 15) ^ (byte >> bit)) & 1
      crc = ((crc << 1) & 0xffff) ^ (carry === 1 ? 0x1021 : 0)
    }
  return crc.toString(16).padStart(4, "0")
}

/** `kind`: type and version; then size, stream 1, second and fraction, the contents, the checksum. */
function frame(kind: string, contents: string): Uint8Array {
  const size = (16 + hex(contents).length).toString(16).padStart(4, "0")
  const text = `aa ${kind} ${size} 0001 5975894f 000dda8d ${contents}`
  return hex(`${text}\n${checksum(hex(text))}`)
}

const station = (name: string): string => `
  "${name.padEnd(16)}" 0001 000f  # name, identifier, format
  0002 0001 0001                  # two phasors, an analog value, a digital word
  ${'"IA              "'.repeat(2)} ${'"ANALOG1         "'} ${'"BREAKER         "'.repeat(16)}
  00*8 00*4 00*4 0000 0001        # units, 60 Hz, revision
`
const ask: Sample = {
  name: "send configuration 2, as a phasor data concentrator asked it",
  bytes: hex("aa41 0012 0001 5975894f 000dda8d 0005 9129"),
}
const stop: Sample = { name: "turn off", bytes: frame("41", "0001") }
const one: Sample = { name: "one station", bytes: frame("31", `000f4240 0001 ${station("Reporting1")} 001e`) }
const two: Sample = { name: "two stations", bytes: frame("31", `000f4240 0002 ${station("A")} ${station("B")} 001e`) }
const long: Sample = {
  name: "configuration 3",
  bytes: frame("52", '0000 000f4240 0001 09 "PMU-ALPHA" 0001 00*16 000f 0001'),
}
const data: Sample = { name: "data", bytes: frame("01", "0000 42c81f8b bfc90026 00*8 0000 0000") }
const header: Sample = { name: "header", bytes: frame("11", '"PMU of bay 4"') }
const empty: Sample = { name: "a header without text", bytes: frame("11", "") }
const more: Sample = { name: "a later piece of configuration 3", bytes: frame("52", "0002 00*20") }

dissectorSuite(c37118, {
  samples: [ask, stop, one, two, long, data, header, empty, more],
  refused: [
    { name: "a wrong checksum", bytes: hex("aa41 0012 0001 5975894f 000dda8d 0005 9128") },
    { name: "a frame type that is reserved", bytes: frame("61", "0000") },
    { name: "another version", bytes: frame("03", "0000") },
    { name: "a beginning that is longer than short frames' segments", bytes: hex("aa01 0400 00*60") },
    { name: "a size below the shortest", bytes: hex("aa41 000f 00*14") },
  ],
})

test("frames are counted by type, commands by what they ask", () => {
  const conversation = new Conversation(c37118)
  for (const { bytes } of [ask, one, data, data, header, stop, long]) conversation.read(bytes)
  expect(conversation.report.operations).toEqual([
    "c37118 4:5 request",
    "c37118 3 message",
    "c37118 0 message",
    "c37118 0 message",
    "c37118 1 message",
    "c37118 4:1 request",
    "c37118 5 message",
  ])
  expect(c37118.protocol.functionName!(16 + 1)).toBe("turn off transmission of data")
})

test("a unit names its station, a concentrator those that it collects from", () => {
  const claims = (sample: Sample): readonly string[] => {
    const conversation = new Conversation(c37118)
    conversation.read(sample.bytes)
    return conversation.report.claims
  }
  expect(claims(one)).toEqual(["sender type = ied", "sender stationName = Reporting1"])
  expect(claims(long)).toEqual(["sender type = ied", "sender stationName = PMU-ALPHA"])
  expect(claims(two)).toEqual([
    "part 1 stationName = A",
    "part 1 stationName = B",
    "sender description = synchrophasors of A, B",
  ])
  expect(claims(header)).toEqual(["sender description = PMU of bay 4"])
  expect([claims(more), claims(empty)]).toEqual([[], []])
})

test("configurations name stations, channels and rates; commands the stream", () => {
  const conversation = new Conversation(c37118)
  for (const { bytes } of [ask, two]) conversation.read(bytes)
  expect(conversation.report.parts).toEqual(["c37118 PMU 1", "c37118 PMU 1"])
  const { places } = conversation.report
  expect(places.slice(0, 5)).toEqual([
    "c37118 stream 1",
    "c37118 PMU 1",
    "written A",
    "c37118 PMU 1, phasor IA",
    "c37118 PMU 1, phasor IA",
  ])
  expect(places.filter((line) => line.includes("digital")).length).toBe(32)
  expect(places).toContain("c37118 PMU 1, analog value ANALOG1")
  expect(places.slice(-4)).toEqual([
    "c37118 PMU 1, nominal frequency",
    "written 60 Hz",
    "c37118 data rate",
    "written 30 frames a second",
  ])
  expect(c37118.protocol.commands?.["4:1"]?.technique).toBe("T0804")
})

/** Status, two phasors of 8 bytes, frequency and its change as numbers with a point, an analog value, a digital word. */
const measured = (status: string, kind = "01"): Uint8Array =>
  frame(kind, `${status} 00*16 426f f5c3 3d4ccccd 00*4 0000`)

test("what changes in the status of a station is told, with its frequency", () => {
  const conversation = new Conversation(c37118)
  conversation.read(one.bytes)
  const before = conversation.report.places.length
  for (const status of ["0000", "0000", "2000", "2000", "c010", "0000"]) conversation.read(measured(status))
  expect(conversation.report.details).toEqual([
    "c37118 state:sync-lost",
    "c37118 state:unusable",
    "c37118 state:unlocked",
  ])
  expect(conversation.report.places.slice(before, before + 5)).toEqual([
    "c37118 PMU 1, frequency and its rate of change",
    "written 59.99 Hz, 0.05 Hz/s",
    "c37118 PMU 1, frequency and its rate of change",
    "written 59.99 Hz, 0.05 Hz/s",
    "c37118 PMU 1",
  ])
  expect(c37118.protocol.valueText!({ area: 6 | 16, from: 1, count: 1, name: hex("") }, hex("000a ffff"), 0)).toBe(
    "50.01 Hz, -0.01 Hz/s",
  )
})

test("what a wrong checksum guards is not believed, and said to be wrong", () => {
  const conversation = new Conversation(c37118)
  const bytes = one.bytes.slice()
  bytes[20]! ^= 1
  conversation.read(bytes)
  expect(conversation.report.operations).toEqual(["c37118 3 message"])
  expect(conversation.report.details).toEqual(["c37118 state:checksum"])
  expect(conversation.report.claims).toEqual([])
})

proves({ c37118: ["framing", "identity", "places", "commands"] })
