/** Folds subnets and office devices into groups until what is drawn stays within a limit, so that the connections level is fluid at any size. */
import type { MapDevice, MapEdge, MapLine, MapNode } from "./map-device.ts"
import { subnetOfDevice } from "./subnet.ts"

/** What a person wished for groups by key: true is open, false is folded. */
export type FoldWishes = Readonly<Record<string, boolean>>
export type FoldedMap = {
  readonly nodes: readonly MapNode[]
  readonly edges: readonly MapEdge[]
  /** Lines of least traffic that were left out to stay within the limit. */
  readonly hiddenEdges: number
}
export const cloudId = "internet"

const officeTypes: ReadonlySet<string> = new Set([
  "workstation",
  "printer",
  "phone",
  "ip-camera",
  "storage",
  "access-point",
])
const smallestOfficeGroup = 4

type Group = {
  readonly key: string
  readonly band: number
  readonly subnet: string
  readonly office: boolean
  readonly members: MapDevice[]
}

function groupsOf(devices: readonly MapDevice[]): Group[] {
  const groups = new Map<string, Group>()
  for (const device of devices) {
    if (device.internet) continue
    const subnet = subnetOfDevice(device)
    const office = officeTypes.has(device.type)
    const key = `${device.purdue}|${subnet}|${office ? "office" : "plant"}`
    const group = groups.get(key) ?? { key, band: device.purdue, subnet, office, members: [] }
    if (group.members.length === 0) groups.set(key, group)
    group.members.push(device)
  }
  // Largest first: folding few large groups leaves most of the plant as it is. The key settles ties.
  return [...groups.values()].sort((a, b) => b.members.length - a.members.length || (a.key < b.key ? -1 : 1))
}

const deviceNode = (device: MapDevice, group: Group): MapNode => ({
  id: device.id,
  kind: "device",
  label: device.name,
  type: device.type,
  band: group.band,
  subnet: group.subnet,
  group: group.key,
  members: [device.id],
  important: device.important,
})

function groupNode(group: Group): MapNode {
  const types = new Set(group.members.map(({ type }) => type))
  const only = types.size === 1 ? ([...types][0] ?? "unknown") : "unknown"
  return {
    id: `group ${group.key}`,
    kind: "group",
    label: `${group.members.length} ${group.office ? "office devices" : "devices"}`,
    type: only,
    band: group.band,
    subnet: group.subnet,
    group: group.key,
    members: group.members.map(({ id }) => id),
    important: group.members.some(({ important }) => important),
  }
}

function cloudNode(devices: readonly MapDevice[]): MapNode[] {
  const members = devices.filter(({ internet }) => internet).map(({ id }) => id)
  if (members.length === 0) return []
  const label = `Internet · ${members.length}`
  return [
    {
      id: cloudId,
      kind: "cloud",
      label,
      type: "cloud",
      band: 4,
      subnet: "",
      group: cloudId,
      members,
      important: false,
    },
  ]
}

function edgesBetween(nodes: readonly MapNode[], lines: readonly MapLine[]): MapEdge[] {
  const holder = new Map<string, string>()
  for (const node of nodes) for (const member of node.members) holder.set(member, node.id)
  const packets = new Map<string, { source: string; target: string; packets: number }>()
  for (const line of lines) {
    const client = holder.get(line.client)
    const server = holder.get(line.server)
    if (client === undefined || server === undefined || client === server) continue
    const [source, target] = client < server ? [client, server] : [server, client]
    const id = `${source}\n${target}`
    const edge = packets.get(id)
    if (edge) edge.packets += line.packets
    else packets.set(id, { source, target, packets: line.packets })
  }
  return [...packets].map(([id, edge]) => ({ id, ...edge }))
}

export function foldMap(
  devices: readonly MapDevice[],
  lines: readonly MapLine[],
  wishes: FoldWishes,
  limit: number,
): FoldedMap {
  const groups = groupsOf(devices)
  const cloud = cloudNode(devices)
  const foldsByItself = (group: Group) => group.office && group.members.length >= smallestOfficeGroup
  // What a person opened is folded last.
  const order = [
    ...groups.filter(({ key }) => wishes[key] !== true),
    ...groups.filter(({ key }) => wishes[key] === true),
  ]
  const foldable = order.filter(({ members }) => members.length > 1)
  const build = (folded: number) => {
    const forced = new Set(foldable.slice(0, folded).map(({ key }) => key))
    const isFolded = (group: Group) =>
      group.members.length > 1 && (forced.has(group.key) || !(wishes[group.key] ?? !foldsByItself(group)))
    const nodes = [
      ...cloud,
      ...groups.flatMap((group) =>
        isFolded(group) ? [groupNode(group)] : group.members.map((each) => deviceNode(each, group)),
      ),
    ]
    return { nodes, edges: edgesBetween(nodes, lines) }
  }
  const size = ({ nodes, edges }: ReturnType<typeof build>) => nodes.length + edges.length
  let least = 0
  let most = foldable.length
  let best = build(0)
  if (size(best) > limit) {
    while (least < most) {
      const middle = (least + most) >> 1
      if (size(build(middle)) > limit) least = middle + 1
      else most = middle
    }
    best = build(least)
  }
  const room = Math.max(0, limit - best.nodes.length)
  if (best.edges.length <= room) return { ...best, hiddenEdges: 0 }
  const busiest = best.edges.toSorted((a, b) => b.packets - a.packets || (a.id < b.id ? -1 : 1)).slice(0, room)
  return { nodes: best.nodes, edges: busiest, hiddenEdges: best.edges.length - room }
}
