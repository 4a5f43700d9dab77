/** The words of the map's filters and groups. */
import type { MapFilter } from "../../../shared/insight/map/filter-map.ts"
import { titleOfType } from "../../state/device-words.ts"
import { titleOfProtocol } from "../../state/protocol-words.ts"

export const spans: readonly { readonly seconds: number; readonly text: string }[] = [
  { seconds: 0, text: "Any time" },
  { seconds: 300, text: "Last 5 minutes" },
  { seconds: 3600, text: "Last hour" },
  { seconds: 21_600, text: "Last 6 hours" },
  { seconds: 86_400, text: "Last day" },
  { seconds: 604_800, text: "Last 7 days" },
]

type Part = { readonly text: string; readonly without: Partial<MapFilter> }
/** The filters that are set, each with what takes it away. */
export function filterParts(filter: MapFilter): readonly Part[] {
  const parts: Part[] = []
  if (filter.protocol !== "")
    parts.push({ text: `Protocol is ${titleOfProtocol(filter.protocol)}`, without: { protocol: "" } })
  if (filter.subnet !== "") parts.push({ text: `Subnet is ${filter.subnet}`, without: { subnet: "" } })
  if (filter.vlan !== "") parts.push({ text: `VLAN is ${filter.vlan}`, without: { vlan: "" } })
  if (filter.type !== "") parts.push({ text: `Type is ${titleOfType(filter.type)}`, without: { type: "" } })
  const span = spans.find(({ seconds }) => seconds === filter.within)
  if (filter.within > 0) parts.push({ text: span?.text ?? "Lately", without: { within: 0 } })
  return parts
}
