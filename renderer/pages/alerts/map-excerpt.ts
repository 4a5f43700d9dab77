/** The part of the map around a few devices: they and their direct neighbours, the busiest first. */
import type { DeviceRow } from "../../../shared/api/contract/devices.ts"
import type { MapDevice, MapLine } from "../../../shared/insight/map/map-device.ts"

type Excerpt = {
  readonly devices: readonly DeviceRow[]
  /** As the layout takes them: without what a worker need not be sent. */
  readonly drawn: { readonly devices: readonly MapDevice[]; readonly lines: readonly MapLine[] }
  /** Neighbours that did not fit. */
  readonly left: number
}

export function excerptOf(
  devices: readonly DeviceRow[],
  lines: readonly MapLine[],
  middle: readonly string[],
  most: number,
): Excerpt {
  const wanted = new Set(middle)
  const packets = new Map<string, number>()
  for (const { client, server, packets: amount } of lines) {
    if (wanted.has(client) === wanted.has(server)) continue
    const other = wanted.has(client) ? server : client
    packets.set(other, (packets.get(other) ?? 0) + amount)
  }
  const neighbours = [...packets].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([id]) => id)
  const kept = new Set([...middle, ...neighbours.slice(0, most)])
  const shown = devices.filter(({ id }) => kept.has(id))
  const isShown = new Set(shown.map(({ id }) => id))
  return {
    devices: shown,
    drawn: {
      devices: shown.map(
        ({ id, name, type, purdue, internet, addresses, macs, vlans, tunnel, lastSeen, important }) => ({
          ...{ id, name, type, purdue, internet, addresses, macs, vlans, tunnel, lastSeen, important },
          protocols: [],
        }),
      ),
      // Lines among neighbours would hide the ones that matter.
      lines: lines.filter(
        ({ client, server }) =>
          isShown.has(client) && isShown.has(server) && (wanted.has(client) || wanted.has(server)),
      ),
    },
    left: Math.max(0, neighbours.length - most),
  }
}
