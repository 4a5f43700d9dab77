import { gre } from "../../../../shared/protocols/tunnels/gre.ts"
import { dissectorSuite } from "../../../make/dissector-suite.ts"
import { bytes } from "../../../make/frames.ts"
import { hex } from "../../../make/hex.ts"
import { gre as greOf, modbusFrame, modbusPacket } from "../../../make/tunnel-frames.ts"

const on = { transport: "ethernet" } as const

dissectorSuite(gre, {
  samples: [
    { name: "IPv4", bytes: greOf(0x0800, modbusPacket()), circumstances: on },
    { name: "a key", bytes: greOf(0x6558, modbusFrame(), 7), circumstances: on },
    {
      name: "checksum, key and sequence number",
      bytes: bytes(hex("b000 0800 1234 0000 00000007 00000001"), modbusPacket()),
      circumstances: on,
    },
    {
      name: "PPTP with sequence and acknowledgement",
      bytes: hex("3081 880b 0004 0003 00000001 00000002 c021 0900"),
      circumstances: on,
    },
    { name: "a keep-alive", bytes: hex("0000 0000"), circumstances: on },
  ],
  refused: [
    { name: "routing of RFC 1701", bytes: hex("4000 0800 0000 0000") },
    { name: "reserved bits", bytes: hex("0010 0800 0000 0000") },
    { name: "another version", bytes: hex("0003 0800 0000 0000") },
    { name: "version 1 without a key", bytes: hex("1001 880b 00000001") },
  ],
})
