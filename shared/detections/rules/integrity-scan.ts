/** Somebody asks a DNP3 outstation for all it has, who never did: a look around, or a new master (IEEE 1815-2012, class 0 data). */
import type { Detection, Judging, Spoken } from "../detection.ts"

const kind = "suspicion-of-illegal-integrity-scan"

function judge({ client, server, protocol, place, time, function: id }: Spoken<"place">, judging: Judging): void {
  const { world, raise } = judging
  if (protocol !== "dnp3" || world.isLearning()) return
  const where = world.placeText(place)
  if (!/\bclass 0 data$|\ball classes$/.test(where)) return
  const message = "{source} asked {target} for all its points over DNP3, which it never did while the sensor learned."
  const line = { what: world.functionWords(id).name, where }
  raise({ kind, source: client, target: server, protocol, message, line, time, follow: { place } })
}

const reads = (from: string) =>
  ({ says: "place", from, to: "10.0.0.2", protocol: "dnp3", key: "1", where: "address 4, class 0 data" }) as const

export const integrityScan: Detection = {
  kinds: [kind],
  facts: { place: judge },
  examples: [
    {
      name: "somebody new asks for everything",
      then: [{ says: "appears", of: "10.0.0.9" }, reads("10.0.0.9")],
      raises: [kind],
    },
    { name: "the master always did", learned: [reads("10.0.0.1")], then: [], raises: [] },
  ],
}
