import { expect, test } from "vitest"
import { gtp } from "../../../../shared/protocols/tunnels/gtp.ts"
import { Conversation } from "../../../make/collect.ts"
import { dissectorSuite } from "../../../make/dissector-suite.ts"
import { bytes, u16 } from "../../../make/frames.ts"
import { hex } from "../../../make/hex.ts"
import { gtp as gtpOf, modbusPacket } from "../../../make/tunnel-frames.ts"

dissectorSuite(gtp, {
  samples: [
    { name: "user data", bytes: gtpOf(modbusPacket()) },
    {
      name: "with an extension",
      bytes: bytes(hex("34 ff"), u16(8 + modbusPacket().length), hex("00000005 0000 00 85 01 1009 00"), modbusPacket()),
    },
    { name: "an echo", bytes: hex("32 01 0004 00000000 0001 0000") },
  ],
  refused: [
    { name: "GTP'", bytes: hex("0e 01 0000 00000000") },
    { name: "a type that is none", bytes: hex("30 63 0000 00000000") },
    { name: "longer than the message", bytes: hex("30 ff 0009 00000005 45") },
  ],
})

test("an extension without length is malformed", () => {
  expect(new Conversation(gtp).survives(hex("34 ff 0008 00000005 0000 00 85 00 000000"))).toBe(false)
})
