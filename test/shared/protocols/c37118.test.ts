import { expect, test } from "vitest"
import { c37118 } from "../../../shared/protocols/c37118.ts"
import { Conversation } from "../../make/collect.ts"
import { dissectorSuite, type Sample } from "../../make/dissector-suite.ts"
import { hex } from "../../make/hex.ts"

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
  expect(claims(two)).toEqual(["sender description = synchrophasors of A, B"])
  expect(claims(header)).toEqual(["sender description = PMU of bay 4"])
  expect([claims(more), claims(empty)]).toEqual([[], []])
})
