/** Names of KNXnet/IP services (KNX specification 3.8.1 section 2), cEMI messages (3.6.3 section 4) and application services (3.3.7). */
import { protocol, type Command, type PlaceFacts } from "./protocol.ts"

/** Function codes: services of KNXnet/IP, then what travels inside: asked of a gateway, heard from the bus, other cEMI messages. */
export const ASKED = 0x10000
export const HEARD = 0x20000
export const LOCAL = 0x30000
/** Kinds of places, above the individual address of the device. */
export const GROUP = 0
export const DEVICE = 1
export const MEMORY = 2
export const PROPERTY = 3
/** A property of the gateway itself; the object's type stands where the device's address stands. */
export const OWN_PROPERTY = 4

export const serviceNames: ReadonlyMap<number, string> = new Map([
  [0x0201, "search request"],
  [0x0202, "search response"],
  [0x0203, "description request"],
  [0x0204, "description response"],
  [0x0205, "connect request"],
  [0x0206, "connect response"],
  [0x0207, "connection state request"],
  [0x0208, "connection state response"],
  [0x0209, "disconnect request"],
  [0x020a, "disconnect response"],
  [0x020b, "search request extended"],
  [0x020c, "search response extended"],
  [0x0310, "device configuration request"],
  [0x0311, "device configuration acknowledge"],
  [0x0420, "tunnelling request"],
  [0x0421, "tunnelling acknowledge"],
  [0x0422, "tunnelling feature get"],
  [0x0423, "tunnelling feature response"],
  [0x0424, "tunnelling feature set"],
  [0x0425, "tunnelling feature info"],
  [0x0530, "routing indication"],
  [0x0531, "routing lost message"],
  [0x0532, "routing busy"],
  [0x0533, "routing system broadcast"],
  [0x0740, "remote diagnostic request"],
  [0x0741, "remote diagnostic response"],
  [0x0742, "remote basic configuration request"],
  [0x0743, "remote reset request"],
  [0x0950, "secure wrapper"],
  [0x0951, "session request"],
  [0x0952, "session response"],
  [0x0953, "session authenticate"],
  [0x0954, "session status"],
  [0x0955, "timer notify"],
])

/** Ten bits; of the first ones the last six bits are data, of memory and ADC a number. */
const applicationNames: ReadonlyMap<number, string> = new Map([
  [0x000, "group value read"],
  [0x040, "group value response"],
  [0x080, "group value write"],
  [0x0c0, "individual address write"],
  [0x100, "individual address read"],
  [0x140, "individual address response"],
  [0x180, "ADC read"],
  [0x1c0, "ADC response"],
  [0x1c8, "system network parameter read"],
  [0x1c9, "system network parameter response"],
  [0x1ca, "system network parameter write"],
  [0x1cc, "property extended value read"],
  [0x1cd, "property extended value response"],
  [0x1ce, "property extended value write, confirmed"],
  [0x1cf, "property extended value write response"],
  [0x1d0, "property extended value write, unconfirmed"],
  [0x1d2, "property extended description read"],
  [0x1d3, "property extended description response"],
  [0x1d4, "function property extended command"],
  [0x1d5, "function property extended state read"],
  [0x1d6, "function property extended state response"],
  [0x1fb, "memory extended write"],
  [0x1fc, "memory extended write response"],
  [0x1fd, "memory extended read"],
  [0x1fe, "memory extended read response"],
  [0x200, "memory read"],
  [0x240, "memory response"],
  [0x280, "memory write"],
  [0x2c0, "user memory read"],
  [0x2c1, "user memory response"],
  [0x2c2, "user memory write"],
  [0x2c4, "user memory bit write"],
  [0x2c5, "user manufacturer info read"],
  [0x2c6, "user manufacturer info response"],
  [0x2c7, "function property command"],
  [0x2c8, "function property state read"],
  [0x2c9, "function property state response"],
  [0x300, "device descriptor read"],
  [0x340, "device descriptor response"],
  [0x380, "restart"],
  [0x381, "master reset"],
  [0x3a1, "master reset response"],
  [0x3c0, "routing table open"],
  [0x3c1, "routing table read"],
  [0x3c2, "routing table response"],
  [0x3c3, "routing table write"],
  [0x3c8, "router memory read"],
  [0x3c9, "router memory response"],
  [0x3ca, "router memory write"],
  [0x3cd, "router status read"],
  [0x3ce, "router status response"],
  [0x3cf, "router status write"],
  [0x3d0, "memory bit write"],
  [0x3d1, "authorise request"],
  [0x3d2, "authorise response"],
  [0x3d3, "key write"],
  [0x3d4, "key response"],
  [0x3d5, "property value read"],
  [0x3d6, "property value response"],
  [0x3d7, "property value write"],
  [0x3d8, "property description read"],
  [0x3d9, "property description response"],
  [0x3da, "network parameter read"],
  [0x3db, "network parameter response"],
  [0x3dc, "individual address serial number read"],
  [0x3dd, "individual address serial number response"],
  [0x3de, "individual address serial number write"],
  [0x3e0, "domain address write"],
  [0x3e1, "domain address read"],
  [0x3e2, "domain address response"],
  [0x3e3, "domain address selective read"],
  [0x3e4, "network parameter write"],
  [0x3e5, "link read"],
  [0x3e6, "link response"],
  [0x3e7, "link write"],
  [0x3e8, "group property value read"],
  [0x3e9, "group property value response"],
  [0x3ea, "group property value write"],
  [0x3eb, "group property value info report"],
  [0x3ec, "domain address serial number read"],
  [0x3ed, "domain address serial number response"],
  [0x3ee, "domain address serial number write"],
  [0x3f0, "file stream info report"],
  [0x3f1, "data secure"],
])

const localNames: ReadonlyMap<number, string> = new Map([
  [0x10, "raw frame request"],
  [0x13, "poll data request"],
  [0x25, "poll data confirmation"],
  [0x2b, "bus monitor indication"],
  [0x2d, "raw frame indication"],
  [0x2e, "data confirmation"],
  [0x2f, "raw frame confirmation"],
  [0x41, "connected data request"],
  [0x4a, "individual data request"],
  [0x89, "connected data indication"],
  [0x94, "individual data indication"],
  [0xf0, "reset indication"],
  [0xf1, "reset request"],
  [0xf5, "property write confirmation"],
  [0xf6, "property write request"],
  [0xf7, "property info indication"],
  [0xf8, "function property command"],
  [0xf9, "function property state read"],
  [0xfa, "function property confirmation"],
  [0xfb, "property read confirmation"],
  [0xfc, "property read request"],
])

/** The service without the data or the number in its last six bits. */
export function applicationOf(bits: number): number {
  const group = bits & 0x3c0
  if (group <= 0x140 || group === 0x180 || group === 0x200 || group === 0x240 || group === 0x280) return group
  if (group === 0x1c0) return applicationNames.has(bits) && bits >= 0x1c8 ? bits : 0x1c0
  return group === 0x300 || group === 0x340 ? group : bits
}

const hex = (value: number, digits: number): string => `0x${value.toString(16).padStart(digits, "0")}`

function functionKey(code: number): string {
  if (code < ASKED) return hex(code, 4)
  if (code < HEARD) return `bus:${hex(code - ASKED, 3)}`
  return code < LOCAL ? `heard:${hex(code - HEARD, 3)}` : `cemi:${hex(code - LOCAL, 2)}`
}

function functionName(code: number): string | undefined {
  if (code < ASKED) return serviceNames.get(code)
  if (code >= LOCAL) return localNames.get(code - LOCAL)
  const name = applicationNames.get(code - (code < HEARD ? ASKED : HEARD))
  return name === undefined || code < HEARD ? name : `${name}, heard on the bus`
}

/** `area` is the kind of place above an individual address, `from` and `count` are as the kind has them. */
function placeText({ area, from, count }: PlaceFacts): string {
  const kind = area >> 16
  if (kind === GROUP) return `group ${from >> 11}/${(from >> 8) & 7}/${from & 255}`
  if (kind === OWN_PROPERTY) return `own object of type ${area & 0xffff}, property ${from & 255}`
  const device = `device ${individual(area & 0xffff)}`
  if (kind === DEVICE) return device
  if (kind === PROPERTY) return `${device}, object ${from >> 8}, property ${from & 255}`
  const end = from + Math.max(count, 1) - 1
  return `${device}, memory ${hex(from, 4)}${end > from ? ` to ${hex(end, 4)}` : ""}`
}

export const individual = (address: number): string => `${address >> 12}.${(address >> 8) & 15}.${address & 255}`

/** Of a group `count` is 1 where the value has bytes of its own; else it is the last six bits of the service. */
function valueText({ area, count }: PlaceFacts, value: Uint8Array): string {
  if (area >> 16 === GROUP && value.length === 1) return String(count === 0 ? value[0]! & 0x3f : value[0]!)
  return Array.from(value, (byte) => byte.toString(16).padStart(2, "0")).join("")
}

const parameter = (does: string): Command => ({ does, technique: "T0836" })
const program = (does: string): Command => ({ does, technique: "T0889" })

export const knxProtocol = protocol({
  name: "knx",
  title: "KNXnet/IP",
  family: "ot",
  wireshark: "kip",
  functionKey,
  functionName,
  placeText,
  valueText,
  unseen: "the KNX specification 2.1 (3.8.1 to 3.8.9, 3.6.3, 3.3.7) and the field lists of Wireshark's dissectors",
  commands: {
    "0x0424": { ...parameter("Change a setting of the tunnel"), everyday: true },
    "0x0742": parameter("Change the network settings of the gateway"),
    "0x0743": { does: "Restart or reset the gateway", technique: "T0816" },
    "bus:0x080": { does: "Write a group value", technique: "T0855", everyday: true },
    "bus:0x0c0": parameter("Give a bus device another address"),
    "bus:0x1ca": parameter("Change a network parameter of bus devices"),
    "bus:0x1ce": parameter("Change a property of a bus device"),
    "bus:0x1d0": parameter("Change a property of a bus device"),
    "bus:0x1d4": parameter("Call a function of a bus device"),
    "bus:0x1fb": program("Write the memory of a bus device"),
    "bus:0x1fd": { does: "Read the memory of a bus device", technique: "T0845" },
    "bus:0x200": { does: "Read the memory of a bus device", technique: "T0845" },
    "bus:0x280": program("Write the memory of a bus device"),
    "bus:0x2c0": { does: "Read the memory of a bus device", technique: "T0845" },
    "bus:0x2c2": program("Write the memory of a bus device"),
    "bus:0x2c4": program("Write bits in the memory of a bus device"),
    "bus:0x2c7": parameter("Call a function of a bus device"),
    "bus:0x380": { does: "Restart a bus device", technique: "T0816" },
    "bus:0x381": { does: "Reset a bus device (its settings may be erased)", technique: "T0809" },
    "bus:0x3c3": parameter("Change the routing table of a coupler"),
    "bus:0x3ca": program("Write the memory of a coupler"),
    "bus:0x3cf": parameter("Change the state of a coupler"),
    "bus:0x3d0": program("Write bits in the memory of a bus device"),
    "bus:0x3d3": { does: "Change the access key of a bus device", technique: "T0892" },
    "bus:0x3d7": parameter("Change a property of a bus device"),
    "bus:0x3de": parameter("Give a bus device another address"),
    "bus:0x3e0": parameter("Change the domain of bus devices"),
    "bus:0x3e4": parameter("Change a network parameter of bus devices"),
    "bus:0x3e7": parameter("Change which groups a bus device listens to"),
    "bus:0x3ea": { ...parameter("Write a group property"), everyday: true },
    "bus:0x3ee": parameter("Change the domain of a bus device"),
    "cemi:0xf1": { does: "Restart the gateway", technique: "T0816" },
    "cemi:0xf6": parameter("Change a property of the gateway"),
    "cemi:0xf8": parameter("Call a function of the gateway"),
  },
})
