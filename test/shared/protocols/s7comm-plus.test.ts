import { expect, test } from "vitest"
import { s7commPlus } from "../../../shared/protocols/s7comm-plus.ts"
import { Conversation } from "../../make/collect.ts"
import { dissectorSuite } from "../../make/dissector-suite.ts"
import { hex } from "../../make/hex.ts"

const createObject = hex(`
  72 01 0008           # S7comm-plus, version 1, 8 bytes
  31 0000 04ca 0000 01 # request, create object
  72 01 0000           # trailer
`)

dissectorSuite(s7commPlus, {
  samples: [
    { name: "create object", bytes: createObject },
    { name: "keep-alive", bytes: hex("72 ff 05 00") },
  ],
  refused: [
    { name: "S7comm", bytes: hex("32 01 0000 0005 0000 0000") },
    { name: "version 9", bytes: hex("72 09 0000") },
    { name: "a length beyond the message", bytes: hex("72 01 0100 31") },
  ],
})

test("it is named and nothing more", () => {
  const conversation = new Conversation(s7commPlus)
  conversation.read(createObject)
  expect(conversation.report.operations).toEqual([])
  expect(conversation.report.claims).toEqual([])
})
