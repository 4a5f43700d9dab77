/** Puts boxes into Purdue bands, row by row, so that the whole has about the shape of a screen. The same boxes always come to the same places. */
import type { Band } from "./map-device.ts"

export type LooseBox = { readonly key: string; readonly band: number; readonly width: number; readonly height: number }
export type PlacedBox = LooseBox & { readonly x: number; readonly y: number }
export type PackedBands = {
  readonly boxes: readonly PlacedBox[]
  readonly bands: readonly Band[]
  readonly width: number
  readonly height: number
}
export type PackingRoom = { readonly margin: number; readonly gap: number; readonly label: number }

const topDown: readonly number[] = [4, 3, 2, 1, 0, -1]
const wanted = 0.55

function packInto(boxes: readonly LooseBox[], width: number, room: PackingRoom): PackedBands {
  const placed: PlacedBox[] = []
  const bands: Band[] = []
  let y = 0
  for (const purdue of topDown) {
    const own = boxes.filter(({ band }) => band === purdue)
    if (own.length === 0) continue
    const top = y
    y += room.margin
    let row: LooseBox[] = []
    let used = 0
    const finishRow = () => {
      // Rows stand in the middle of what the band's title leaves free, a little apart where there is room.
      const free = Math.max(0, width - room.label - used)
      const apart = Math.min(free / (row.length + 1), 4 * room.gap)
      let x = room.label + (free - apart * (row.length - 1)) / 2
      for (const box of row) {
        placed.push({ ...box, x, y })
        x += box.width + room.gap + apart
      }
      y += row.reduce((most, { height }) => Math.max(most, height), 0) + room.gap
      row = []
      used = 0
    }
    for (const box of own) {
      const more = used === 0 ? box.width : used + room.gap + box.width
      if (used > 0 && more > width - room.label) finishRow()
      used = used === 0 ? box.width : used + room.gap + box.width
      row.push(box)
    }
    finishRow()
    y += room.margin - room.gap
    bands.push({ purdue, y: top, height: y - top })
  }
  return { boxes: placed, bands, width, height: y }
}

/** Widths grow in steps, so that one device more seldom moves the others. */
export function packBands(boxes: readonly LooseBox[], room: PackingRoom): PackedBands {
  const widest = boxes.reduce((most, { width }) => Math.max(most, width), 0) + room.label
  let best: PackedBands | undefined
  const miss = (packed: PackedBands) => Math.abs(Math.log(packed.height / packed.width / wanted))
  for (let width = Math.max(widest, 60 * room.gap); width < 1e6; width *= 1.25) {
    const packed = packInto(boxes, width, room)
    if (best && miss(packed) >= miss(best)) break
    best = packed
  }
  return best ?? packInto(boxes, widest, room)
}
