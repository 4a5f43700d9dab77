import { expect, test } from "vitest"
import { ospf } from "../../../../shared/protocols/routing/ospf.ts"
import { Conversation } from "../../../make/collect.ts"
import { dissectorSuite } from "../../../make/dissector-suite.ts"
import { hex } from "../../../make/hex.ts"

const hello = hex("02 01 002c 0a010101 00000014 1234 0000 00*8 ffffff00 000a 02 01 00000028 00*8")
const third = hex("03 04 0014 02020202 00000000 1234 00 00 00000001")
const on = { transport: "ethernet" } as const

dissectorSuite(ospf, {
  samples: [
    { name: "hello, version 2", bytes: hello, circumstances: on },
    { name: "update, version 3", bytes: third, circumstances: on },
  ],
  refused: [
    { name: "version 4", bytes: hex("04 01 002c 0a010101 00000014 1234 0000 00*28") },
    { name: "a type that is none", bytes: hex("02 09 002c 0a010101 00000014 1234 0000 00*28") },
    { name: "longer than it is", bytes: hex("02 01 0400 0a010101 00000014 1234 0000 00*28") },
  ],
})

test("which router it is, told once", () => {
  const conversation = new Conversation(ospf)
  for (const bytes of [hello, hello, third]) conversation.read(bytes, on)
  expect(conversation.report.operations).toEqual(["ospf 1 message", "ospf 1 message", "ospf 4 message"])
  expect(conversation.report.claims).toEqual([
    "sender type = router",
    "sender description = OSPF router 10.1.1.1 in area 0.0.0.20",
  ])
})
