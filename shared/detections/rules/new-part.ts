/** Behind a known gateway, in a known rack, something answers that was never there. */
import type { Detection, Judging, Spoken } from "../detection.ts"

const kind = "field-device-discovered-unexpectedly"

function judge({ part, time }: Spoken<"part">, { world, raise, tell, isFirst }: Judging): void {
  const { endpoint, protocol, name } = part
  const isNew = isFirst(`part|${world.text(endpoint)}|${protocol}|${name}`)
  if (!isNew || world.isLearning(endpoint)) return
  const message = `{source} answers for ${name} over ${protocol}, which was never there while the sensor learned.`
  tell({ kind: "PLC_MODULE_CHANGE", source: endpoint, target: -1, protocol, text: message, time })
  raise({ kind, source: endpoint, target: -1, protocol, message, line: { what: name }, time })
}

export const newPart: Detection = {
  kinds: [kind],
  facts: { part: judge },
  examples: [
    {
      name: "another unit behind a Modbus gateway",
      learned: [{ says: "part", of: "10.0.0.2", protocol: "modbus", name: "unit 1" }],
      then: [{ says: "part", of: "10.0.0.2", protocol: "modbus", name: "unit 9" }],
      raises: [kind],
    },
    {
      name: "the same unit, told again after a restart",
      learned: [{ says: "part", of: "10.0.0.2", protocol: "modbus", name: "unit 1" }],
      then: [{ says: "part", of: "10.0.0.2", protocol: "modbus", name: "unit 1", at: 60 }],
      raises: [],
    },
  ],
}
