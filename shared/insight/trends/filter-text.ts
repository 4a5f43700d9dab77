/** What a widget is narrowed to, in words. */
import type { TrendFilter } from "./question.ts"
import type { Widget } from "./widget.ts"
import { honoured } from "./wanted.ts"

/** "Only VLAN 10, port 502."; "" where nothing is narrowed. */
export function filterText(filter: TrendFilter, widget: Widget, nameOf: (device: string) => string): string {
  const { devices = [], subnet = "", vlan, protocol = "", port } = honoured({ widget, filter })
  const shown = devices.slice(0, 3).map(nameOf)
  const more = devices.length - shown.length
  const parts = [
    shown.join(", ") + (more > 0 ? ` and ${more} more devices` : ""),
    subnet === "" ? "" : `subnet ${subnet}`,
    vlan === undefined ? "" : vlan === 0 ? "no VLAN" : `VLAN ${vlan}`,
    protocol,
    port === undefined ? "" : `port ${port}`,
  ].filter((part) => part !== "")
  return parts.length === 0 ? "" : `Only ${parts.join(", ")}.`
}
