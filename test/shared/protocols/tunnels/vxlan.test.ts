import { vxlan } from "../../../../shared/protocols/tunnels/vxlan.ts"
import { dissectorSuite } from "../../../make/dissector-suite.ts"
import { bytes } from "../../../make/frames.ts"
import { hex } from "../../../make/hex.ts"
import { modbusFrame, modbusPacket, vxlan as vxlanOf } from "../../../make/tunnel-frames.ts"

dissectorSuite(vxlan, {
  samples: [
    { name: "a network", bytes: vxlanOf(42, modbusFrame()) },
    { name: "with group policy", bytes: bytes(hex("88 08 0010 00002a 00"), modbusFrame()) },
    { name: "GPE with IPv4", bytes: bytes(hex("0c 00 00 01 00002a 00"), modbusPacket()) },
  ],
  refused: [
    { name: "without its mark", bytes: bytes(hex("00 000000 00002a 00"), modbusFrame()) },
    { name: "with a reserved byte", bytes: bytes(hex("08 000000 00002a 01"), modbusFrame()) },
    { name: "GPE with something unknown", bytes: bytes(hex("0c 00 00 04 00002a 00"), modbusFrame()) },
    { name: "a question of DNS", bytes: hex("1234 0100 0001 0000 0000 0000 0377777700 0001 0001") },
    { name: "a header and nothing behind it", bytes: hex("08 000000 00002a 00") },
  ],
})
