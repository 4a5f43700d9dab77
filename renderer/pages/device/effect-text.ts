import type { SpokenFunction } from "../../../shared/api/contract/devices.ts"

/** "Stop the controller (MITRE ATT&CK T0858, Change Operating Mode)". */
export function effectText({
  does,
  technique,
  techniqueName,
  everyday,
}: Pick<SpokenFunction, "does" | "technique" | "techniqueName" | "everyday">): string {
  if (does === "") return "Nothing: it only asks or tells"
  const known = technique === "" ? "" : ` (MITRE ATT&CK ${technique}, ${techniqueName})`
  return `${does}${known}${everyday ? "; ordinary process control where the right device does it" : ""}`
}
