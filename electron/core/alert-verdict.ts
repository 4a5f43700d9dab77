/** What may be said of an alert, and why not; and what learning one says of a device. */
import type { AlertRow } from "../../shared/api/contract/alerts.ts"

type Judged = Pick<AlertRow, "kind" | "title" | "category" | "learnable" | "mutable" | "status" | "closedBy"> & {
  readonly source: Pick<AlertRow["source"], "device" | "internet">
  readonly target: Pick<AlertRow["target"], "internet">
}

export type Action = "status" | "learn" | "unlearn" | "mute" | "unmute"

/** Why not, or "". */
export function whyNot(action: Action, alert: Judged): string {
  const { title, learnable, closedBy } = alert
  switch (action) {
    case "status":
      if (closedBy === "learned") return `“${title}” was learned. Unlearn it first.`
      return closedBy === "muted" ? `“${title}” is muted. Unmute it first.` : ""
    case "learn":
      if (closedBy === "muted") return `“${title}” is muted. Unmute it first.`
      return learnable ? "" : `“${title}” can't be learned: it never becomes normal.${muteInstead(alert)}`
    case "mute":
      if (closedBy === "learned") return `“${title}” was learned. Unlearn it first.`
      return whyNotMuted(alert)
    case "unlearn":
      return closedBy === "learned" ? "" : `“${title}” is not learned.`
    case "unmute":
      return closedBy === "muted" ? "" : `“${title}” is not muted.`
    default:
      return action satisfies never
  }
}

const muteInstead = ({ mutable }: Judged): string => (mutable ? " It can be muted." : "")

function whyNotMuted({ title, mutable, learnable, source, target }: Judged): string {
  if (mutable) return ""
  if (source.internet || target.internet)
    return `“${title}” can't be muted: one of its ends is on the internet, and such traffic is never passed over.`
  return `“${title}” can't be muted.${learnable ? " It can be learned." : ""}`
}

export type Mark = { readonly device: string; readonly field: "authorized" | "programming" | "scanner" }

/** Learning that a device is new, programs or scans says that it may. */
export function marksOf({ kind, category, source }: Judged): Mark[] {
  if (source.device === "") return []
  if (kind === "new-asset-detected" || kind === "field-device-discovered-unexpectedly")
    return [{ device: source.device, field: "authorized" }]
  if (kind.startsWith("unauthorized-plc-")) return [{ device: source.device, field: "programming" }]
  return category === "scan" ? [{ device: source.device, field: "scanner" }] : []
}
