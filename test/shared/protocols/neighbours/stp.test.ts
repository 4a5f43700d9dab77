import { expect, test } from "vitest"
import { stp } from "../../../../shared/protocols/neighbours/stp.ts"
import { Conversation } from "../../../make/collect.ts"
import { dissectorSuite, type Sample } from "../../../make/dissector-suite.ts"
import { hex } from "../../../make/hex.ts"

const rapid: Sample = {
  name: "rapid spanning tree",
  bytes: hex(`
    0000 02 02 3c             # version 2, type 2, flags
    8000 001b1ba1b2c3         # root
    00000000                  # path cost
    8000 001b1ba1b2c3         # bridge
    8001 0000 1400 0200 0f00  # port and times
    00
  `),
}

dissectorSuite(stp, {
  samples: [rapid, { name: "topology change", bytes: hex("0000 00 80") }],
  refused: [
    { name: "another protocol identifier", bytes: hex("0001 02 02 3c") },
    { name: "a type that is none", bytes: hex("0000 02 05 3c") },
  ],
})

test("whoever sends it is a switch", () => {
  const conversation = new Conversation(stp)
  conversation.read(rapid.bytes)
  expect(conversation.report.claims).toEqual(["sender type = switch"])
})
