import { expect, test } from "vitest"
import { telnet } from "../../../../shared/protocols/office/telnet.ts"
import { Conversation } from "../../../make/collect.ts"
import { dissectorSuite, type Sample } from "../../../make/dissector-suite.ts"
import { hex } from "../../../make/hex.ts"

const samples: readonly Sample[] = [{ name: "negotiation", bytes: hex("ff fd 18 ff fd 20") }]

dissectorSuite(telnet, {
  samples,
  refused: [{ name: "plain letters", bytes: hex('"login: "') }],
})

test("it is named, and says nothing of devices", () => {
  const conversation = new Conversation(telnet)
  for (const sample of samples) conversation.read(sample.bytes)
  expect(conversation.report.claims).toEqual([])
  expect(conversation.report.operations).toEqual([])
})
