/** Every dissector, in the order of trying. One line for each protocol. */
import { cipIo } from "./cip-io.ts"
import type { Dissector } from "./dissector.ts"
import { dnp3 } from "./dnp3.ts"
import { enip } from "./enip.ts"
import { modbus } from "./modbus.ts"
import { profinetDcp } from "./profinet-dcp.ts"
import { profinetRt } from "./profinet-rt.ts"
import { s7commPlus } from "./s7comm-plus.ts"
import { s7comm } from "./s7comm.ts"
import { tpkt } from "./tpkt.ts"

export const dissectors: readonly Dissector[] = [
  tpkt,
  s7comm,
  s7commPlus,
  modbus,
  enip,
  cipIo,
  dnp3,
  profinetDcp,
  profinetRt,
]
