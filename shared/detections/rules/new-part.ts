/** Behind a known gateway, in a known rack, something answers that was never there. */
import type { Detection, Judging, Spoken } from "../detection.ts"

const kind = "field-device-discovered-unexpectedly"
const route = "unauthorized-bacnet-route"

function judge({ part, time }: Spoken<"part">, { world, raise, tell, isFirst }: Judging): void {
  const { endpoint, protocol, name } = part
  const isNew = isFirst(`part|${world.text(endpoint)}|${protocol}|${name}`)
  if (!isNew) return
  const network = protocol === "bacnet" ? (/^network \d+/.exec(name)?.[0] ?? "") : ""
  const isNewRoute = network !== "" && isFirst(`route|${world.text(endpoint)}|${network}`)
  if (world.isLearning(endpoint)) return
  if (isNewRoute) {
    const text = `{source} leads to BACnet ${network}, to which it never led while the sensor learned.`
    raise({ kind: route, source: endpoint, target: -1, protocol, message: text, line: { what: network }, time })
  }
  const message = `{source} answers for ${name} over ${protocol}, which was never there while the sensor learned.`
  tell({ kind: "PLC_MODULE_CHANGE", source: endpoint, target: -1, protocol, text: message, time })
  raise({ kind, source: endpoint, target: -1, protocol, message, line: { what: name }, time })
}

export const newPart: Detection = {
  kinds: [kind, route],
  facts: { part: judge },
  examples: [
    {
      name: "another unit behind a Modbus gateway",
      learned: [{ says: "part", of: "10.0.0.2", protocol: "modbus", name: "unit 1" }],
      then: [{ says: "part", of: "10.0.0.2", protocol: "modbus", name: "unit 9" }],
      raises: [kind],
    },
    {
      name: "a BACnet router leads to another network",
      learned: [{ says: "part", of: "10.0.0.2", protocol: "bacnet", name: "network 2, address 5" }],
      then: [{ says: "part", of: "10.0.0.2", protocol: "bacnet", name: "network 9, address 1" }],
      raises: [kind, route],
    },
    {
      name: "the same unit, told again after a restart",
      learned: [{ says: "part", of: "10.0.0.2", protocol: "modbus", name: "unit 1" }],
      then: [{ says: "part", of: "10.0.0.2", protocol: "modbus", name: "unit 1", at: 60 }],
      raises: [],
    },
  ],
}
