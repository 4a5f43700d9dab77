import { expect, test } from "vitest"
import { teredo } from "../../../../shared/protocols/tunnels/teredo.ts"
import { dissectorSuite } from "../../../make/dissector-suite.ts"
import { hex } from "../../../make/hex.ts"
import { modbusOver6, teredo as teredoOf } from "../../../make/tunnel-frames.ts"

dissectorSuite(teredo, {
  samples: [{ name: "authentication, origin and a packet", bytes: teredoOf(modbusOver6("2001 0000")) }],
  refused: [
    { name: "foreign addresses", bytes: modbusOver6("2a01 0000") },
    { name: "a packet that ends too early", bytes: modbusOver6("2001 0000").slice(0, 60) },
    { name: "a question of DNS", bytes: hex("1234 0100 0001 0000 0000 0000 0377777700 0001 0001") },
    { name: "an authentication longer than the message", bytes: hex("0001 ff ff 00*20") },
  ],
})

test.each(["2001 0000", "fe80 0000"])("a packet alone, from %s", (address) => {
  const packet = modbusOver6(address)
  expect(teredo.probe(packet, 0, packet.length)).toBe(true)
})
