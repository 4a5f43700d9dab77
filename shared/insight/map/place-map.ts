/** Places of the connections level: bands by Purdue level, boxes by subnet, within a box by type and address. Deterministic. */
import type { Band, Box, MapNode, Pin, Point } from "./map-device.ts"
import { packBands } from "./pack-bands.ts"
import { addressRank } from "./subnet.ts"

export type PlacedMap = {
  readonly positions: Readonly<Record<string, Point>>
  readonly bands: readonly Band[]
  readonly boxes: readonly Box[]
}
const cell = { width: 124, height: 80 }
/** So that a subnet of one device has room for its name. */
const leastWidth = 150
const frame = { side: 10, top: 26, bottom: 2 }
const room = { margin: 12, gap: 16, label: 16 }
/** Short rows read better than blocks as long as they fit on a screen. */
const rowOf = 10

type Loose = { key: string; band: number; subnet: string; members: MapNode[] }

export function placeMap(
  nodes: readonly MapNode[],
  addressOf: (id: string) => string,
  pins: readonly Pin[],
): PlacedMap {
  const boxes = new Map<string, Loose>()
  for (const node of nodes) {
    const key = `${node.band}|${node.subnet}`
    const box = boxes.get(key) ?? { key, band: node.band, subnet: node.subnet, members: [] }
    if (box.members.length === 0) boxes.set(key, box)
    box.members.push(node)
  }
  const rank = (node: MapNode) => `${node.kind}|${node.type}|${addressRank(addressOf(node.id))}|${node.id}`
  const sorted = [...boxes.values()].sort((a, b) => (addressRank(a.subnet) < addressRank(b.subnet) ? -1 : 1))
  const columnsOf = (count: number) => Math.max(rowOf, Math.min(24, Math.ceil(Math.sqrt(count * 2.6))))
  const packed = packBands(
    sorted.map(({ key, band, members }) => {
      const columns = Math.min(members.length, columnsOf(members.length))
      const rows = Math.ceil(members.length / columns)
      const width = Math.max(leastWidth, columns * cell.width + 2 * frame.side)
      return { key, band, width, height: rows * cell.height + frame.top + frame.bottom }
    }),
    room,
  )
  const positions: Record<string, Point> = {}
  const drawn: Box[] = []
  for (const { key, x, y, width, height } of packed.boxes) {
    const box = boxes.get(key)
    if (!box) continue
    const columns = Math.min(box.members.length, columnsOf(box.members.length))
    const ranked = box.members.map((node) => ({ node, rank: rank(node) })).sort((a, b) => (a.rank < b.rank ? -1 : 1))
    ranked.forEach(({ node }, at) => {
      positions[node.id] = {
        x: x + (width - columns * cell.width) / 2 + ((at % columns) + 0.5) * cell.width,
        y: y + frame.top + Math.floor(at / columns) * cell.height + 22,
      }
    })
    drawn.push({ key, label: box.subnet, x, y, width, height })
  }
  for (const { id, x, y } of pins) if (id in positions) positions[id] = { x, y }
  return { positions, bands: packed.bands, boxes: drawn }
}
