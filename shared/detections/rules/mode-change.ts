/** A controller says that it runs in another mode than before, or that its key was turned. */
import type { Detection, Judging, Spoken } from "../detection.ts"

const kind = "plc-operating-mode-changed"

function judge({ about, field, value, rule, time }: Spoken<"claim">, { world, raise, tell }: Judging): void {
  if (field !== "mode" && field !== "keySwitch") return
  const before = world.said({ about, field, rule })
  if (before === "" || before === value) return
  const source = typeof about === "number" ? about : "endpoint" in about ? about.endpoint : -1
  const where = typeof about === "object" && "endpoint" in about ? about.name : ""
  const what = field === "mode" ? "operating mode" : "key switch"
  const text = `The ${what} of {source} changed from ${before} to ${value}.`
  tell({ kind: "PLC_OPERATING_MODE_CHANGED", source, target: -1, text, time })
  const line = { what: `from ${before} to ${value}`, where }
  raise({ kind, source, target: -1, message: `The ${what} of {source} changed.`, line, time })
}

const says = (value: string, at: number) =>
  ({ says: "claim", of: "10.0.0.2", field: "mode", value, rule: "S7 system status", at }) as const

export const modeChange: Detection = {
  kinds: [kind],
  facts: { claim: judge },
  examples: [
    { name: "from run to stop", learned: [says("run", 0)], then: [says("stop", 10)], raises: [kind] },
    { name: "what it said first is no change", then: [says("run", 0)], raises: [] },
  ],
}
