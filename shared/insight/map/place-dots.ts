/** Places of the bird's-eye level: every device a dot, in bands and subnets as on the other level, in plain arrays. Deterministic. */
import type { Band, Box, MapDevice, MapLine } from "./map-device.ts"
import { packBands } from "./pack-bands.ts"
import { addressRank, subnetOfDevice } from "./subnet.ts"

export type PlacedDots = {
  /** In the order of the devices given. */
  readonly xs: Float32Array
  readonly ys: Float32Array
  /** Places of both ends in the order of the devices: from, to, from, to … */
  readonly lines: Uint32Array
  readonly bands: readonly Band[]
  readonly boxes: readonly Box[]
  readonly width: number
  readonly height: number
}
const cell = 16
const frame = { side: 8, top: 18, bottom: 8 }
const room = { margin: 16, gap: 16, label: 16 }

type Loose = { key: string; band: number; subnet: string; members: number[] }

export function placeDots(devices: readonly MapDevice[], lines: readonly MapLine[]): PlacedDots {
  const boxes = new Map<string, Loose>()
  devices.forEach((device, at) => {
    const band = device.internet ? 4 : device.purdue
    const subnet = device.internet ? "Internet" : subnetOfDevice(device)
    const key = `${band}|${subnet}`
    const box = boxes.get(key) ?? { key, band, subnet, members: [] }
    if (box.members.length === 0) boxes.set(key, box)
    box.members.push(at)
  })
  const ranks = devices.map(({ type, addresses, id }) => `${type}|${addressRank(addresses[0] ?? "")}|${id}`)
  const sorted = [...boxes.values()].sort((a, b) => (addressRank(a.subnet) < addressRank(b.subnet) ? -1 : 1))
  const columnsOf = (count: number) => Math.max(5, Math.ceil(Math.sqrt(count * 1.8)))
  const packed = packBands(
    sorted.map(({ key, band, members }) => {
      const columns = columnsOf(members.length)
      const rows = Math.ceil(members.length / columns)
      return { key, band, width: columns * cell + 2 * frame.side, height: rows * cell + frame.top + frame.bottom }
    }),
    room,
  )
  const xs = new Float32Array(devices.length)
  const ys = new Float32Array(devices.length)
  const drawn: Box[] = []
  for (const { key, x, y, width, height } of packed.boxes) {
    const box = boxes.get(key)
    if (!box) continue
    const columns = columnsOf(box.members.length)
    const inOrder = box.members.toSorted((a, b) => ((ranks[a] ?? "") < (ranks[b] ?? "") ? -1 : 1))
    inOrder.forEach((device, at) => {
      xs[device] = x + frame.side + ((at % columns) + 0.5) * cell
      ys[device] = y + frame.top + (Math.floor(at / columns) + 0.5) * cell
    })
    drawn.push({ key, label: box.subnet, x, y, width, height })
  }
  return {
    xs,
    ys,
    lines: endsOf(devices, lines),
    bands: packed.bands,
    boxes: drawn,
    width: packed.width,
    height: packed.height,
  }
}

function endsOf(devices: readonly MapDevice[], lines: readonly MapLine[]): Uint32Array {
  const places = new Map(devices.map(({ id }, at) => [id, at]))
  const ends = new Uint32Array(lines.length * 2)
  let count = 0
  for (const { client, server } of lines) {
    const from = places.get(client)
    const to = places.get(server)
    if (from === undefined || to === undefined) continue
    ends[count++] = from
    ends[count++] = to
  }
  return ends.slice(0, count)
}
