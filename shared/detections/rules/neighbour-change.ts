/** A switch or device announces itself by LLDP otherwise than before, or for the first time. */
import type { Detection, Judging, Spoken } from "../detection.ts"

const kind = "new-lldp-device-configuration"

function judge({ about, field, value, rule, time }: Spoken<"claim">, { world, raise, isNewcomer }: Judging): void {
  if (!rule.startsWith("LLDP") || typeof about !== "number" || world.isLearning()) return
  const before = world.said({ about, field, rule })
  if (world.hasSaid({ about, field, rule, value }) || (before === "" && !isNewcomer(about))) return
  const message =
    before === ""
      ? "{source} announces itself by LLDP; it was not there while the sensor learned."
      : "{source} announces itself by LLDP otherwise than before."
  raise({ kind, source: about, target: -1, protocol: "lldp", message, line: { what: field, value }, time })
}

const says = (value: string) =>
  ({ says: "claim", of: "00:11:22:33:44:55", field: "hostname", value, rule: "LLDP" }) as const

export const neighbourChange: Detection = {
  kinds: [kind],
  facts: { claim: judge },
  examples: [
    { name: "a switch changes its name", learned: [says("SW-1")], then: [says("SW-2")], raises: [kind] },
    { name: "a new switch", then: [{ says: "appears", of: "00:11:22:33:44:55" }, says("SW-9")], raises: [kind] },
    { name: "the same as ever", learned: [says("SW-1")], then: [says("SW-1")], raises: [] },
  ],
}
