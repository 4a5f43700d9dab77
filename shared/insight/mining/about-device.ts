/** The part of a record that says which device it is about. */
import { titleOfPurdue, titleOfType } from "../../model/device-titles.ts"
import { subnetOf } from "../map/subnet.ts"
import type { Flow, MinedDevice, MiningRecord } from "./record.ts"

type About = Pick<
  MiningRecord,
  "device" | "name" | "address" | "mac" | "vlan" | "addresses" | "macs" | "groups" | "tags"
>

const marks: readonly (readonly [keyof MinedDevice, unknown, string])[] = [
  ["important", true, "important"],
  ["scanner", true, "scanner"],
  ["programming", true, "programming device"],
  ["authorized", false, "unauthorized"],
  ["router", true, "router"],
  ["internet", true, "internet"],
]

const known = new WeakMap<MinedDevice, About>()

export function aboutDevice(device: MinedDevice): About {
  const before = known.get(device)
  if (before) return before
  const made = {
    device: device.id,
    name: device.name,
    address: device.addresses[0] ?? "",
    mac: device.macs[0] ?? "",
    vlan: device.vlans[0] ?? -1,
    addresses: device.addresses,
    macs: device.macs,
    groups: [
      ...(device.addresses.length > 0 ? [subnetOf(device.addresses)] : []),
      ...device.vlans.map((vlan) => `VLAN ${vlan}`),
      titleOfType(device.type),
      titleOfPurdue(device.purdue),
    ],
    tags: marks.flatMap(([field, value, mark]) => (device[field] === value ? [mark] : [])),
  }
  known.set(device, made)
  return made
}

/** One end of a flow and its other end. An end that is no device, such as a group address, keeps its address as name. */
export function aboutEnd(
  devices: ReadonlyMap<string, MinedDevice>,
  flow: Flow,
  end: "client" | "server",
): About & Pick<MiningRecord, "peer" | "peerDevice" | "transport" | "protocol" | "port"> {
  const [own, other] = end === "client" ? [flow.client, flow.server] : [flow.server, flow.client]
  const [address, peerAddress] =
    end === "client" ? [flow.clientAddress, flow.serverAddress] : [flow.serverAddress, flow.clientAddress]
  const device = devices.get(own)
  const peer = devices.get(other)
  const about = device ? aboutDevice(device) : null
  const isMac = (text: string): boolean => text.includes(":") && text.length === 17
  return {
    device: device?.id ?? "",
    name: device?.name ?? address,
    address: isMac(address) ? (about?.address ?? "") : address,
    mac: about?.mac ?? (isMac(address) ? address : ""),
    vlan: flow.vlan,
    addresses: [address, peerAddress].filter((one) => one !== "" && !isMac(one)),
    macs: [...(about?.macs ?? []), ...(peer?.macs ?? [])],
    groups: about?.groups ?? [],
    tags: about?.tags ?? [],
    peer: peer?.name ?? peerAddress,
    peerDevice: peer?.id ?? "",
    transport: flow.transport,
    protocol: flow.protocol,
    port: flow.port,
  }
}
