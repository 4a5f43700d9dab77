/** Every scenario, by the engine whose alerts it is about. */
import type { AlertEngine } from "../../shared/detections/alert-kind.ts"
import { scenarios as habits } from "./anomaly/habits.ts"
import { scenarios as scans } from "./anomaly/scans.ts"
import { scenarios as signIns } from "./anomaly/sign-ins.ts"
import { scenarios as flood } from "./malware/flood.ts"
import { scenarios as names } from "./malware/names.ts"
import { scenarios as windows } from "./malware/windows.ts"
import { scenarios as commands } from "./operational/commands.ts"
import { scenarios as outstation } from "./operational/outstation.ts"
import { scenarios as silence } from "./operational/silence.ts"
import { scenarios as addresses } from "./policy/addresses.ts"
import { scenarios as baseline } from "./policy/baseline.ts"
import { scenarios as customRules } from "./policy/custom-rules.ts"
import { scenarios as fieldProtocols } from "./policy/field-protocols.ts"
import { scenarios as files } from "./policy/files.ts"
import { scenarios as firmware } from "./policy/firmware.ts"
import { scenarios as modbus } from "./policy/modbus.ts"
import { scenarios as programming } from "./policy/programming.ts"
import { scenarios as windowsPipes } from "./policy/windows-pipes.ts"
import { scenarios as dnp3 } from "./protocol/dnp3.ts"
import type { Scenario } from "./scenario.ts"

export const scenarios: Readonly<Record<AlertEngine, readonly Scenario[]>> = {
  policy: [
    ...modbus,
    ...programming,
    ...fieldProtocols,
    ...customRules,
    ...addresses,
    ...files,
    ...firmware,
    ...baseline,
    ...windowsPipes,
  ],
  protocol: [...dnp3],
  malware: [...flood, ...names, ...windows],
  anomaly: [...scans, ...habits, ...signIns],
  operational: [...commands, ...silence, ...outstation],
}
