/** Whether an exclusion covers what would raise an alert: its kind, its devices where they stand, and its time in the site's zone. */
import type { AlertChange } from "../../shared/detections/finding.ts"
import { isWithin } from "../../shared/detections/custom/times.ts"

export type Exclusion = {
  readonly name: string
  /** Empty: all. */
  readonly kinds: readonly string[]
  readonly devices: readonly string[]
  readonly role: "source" | "target" | "either"
  /** Days of the week (0: Sunday) and minutes of the day. One that ends before it begins lasts over midnight. Empty: always. */
  readonly windows: readonly { readonly days: readonly number[]; readonly from: number; readonly to: number }[]
  /** 0: never. */
  readonly until: number
  readonly on: boolean
}

export function exclusionFits(
  rule: Exclusion,
  change: Pick<AlertChange, "kind" | "source" | "target" | "last">,
  zone: string,
  nowOf: (id: string) => string,
): boolean {
  if (!rule.on || (rule.until > 0 && change.last >= rule.until)) return false
  if (rule.kinds.length > 0 && !rule.kinds.includes(change.kind)) return false
  if (!meetsDevices(rule, change, nowOf)) return false
  return rule.windows.length === 0 || rule.windows.some((window) => isWithin(window, change.last, zone))
}

function meetsDevices(
  { devices, role }: Exclusion,
  { source, target }: Pick<AlertChange, "source" | "target">,
  nowOf: (id: string) => string,
): boolean {
  if (devices.length === 0) return true
  const wanted = new Set(devices.map(nowOf))
  const is = (id: string): boolean => id !== "" && wanted.has(nowOf(id))
  return (role !== "target" && is(source.device)) || (role !== "source" && is(target.device))
}
