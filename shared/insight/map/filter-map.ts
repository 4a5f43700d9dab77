/** Which devices and lines remain under the map's filters. */
import type { MapDevice, MapLine } from "./map-device.ts"
import { subnetOfDevice } from "./subnet.ts"

export type MapFilter = {
  /** Empty: any. */
  readonly protocol: string
  readonly subnet: string
  readonly vlan: string
  readonly type: string
  /** Seconds before the newest traffic; 0: any time. */
  readonly within: number
}
export const noFilter: MapFilter = { protocol: "", subnet: "", vlan: "", type: "", within: 0 }

export function filterMap<Device extends MapDevice, Line extends MapLine>(
  devices: readonly Device[],
  lines: readonly Line[],
  filter: MapFilter,
): { readonly devices: readonly Device[]; readonly lines: readonly Line[] } {
  // Counted from the newest traffic and not from now: a capture from last year has last hours, too.
  const newest = devices.reduce((latest, { lastSeen }) => Math.max(latest, lastSeen), 0)
  const since = filter.within > 0 ? newest - filter.within * 1_000_000 : Number.NEGATIVE_INFINITY
  const isShown = (device: Device): boolean =>
    (filter.protocol === "" || device.protocols.some(({ name }) => name === filter.protocol)) &&
    (filter.subnet === "" || (!device.internet && subnetOfDevice(device) === filter.subnet)) &&
    (filter.vlan === "" || device.vlans.includes(Number(filter.vlan))) &&
    (filter.type === "" || (!device.internet && device.type === filter.type)) &&
    device.lastSeen >= since
  const shown = devices.filter(isShown)
  const ids = new Set(shown.map(({ id }) => id))
  const between = lines.filter(
    (line) =>
      ids.has(line.client) &&
      ids.has(line.server) &&
      line.lastSeen >= since &&
      (filter.protocol === "" || line.protocols.includes(filter.protocol)),
  )
  return { devices: shown, lines: between }
}
