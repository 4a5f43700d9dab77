import { expect, test } from "vitest"
import { filterMap, noFilter } from "../../../shared/insight/map/filter-map.ts"
import { cloudId, foldMap } from "../../../shared/insight/map/fold-map.ts"
import type { MapDevice, MapLine } from "../../../shared/insight/map/map-device.ts"
import { nearest } from "../../../shared/insight/map/nearest.ts"
import { placeDots } from "../../../shared/insight/map/place-dots.ts"
import { placeMap } from "../../../shared/insight/map/place-map.ts"

const device = (at: number, given: Partial<MapDevice> = {}): MapDevice => ({
  id: `d${at}`,
  name: `device ${at}`,
  type: at % 3 === 0 ? "plc" : "drive",
  purdue: at % 3 === 0 ? 1 : 0,
  internet: false,
  addresses: [`10.0.${Math.floor(at / 40)}.${(at % 40) + 1}`],
  macs: [],
  vlans: [at % 2],
  protocols: [{ name: at % 3 === 0 ? "s7comm" : "modbus" }],
  lastSeen: 1e12 + at * 60e6,
  important: false,
  ...given,
})
const line = (client: string, server: string, packets = 1): MapLine => ({
  client,
  server,
  protocols: ["modbus"],
  packets,
  bytes: packets,
  lastSeen: 2e12,
})
const plant = (count: number) => {
  const devices = Array.from({ length: count }, (_, at) => device(at))
  const lines = devices.slice(1).map(({ id }, at) => line(`d${at}`, id, at + 1))
  return { devices, lines }
}
const open = { wishes: {}, limit: 1500 }
const addressOf = (devices: readonly MapDevice[]) => (id: string) =>
  devices.find((each) => each.id === id)?.addresses[0] ?? ""

test("a small plant is drawn whole", () => {
  const { devices, lines } = plant(30)
  const { nodes, edges, hiddenEdges } = foldMap(devices, lines, open.wishes, open.limit)
  expect(nodes).toHaveLength(30)
  expect(edges).toHaveLength(29)
  expect(hiddenEdges).toBe(0)
})

test("a large plant is folded until it fits, and nothing is lost from the groups", () => {
  const { devices, lines } = plant(4000)
  const { nodes, edges } = foldMap(devices, lines, open.wishes, open.limit)
  expect(nodes.length + edges.length).toBeLessThanOrEqual(open.limit)
  expect(nodes.reduce((sum, { members }) => sum + members.length, 0)).toBe(4000)
})

test("office devices fold by themselves, open on wish, and the internet is one cloud", () => {
  const office = Array.from({ length: 5 }, (_, at) =>
    device(at, { type: "workstation", purdue: 4, addresses: [`10.9.9.${at}`] }),
  )
  const web = Array.from({ length: 7 }, (_, at) => device(100 + at, { internet: true }))
  const lines = web.map(({ id }) => line("d0", id))
  const folded = foldMap([...office, ...web], lines, {}, 1500)
  expect(folded.nodes.map(({ kind }) => kind).sort()).toEqual(["cloud", "group"])
  expect(folded.edges).toHaveLength(1)
  const group = folded.nodes.find(({ kind }) => kind === "group")
  const opened = foldMap([...office, ...web], lines, { [group?.group ?? ""]: true }, 1500)
  expect(opened.nodes).toHaveLength(6)
  expect(opened.nodes.some(({ id }) => id === cloudId)).toBe(true)
})

test("places do not depend on the order in which devices arrive", () => {
  const { devices, lines } = plant(200)
  const shuffled = devices.toSorted((a, b) =>
    a.id.split("").reverse().join() < b.id.split("").reverse().join() ? -1 : 1,
  )
  const places = (list: readonly MapDevice[]) =>
    placeMap(foldMap(list, lines, {}, 5000).nodes, addressOf(list), []).positions
  expect(places(shuffled)).toEqual(places(devices))
  const dots = placeDots(devices, lines)
  const others = placeDots(shuffled, lines)
  const at = (list: readonly MapDevice[], placed: typeof dots, id: string) => {
    const place = list.findIndex((each) => each.id === id)
    return [placed.xs[place], placed.ys[place]]
  }
  for (const { id } of devices) expect(at(shuffled, others, id)).toEqual(at(devices, dots, id))
})

test("no two devices share a place, levels stand one above the other, and a pin holds", () => {
  const { devices, lines } = plant(300)
  const { nodes } = foldMap(devices, lines, {}, 5000)
  const { positions, bands } = placeMap(nodes, addressOf(devices), [{ id: "d3", x: 7, y: 9 }])
  expect(new Set(Object.values(positions).map(({ x, y }) => `${x} ${y}`)).size).toBe(300)
  expect(bands.map(({ purdue }) => purdue)).toEqual([1, 0])
  expect(positions["d3"]).toEqual({ x: 7, y: 9 })
  const [upper, lower] = bands
  expect((positions["d0"]?.y ?? 0) < (lower?.y ?? 0) && (positions["d0"]?.y ?? -1) > (upper?.y ?? 0)).toBe(true)
})

test("filters narrow devices and the lines between them", () => {
  const { devices, lines } = plant(30)
  const narrowed = filterMap(devices, lines, { ...noFilter, type: "plc" })
  expect(narrowed.devices.every(({ type }) => type === "plc")).toBe(true)
  expect(narrowed.lines).toHaveLength(0)
  const lately = filterMap(devices, lines, { ...noFilter, within: 300 })
  expect(lately.devices.map(({ id }) => id)).toEqual(["d24", "d25", "d26", "d27", "d28", "d29"])
})

test("the arrow keys go to the next thing in their direction", () => {
  const things = [
    { id: "middle", x: 0, y: 0 },
    { id: "right", x: 100, y: 4 },
    { id: "far right", x: 300, y: 0 },
    { id: "below", x: 10, y: 90 },
  ]
  expect(nearest(things, { x: 0, y: 0 }, "right")?.id).toBe("right")
  expect(nearest(things, { x: 0, y: 0 }, "down")?.id).toBe("below")
  expect(nearest(things, { x: 0, y: 0 }, "left")).toBeUndefined()
})

test("configured subnets are boxes of their own, by range and name; the others go by their address", () => {
  const devices = [
    device(1, { subnet: "10.0.0.0/25 Line 1" }),
    device(2, { subnet: "10.0.0.128/25 Line 2" }),
    device(4),
    device(5, { subnet: "10.0.0.0/25 Line 1", tunnel: "vxlan 42" }),
  ]
  const { boxes } = placeMap(foldMap(devices, [], {}, 1500).nodes, addressOf(devices), [])
  const labels = [...new Set(boxes.map(({ label }) => label))].sort()
  expect(labels).toEqual([
    "10.0.0.0/24",
    expect.stringMatching(/^10\.0\.0\.0\/24 in /),
    "10.0.0.0/25 Line 1",
    "10.0.0.128/25 Line 2",
  ])
  const line1 = { ...noFilter, subnet: "10.0.0.0/25 Line 1" }
  expect(filterMap(devices, [], line1).devices.map(({ id }) => id)).toEqual(["d1"])
})
