import { expect, test } from "vitest"
import { geneve } from "../../../../shared/protocols/tunnels/geneve.ts"
import { Conversation } from "../../../make/collect.ts"
import { dissectorSuite } from "../../../make/dissector-suite.ts"
import { bytes } from "../../../make/frames.ts"
import { hex } from "../../../make/hex.ts"
import { geneve as geneveOf, modbusFrame, modbusPacket } from "../../../make/tunnel-frames.ts"

dissectorSuite(geneve, {
  samples: [
    { name: "with an option", bytes: geneveOf(42, modbusFrame()) },
    { name: "with IPv4 inside", bytes: geneveOf(42, modbusPacket(), 0x0800) },
  ],
  refused: [
    { name: "another version", bytes: bytes(hex("42 00 6558 00002a 00"), modbusFrame()) },
    { name: "a reserved bit", bytes: bytes(hex("00 01 6558 00002a 00"), modbusFrame()) },
    { name: "options longer than the message", bytes: bytes(hex("3f 00 6558 00002a 00"), new Uint8Array(20)) },
    { name: "carrying something unknown", bytes: bytes(hex("00 00 1234 00002a 00"), modbusFrame()) },
  ],
})

test("an option longer than all options is malformed", () => {
  const lying = bytes(hex("02 00 6558 00002a 00 0104 80 1f deadbeef"), modbusFrame())
  expect(new Conversation(geneve).survives(lying)).toBe(false)
})
