import { expect, test } from "vitest"
import { rdp } from "../../../../shared/protocols/office/rdp.ts"
import { Conversation } from "../../../make/collect.ts"
import { dissectorSuite, type Sample } from "../../../make/dissector-suite.ts"
import { hex } from "../../../make/hex.ts"

const samples: readonly Sample[] = [
  {
    name: "connection request",
    bytes: hex('03 00 0028 23 e0 0000 0000 00 "Cookie: mstshash=op" 0d0a 01 00 0800 03000000'),
  },
  { name: "TLS inside", bytes: hex("16 0303 0006 01 000002 0303") },
]

dissectorSuite(rdp, {
  samples,
  refused: [{ name: "a data unit that is none", bytes: hex("03 00 0008 02 30 80 00") }],
})

test("it is named, and says nothing of devices", () => {
  const conversation = new Conversation(rdp)
  for (const sample of samples) conversation.read(sample.bytes)
  expect(conversation.report.claims).toEqual([])
  expect(conversation.report.operations).toEqual([])
})
