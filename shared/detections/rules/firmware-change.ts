/** A device tells another firmware version than before. */
import type { Detection, Judging, Spoken } from "../detection.ts"

/** By what told it; where nothing fits, the general kind. */
const byRule: readonly (readonly [RegExp, string])[] = [
  [/ads|twincat|beckhoff/i, "beckhoff-software-changed"],
  [/modbus/i, "modbus-firmware-version-changed"],
  [/s7.?comm.?plus|s7 plus/i, "s7-plus-plc-firmware-changed"],
  [/bacnet|ethernet\/?ip|cip|dnp3|opc ua|mms/i, "firmware-version-changed"],
]
const general = "firmware-change-detected"

function judge(fact: Spoken<"claim">, { world, raise, tell }: Judging): void {
  const { about, field, value, rule, time } = fact
  if (field !== "firmware") return
  const before = world.said({ about, field, rule })
  // Who tells the versions of several modules tells several, over and over.
  if (before === "" || world.hasSaid({ about, field, rule, value })) return
  const source = typeof about === "number" ? about : "endpoint" in about ? about.endpoint : -1
  const part = typeof about === "object" && "endpoint" in about ? about.name : ""
  const text =
    before === value
      ? `{source} told firmware ${value}, which was removed from the baseline.`
      : `{source} told firmware ${value}; it was ${before} before.`
  tell({ kind: "FIRMWARE_CHANGED", source, target: -1, text, time })
  const [, kind = general] = byRule.find(([told]) => told.test(rule)) ?? []
  raise({ kind, source, target: -1, message: text, line: { what: "firmware", where: part, value }, time })
}

export const firmwareChange: Detection = {
  kinds: [general, ...byRule.map(([, kind]) => kind)],
  facts: { claim: judge },
  examples: [
    {
      name: "another version after an update",
      learned: [{ says: "claim", of: "10.0.0.2", field: "firmware", value: "3.2.6", rule: "S7 module identification" }],
      then: [{ says: "claim", of: "10.0.0.2", field: "firmware", value: "3.2.7", rule: "S7 module identification" }],
      raises: [general],
    },
    {
      name: "what was never told before is no change",
      then: [{ says: "claim", of: "10.0.0.2", field: "firmware", value: "3.2.7", rule: "S7 module identification" }],
      raises: [],
    },
    {
      name: "two rules that write a version differently",
      learned: [{ says: "claim", of: "10.0.0.2", field: "firmware", value: "V3.2", rule: "LLDP" }],
      then: [
        { says: "claim", of: "10.0.0.2", field: "firmware", value: "3.2.0", rule: "Modbus device identification" },
      ],
      raises: [],
    },
  ],
}
