import { expect, test } from "vitest"
import { profinetRt } from "../../../shared/protocols/profinet-rt.ts"
import { Conversation } from "../../make/collect.ts"
import { dissectorSuite } from "../../make/dissector-suite.ts"
import { hex } from "../../make/hex.ts"

const cyclic = hex(`
  8001           # frame identifier: class 1
  80*40          # user data
  1234 35 00     # cycle counter, data status, transfer status
`)

dissectorSuite(profinetRt, {
  samples: [
    { name: "cyclic data", bytes: cyclic },
    { name: "alarm", bytes: hex("fe01 00*20") },
  ],
  refused: [
    { name: "a reserved frame identifier", bytes: hex("7000 00*40") },
    { name: "nothing but an identifier", bytes: hex("8001") },
  ],
})

test("it is named and nothing more", () => {
  const conversation = new Conversation(profinetRt)
  conversation.read(cyclic)
  expect(conversation.report.operations).toEqual([])
  expect(conversation.report.claims).toEqual([])
})
