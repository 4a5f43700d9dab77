import { capwap } from "../../../../shared/protocols/tunnels/capwap.ts"
import { dissectorSuite } from "../../../make/dissector-suite.ts"
import { bytes } from "../../../make/frames.ts"
import { hex } from "../../../make/hex.ts"
import { capwap as capwapOf, capwapWireless, modbusFrame, modbusPacket } from "../../../make/tunnel-frames.ts"

const data = { sourcePort: 50_000, targetPort: 5247 }

dissectorSuite(capwap, {
  samples: [
    { name: "802.3", bytes: capwapOf(modbusFrame()), circumstances: data },
    { name: "802.11", bytes: capwapWireless(modbusPacket()), circumstances: data },
    {
      name: "with the radio's MAC and what it heard",
      bytes: bytes(hex("00 30 43 30 0000 0000 06 020000000301 04 01020304 000000 00"), modbusFrame()),
      circumstances: data,
    },
    { name: "a fragment", bytes: bytes(hex("00 10 42 80 0001 0000"), modbusFrame()), circumstances: data },
    {
      name: "control",
      bytes: hex("00 10 42 00 0000 0000 00000001 00 0004 00"),
      circumstances: { ...data, targetPort: 5246 },
    },
    { name: "DTLS", bytes: hex("01 000000 16 feff 0000 000000000001 0010 00*16"), circumstances: data },
  ],
  refused: [
    { name: "another version", bytes: bytes(hex("10 10 42 00 0000 0000"), modbusFrame()) },
    { name: "a header longer than the message", bytes: hex("00 f8 42 00 0000 0000 0000") },
    { name: "reserved bits", bytes: bytes(hex("00 10 42 03 0000 0000"), modbusFrame()) },
    { name: "encrypted, and not DTLS", bytes: hex("01 000000 41 feff 0000 000000000001 0010") },
  ],
})
