import { expect, test } from "vitest"
import { iec104 } from "../../../shared/protocols/iec104.ts"
import { Conversation } from "../../make/collect.ts"
import { dissectorSuite, type Sample } from "../../make/dissector-suite.ts"
import { hex } from "../../make/hex.ts"

const start: Sample = { name: "start of data transfer", bytes: hex("68 04 07 00 00 00") }
const acknowledged: Sample = { name: "an acknowledgement", bytes: hex("68 04 01 00 0a 00") }
const interrogation: Sample = {
  name: "a general interrogation",
  bytes: hex(`
    68 0e 0000 0000   # 14 octets, sequence numbers 0
    64 01 06 00 0100  # C_IC_NA_1, one object, activation, common address 1
    000000 14         # object 0, station interrogation
  `),
}
const single: Sample = {
  name: "a single command, refused",
  bytes: hex("68 0e 0200 0200 2d 01 47 00 0100 8d1300 01"),
}

dissectorSuite(iec104, {
  samples: [start, acknowledged, interrogation, single],
  refused: [
    { name: "two link functions at once", bytes: hex("68 04 0f 00 00 00") },
    { name: "a type that the standard does not have", bytes: hex("68 0e 0000 0000 ff 01 06 00 0100 000000 14") },
    { name: "no object at all", bytes: hex("68 0e 0000 0000 64 00 06 00 0100 000000 14") },
    { name: "a length below the control field", bytes: hex("68 03 07 00 00") },
    { name: "text that begins with h", bytes: hex('"hello there"') },
  ],
})

test("data units are counted by type, and by cause and link function beside", () => {
  const conversation = new Conversation(iec104)
  for (const { bytes } of [start, interrogation, single, acknowledged]) conversation.read(bytes)
  expect(conversation.report.operations).toEqual(["iec104 100 message", "iec104 45 message"])
})

test("details name causes and link functions", () => {
  const { detailKey, detailName } = iec104.protocol
  expect([7, 20, 256 + 0x04].map((code) => [detailKey!(code), detailName!(code)])).toEqual([
    ["cause:7", "activation confirmation"],
    ["cause:20", "interrogated by station"],
    ["link:4", "start data transfer"],
  ])
})
