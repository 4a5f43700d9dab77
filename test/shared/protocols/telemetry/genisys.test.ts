import { expect, test } from "vitest"
import { crc16 } from "../../../../shared/bytes/crc16.ts"
import { genisys } from "../../../../shared/protocols/telemetry/genisys.ts"
import { Conversation } from "../../../make/collect.ts"
import { dissectorSuite, type Sample } from "../../../make/dissector-suite.ts"
import { hex } from "../../../make/hex.ts"
import { proves } from "../../../make/proofs.ts"

/** With checksum, escapes and end. */
function message(name: string, text: string): Sample {
  const bytes = hex(text)
  const sum = crc16(bytes, 0, bytes.length, 0xffff)
  const escaped = [...bytes.slice(1), sum & 255, sum >> 8].flatMap((one) => (one >= 0xf0 ? [0xf0, one & 15] : [one]))
  return { name, bytes: new Uint8Array([bytes[0]!, ...escaped, 0xf6]) }
}

const poll = message("a poll", "fb 05")
const bare: Sample = { name: "a poll without a checksum", bytes: hex("fb 05 f6") }
const acknowledged: Sample = { name: "nothing new", bytes: hex("f1 05 f6") }
const recall = message("recall", "fd 05")
const indications = message("indications", "f2 05 00 81 01 ff")
const control = message("controls", "fc 05 02 05 e0 ff")
const checkback = message("controls, repeated", "f3 05 02 05 e0 ff")
const execute = message("execute", "fe 05")
const common = message("to all", "f9 00 01 01")
/** A checksum whose second byte is F0, as some senders leave it. */
const unescaped = ((): Sample => {
  for (let value = 0; ; value++) {
    const bytes = hex(`f2 05 00 ${(value % 240).toString(16).padStart(2, "0")}`)
    const sum = crc16(bytes, 0, bytes.length, 0xffff)
    if (sum >> 8 === 0xf0 && (sum & 255) < 0xf0)
      return { name: "a checksum without its escape", bytes: new Uint8Array([...bytes, sum & 255, sum >> 8, 0xf6]) }
    if (value > 240) throw new Error("there is none")
  }
})()

dissectorSuite(genisys, {
  samples: [unescaped, poll, bare, acknowledged, recall, indications, control, checkback, execute, common],
  refused: [
    { name: "a wrong checksum", bytes: hex("fb 05 0102 f6") },
    { name: "an acknowledgement with data", bytes: hex("f1 05 06 f6") },
    { name: "a header inside", bytes: hex("fb 05 f2 f6") },
    { name: "a header without a meaning", bytes: hex("f4 05 f6") },
    { name: "no end", bytes: hex("fb 05 0102") },
    message("half a pair", "fc 05 02"),
    { name: "text", bytes: hex('"SSH-2.0"') },
  ],
})

const reported = (...samples: readonly Sample[]): Conversation["report"] => {
  const conversation = new Conversation(genisys)
  for (const { bytes } of samples) conversation.read(bytes)
  return conversation.report
}

test("answers are counted under what was asked, and by what they are", () => {
  const { operations, details } = reported(poll, acknowledged, recall, indications, control, checkback, execute, common)
  expect(operations).toEqual([
    "genisys fb request",
    "genisys fb response",
    "genisys fd request",
    "genisys fd response",
    "genisys fc request",
    "genisys fc response",
    "genisys fe request",
    "genisys f9 message",
  ])
  expect(details).toEqual(["genisys answer:f1", "genisys answer:f2", "genisys answer:f3"])
})

test("controls are places of their station; a value that is escaped is not told", () => {
  expect(reported(control, common).places).toEqual([
    "genisys station 5, control byte 2",
    "written 00000101",
    "genisys station 5, control byte 224",
    "genisys station 0, control byte 1",
    "written 00000001",
  ])
  expect(genisys.protocol.commands!["fe"]!.everyday).toBe(true)
})

proves({ genisys: ["framing", "requests", "places"] })
