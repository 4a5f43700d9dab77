/** What a widget is narrowed to, in words. */
import type { WidgetFilter } from "../../../shared/api/contract/trends.ts"

type Names = { readonly device: (id: string) => string; readonly protocol: (name: string) => string }

export function filterWords(filter: WidgetFilter, { device, protocol }: Names): readonly string[] {
  const { devices = [], subnet, vlan, port } = filter
  const found: string[] = []
  if (devices.length === 1) found.push(device(devices[0] ?? ""))
  else if (devices.length > 1) found.push(`${devices.length} devices`)
  if (subnet) found.push(`Subnet ${subnet}`)
  if (vlan !== undefined) found.push(vlan === 0 ? "No VLAN" : `VLAN ${vlan}`)
  if (filter.protocol) found.push(protocol(filter.protocol))
  if (port !== undefined) found.push(`Port ${port}`)
  return found
}
