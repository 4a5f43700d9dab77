/** How KNXnet/IP is told: function codes, places, values, and what acts on devices. */
import { applicationNames, localNames, serviceNames } from "./knx-services.ts"
import { statusKey, statusName } from "./knx-status.ts"
import { protocol, type Command, type PlaceFacts } from "../protocol.ts"

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
  detailKey: statusKey,
  detailName: statusName,
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
