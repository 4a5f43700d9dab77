/** Computes the map's layout off the page's thread. */
import { foldMap, type FoldedMap, type FoldWishes } from "../../shared/insight/map/fold-map.ts"
import type { MapDevice, MapLine, Pin } from "../../shared/insight/map/map-device.ts"
import { placeDots, type PlacedDots } from "../../shared/insight/map/place-dots.ts"
import { placeMap, type PlacedMap } from "../../shared/insight/map/place-map.ts"

export type LayoutRequest = {
  readonly number: number
  readonly devices: readonly MapDevice[]
  readonly lines: readonly MapLine[]
} & (
  | {
      readonly level: "connections"
      readonly wishes: FoldWishes
      readonly pins: readonly Pin[]
      readonly limit: number
    }
  | { readonly level: "birds-eye" }
)
export type ConnectionsLayout = FoldedMap & PlacedMap
export type LayoutAnswer = { readonly number: number } & (
  | { readonly level: "connections"; readonly layout: ConnectionsLayout }
  | { readonly level: "birds-eye"; readonly layout: PlacedDots }
)

function answer(request: LayoutRequest): LayoutAnswer {
  const { number, devices, lines, level } = request
  if (level === "birds-eye") return { number, level, layout: placeDots(devices, lines) }
  const folded = foldMap(devices, lines, request.wishes, request.limit)
  const addresses = new Map(devices.map(({ id, addresses: [first] }) => [id, first ?? ""]))
  const placed = placeMap(folded.nodes, (id) => addresses.get(id) ?? "", request.pins)
  return { number, level, layout: { ...folded, ...placed } }
}

self.addEventListener("message", (event: MessageEvent<LayoutRequest>) => self.postMessage(answer(event.data)))
