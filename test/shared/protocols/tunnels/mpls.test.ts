import { mpls, mplsInside } from "../../../../shared/protocols/tunnels/mpls.ts"
import { dissectorSuite } from "../../../make/dissector-suite.ts"
import { bytes } from "../../../make/frames.ts"
import { hex } from "../../../make/hex.ts"
import { label, modbusFrame, modbusPacket } from "../../../make/tunnel-frames.ts"

const on = { transport: "ethernet" } as const

for (const dissector of [mpls, mplsInside])
  dissectorSuite(dissector, {
    samples: [
      { name: "a pseudowire", bytes: bytes(label(16, false), label(17), modbusFrame()), circumstances: on },
      { name: "with a control word", bytes: bytes(label(16), hex("00000001"), modbusFrame()), circumstances: on },
      { name: "IP", bytes: bytes(label(16), modbusPacket()), circumstances: on },
      { name: "something else", bytes: bytes(label(16), hex("f0 00*20")), circumstances: on },
    ],
    refused: [{ name: "a label alone", bytes: label(16) }],
  })
