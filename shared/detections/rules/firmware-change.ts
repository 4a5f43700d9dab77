/** A device tells another firmware version than before, or an earlier one again. */
import type { Detection, ExampleFact, Judging, Spoken } from "../detection.ts"

type Claimed = Spoken<"claim">

/** By who makes the device, and by which model where that decides. */
const byMaker: readonly (readonly [vendor: RegExp, model: RegExp, kind: string])[] = [
  [/mitsubishi/i, /./, "mitsubishi-firmware-version-changed"],
  [/honeywell/i, /./, "honeywell-firmware-version-changed"],
  [/emerson|fisher/i, /\broc|floboss/i, "emerson-roc-firmware-version-changed"],
]
/** By what told it; where nothing fits, the general kind. */
const byRule: readonly (readonly [RegExp, string])[] = [
  [/ads|twincat|beckhoff/i, "beckhoff-software-changed"],
  [/modbus/i, "modbus-firmware-version-changed"],
  [/s7.?comm.?plus|s7 plus/i, "s7-plus-plc-firmware-changed"],
  [/bacnet|ethernet\/?ip|cip|dnp3|opc ua|mms/i, "firmware-version-changed"],
]
const general = "firmware-change-detected"

/** Who tells another version back and forth within so much time tells those of several modules; microseconds. */
const moduleTurn = 3600e6
const several = "several"

function kindOf({ about, rule }: Claimed, { world }: Judging): string {
  const vendor = world.knownFor(about, "vendor")
  const model = world.knownFor(about, "model") || " "
  const made = byMaker.find(([maker, models]) => maker.test(vendor) && models.test(model))
  return made?.[2] ?? byRule.find(([told]) => told.test(rule))?.[1] ?? general
}

function nameOf(about: Claimed["about"], { world }: Judging): string {
  if (typeof about === "number") return world.text(about)
  return "endpoint" in about
    ? `${world.text(about.endpoint)}|${about.protocol} ${about.name}`
    : about.address || about.mac
}

/** The version that is told is none of several modules, and was not there a while ago: the device went back to it. */
function wentBack(fact: Claimed, judging: Judging): boolean {
  const key = `firmware|${nameOf(fact.about, judging)}|${fact.rule}`
  const before = judging.swap(key, String(fact.time))
  const isTurn = before === several || (before !== "" && fact.time - Number(before) < moduleTurn)
  if (isTurn) judging.swap(key, several)
  return before !== "" && !isTurn
}

function judge(fact: Claimed, judging: Judging): void {
  const { about, field, value, rule, time } = fact
  if (field !== "firmware") return
  const { world, raise, tell } = judging
  const before = world.said({ about, field, rule })
  const isKnown = world.hasSaid({ about, field, rule, value })
  if (before === value && isKnown) return
  const isBack = wentBack(fact, judging)
  if (before === "" || (isKnown && !isBack)) return
  const source = typeof about === "number" ? about : "endpoint" in about ? about.endpoint : -1
  const part = typeof about === "object" && "endpoint" in about ? about.name : ""
  const text =
    before === value
      ? `{source} told firmware ${value}, which was removed from the baseline.`
      : isKnown
        ? `{source} went back to firmware ${value}, which it had before ${before}.`
        : `{source} told firmware ${value}; it was ${before} before.`
  tell({ kind: "FIRMWARE_CHANGED", source, target: -1, text, time })
  const what = isKnown && before !== value ? "firmware, back to an earlier version" : "firmware"
  raise({ kind: kindOf(fact, judging), source, target: -1, message: text, line: { what, where: part, value }, time })
}

const tells = (value: string, at = 0, rule = "S7 module identification", of = "10.0.0.2"): ExampleFact => ({
  says: "claim",
  ...{ of, field: "firmware", value, rule, at },
})
const isMade = (vendor: string, model: string): readonly ExampleFact[] => [
  { says: "claim", of: "10.0.0.2", field: "vendor", value: vendor, rule: "identification" },
  { says: "claim", of: "10.0.0.2", field: "model", value: model, rule: "identification" },
]
const day = 86_400

export const firmwareChange: Detection = {
  kinds: [general, ...byRule.map(([, kind]) => kind), ...byMaker.map(([, , kind]) => kind)],
  facts: { claim: judge },
  examples: [
    {
      name: "another version after an update",
      learned: [tells("3.2.6")],
      then: [tells("3.2.7", day)],
      raises: [general],
    },
    { name: "the same version after a restart", learned: [tells("3.2.6")], then: [tells("3.2.6", day)], raises: [] },
    { name: "what was never told before is no change", then: [tells("3.2.7")], raises: [] },
    {
      name: "an earlier version comes back after days",
      learned: [tells("3.2.6"), tells("3.2.7", 3 * day)],
      then: [tells("3.2.6", 9 * day)],
      raises: [general],
    },
    {
      name: "versions of two modules, told in turn",
      learned: [tells("3.2.6"), tells("1.0.4", 1), tells("3.2.6", 2)],
      then: [tells("1.0.4", day), tells("3.2.6", day + 1), tells("1.0.4", 5 * day)],
      raises: [],
    },
    {
      name: "two rules that write a version differently",
      learned: [tells("V3.2", 0, "LLDP")],
      then: [tells("3.2.0", day, "Modbus device identification")],
      raises: [],
    },
    ...(
      [
        ["Beckhoff ADS device information", "beckhoff-software-changed"],
        ["S7comm-plus identification", "s7-plus-plc-firmware-changed"],
        ["BACnet device object", "firmware-version-changed"],
      ] as const
    ).map(([rule, kind]) => ({
      name: `another version by ${rule}`,
      learned: [tells("1.0", 0, rule)],
      then: [tells("1.1", day, rule)],
      raises: [kind],
    })),
    ...(
      [
        ["Mitsubishi Electric", "FX5U-32MT", "mitsubishi-firmware-version-changed"],
        ["Honeywell", "C300", "honeywell-firmware-version-changed"],
        ["Emerson", "ROC809", "emerson-roc-firmware-version-changed"],
        ["Emerson", "Rosemount 3051", "modbus-firmware-version-changed"],
      ] as const
    ).map(([vendor, model, kind]) => ({
      name: `${model} of ${vendor} tells another version`,
      learned: [...isMade(vendor, model), tells("1.10", 0, "Modbus device identification")],
      then: [tells("1.12", day, "Modbus device identification")],
      raises: [kind],
    })),
  ],
}
