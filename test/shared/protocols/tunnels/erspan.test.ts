import { erspan } from "../../../../shared/protocols/tunnels/erspan.ts"
import { dissectorSuite } from "../../../make/dissector-suite.ts"
import { hex } from "../../../make/hex.ts"
import { erspan2, erspan3, modbusFrame } from "../../../make/tunnel-frames.ts"

dissectorSuite(erspan, {
  samples: [
    { name: "type II", bytes: erspan2(3, modbusFrame()).slice(8), circumstances: { transport: "ethernet" } },
    {
      name: "type III with the platform's part",
      bytes: erspan3(3, modbusFrame()).slice(8),
      circumstances: { transport: "ethernet" },
    },
  ],
  refused: [
    { name: "another version", bytes: hex("3001 0003 00000000 0000") },
    { name: "too short", bytes: hex("1001 0003") },
  ],
})
