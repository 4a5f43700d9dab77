import { expect, test } from "vitest"
import { eigrp } from "../../../../shared/protocols/routing/eigrp.ts"
import { Conversation } from "../../../make/collect.ts"
import { dissectorSuite } from "../../../make/dissector-suite.ts"
import { hex } from "../../../make/hex.ts"

const hello = hex("02 05 eec8 00000000 00000000 00000000 0000 0064 0001 000c 0100 0100 0000 000f")
const on = { transport: "ethernet" } as const

dissectorSuite(eigrp, {
  samples: [{ name: "hello", bytes: hello, circumstances: on }],
  refused: [
    { name: "version 1", bytes: hex("01 05 eec8 00*16") },
    { name: "an operation that is none", bytes: hex("02 07 eec8 00*16") },
  ],
})

test("which router it is, told once", () => {
  const conversation = new Conversation(eigrp)
  for (const bytes of [hello, hello]) conversation.read(bytes, on)
  expect(conversation.report.operations).toEqual(["eigrp 5 message", "eigrp 5 message"])
  expect(conversation.report.claims).toEqual([
    "sender type = router",
    "sender description = EIGRP router of system 100",
  ])
})
