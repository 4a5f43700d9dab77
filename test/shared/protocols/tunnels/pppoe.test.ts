import { expect, test } from "vitest"
import { pppoe, pppoeDiscovery } from "../../../../shared/protocols/tunnels/pppoe.ts"
import { Conversation } from "../../../make/collect.ts"
import { dissectorSuite } from "../../../make/dissector-suite.ts"
import { hex } from "../../../make/hex.ts"
import { modbusPacket, pppoe as pppoeOf } from "../../../make/tunnel-frames.ts"

const on = { transport: "ethernet" } as const
const offer = hex('11 07 0000 000d 0101 0000 0102 0005 "bras1"')

dissectorSuite(pppoe, {
  samples: [{ name: "a session", bytes: pppoeOf(17, modbusPacket()), circumstances: on }],
  refused: [
    { name: "another version", bytes: hex("12 00 0011 0000") },
    { name: "a code of discovery", bytes: hex("11 09 0011 0000") },
  ],
})

dissectorSuite(pppoeDiscovery, {
  samples: [
    { name: "who is there", bytes: hex("11 09 0000 0004 0101 0000"), circumstances: on },
    { name: "an offer", bytes: offer, circumstances: on },
  ],
  refused: [{ name: "a code that is none", bytes: hex("11 08 0000 0000") }],
})

test("what an access concentrator calls itself", () => {
  const conversation = new Conversation(pppoeDiscovery)
  conversation.read(offer, on)
  expect(conversation.report.operations).toEqual(["pppoe 7 message"])
  expect(conversation.report.claims).toEqual(["sender hostname = bras1", "sender type = router"])
})
