import { expect, test } from "vitest"
import { tls } from "../../../../shared/protocols/office/tls.ts"
import { Conversation } from "../../../make/collect.ts"
import { dissectorSuite, type Sample } from "../../../make/dissector-suite.ts"
import { hex } from "../../../make/hex.ts"

const samples: readonly Sample[] = [
  { name: "client hello", bytes: hex("16 0301 0006 01 000002 0303") },
  { name: "application data", bytes: hex("17 0303 0010 5a*16") },
  { name: "change of cipher", bytes: hex("14 0303 0001 01") },
]

dissectorSuite(tls, {
  samples,
  refused: [
    { name: "a content type that is none", bytes: hex("18 0303 0003 01 4000") },
    { name: "version 2", bytes: hex("16 0201 0006 01 000002 0303") },
    { name: "a record of 60,000 bytes", bytes: hex("17 0303 ea60 5a*16") },
  ],
})

test("it is named, and says nothing of devices", () => {
  const conversation = new Conversation(tls)
  for (const sample of samples) conversation.read(sample.bytes)
  expect(conversation.report.claims).toEqual([])
  expect(conversation.report.operations).toEqual([])
})
