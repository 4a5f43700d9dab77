/** Somebody who was never there answers or asks in the plant. */
import type { EndpointId } from "../../facts/fact.ts"
import type { Detection, Judging, Spoken } from "../detection.ts"

const kind = "new-asset-detected"

/** Who only talks office protocols is noted in the inventory; alerts are about the plant. */
function judge(fact: Spoken<"protocol">, judging: Judging): void {
  if (!fact.ot) return
  for (const end of [fact.client, fact.server]) tell(end, fact, judging)
}

function tell(end: EndpointId, { protocol, client, server, time }: Spoken<"protocol">, judging: Judging): void {
  const { world, raise, isNewcomer } = judging
  if (!isNewcomer(end) || world.isGroup(end) || world.isInternet(end)) return
  const other = end === client ? server : client
  raise({
    kind,
    source: end,
    target: -1,
    message: `A device that was never seen while the sensor learned is in the plant: {source}. It ${end === client ? "asks" : "answers"} ${world.text(other)} and speaks a protocol of process control.`,
    line: { what: protocol, where: world.text(other) },
    time,
  })
}

export const newDevice: Detection = {
  kinds: [kind],
  facts: { protocol: judge },
  examples: [
    {
      name: "a laptop asks a controller",
      learned: [{ says: "speaks", from: "10.0.0.1", to: "10.0.0.2", protocol: "s7comm", isOt: true }],
      then: [
        { says: "appears", of: "10.0.0.99" },
        { says: "speaks", from: "10.0.0.99", to: "10.0.0.2", protocol: "s7comm", isOt: true },
      ],
      raises: [kind],
    },
    {
      name: "two known devices talk for the first time",
      learned: [
        { says: "appears", of: "10.0.0.1" },
        { says: "speaks", from: "10.0.0.3", to: "10.0.0.2", protocol: "s7comm", isOt: true },
      ],
      then: [{ says: "speaks", from: "10.0.0.1", to: "10.0.0.2", protocol: "s7comm", isOt: true }],
      raises: [],
    },
    {
      name: "a new office computer browses",
      learned: [{ says: "appears", of: "10.0.0.2" }],
      then: [
        { says: "appears", of: "10.0.0.99" },
        { says: "speaks", from: "10.0.0.99", to: "10.0.0.2", protocol: "http" },
      ],
      raises: [],
    },
  ],
}
