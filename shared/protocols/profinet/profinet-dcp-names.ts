/** Names of PROFINET DCP: IEC 61158-6-10 section 4.3.1.4 (options and their suboptions), what setting them does to a device. */
import { protocol, type PlaceFacts } from "../protocol.ts"

const serviceNames: ReadonlyMap<number, string> = new Map([
  [3, "get"],
  [4, "set"],
  [5, "identify"],
  [6, "hello"],
])
const typeNames = ["request", "success"] as const

/** By option and suboption, each a byte. */
export const ADDRESS = 0x0102
export const ADDRESS_AND_NAMES = 0x0103
export const STATION = 0x0202
export const SIGNAL = 0x0503
export const RESPONSE = 0x0504
export const RESET = 0x0506
const OTHER = 0

const properties: ReadonlyMap<number, string> = new Map([
  [0x0101, "MAC address"],
  [ADDRESS, "IP address"],
  [ADDRESS_AND_NAMES, "IP address and name servers"],
  [0x0201, "type of station"],
  [STATION, "name of station"],
  [0x0203, "device identifier"],
  [0x0204, "device role"],
  [0x0205, "device options"],
  [0x0206, "alias name"],
  [0x0207, "device instance"],
  [0x0208, "OEM device identifier"],
  [0x0209, "standard gateway"],
  [0x020a, "remote service properties"],
  [0x030c, "DHCP host name"],
  [0x032b, "DHCP vendor information"],
  [0x0336, "DHCP server"],
  [0x0337, "DHCP parameter request list"],
  [0x033c, "DHCP class"],
  [0x033d, "DHCP client identifier"],
  [0x0351, "DHCP domain name"],
  [0x0361, "DHCP client UUID"],
  [0x03ff, "DHCP control"],
  [0x0501, "start of transaction"],
  [0x0502, "end of transaction"],
  [SIGNAL, "signal"],
  [RESPONSE, "response"],
  [0x0505, "factory reset"],
  [RESET, "reset to factory"],
  [0x0601, "device initiative"],
  [0x0701, "TSN domain name"],
  [0x0702, "TSN manager"],
  [0x0703, "TSN parameters"],
  [0x0704, "TSN agent"],
  [0xffff, "all"],
])

/** Resets of suboption 6, by the qualifier without its lowest bit. */
const resets: ReadonlyMap<number, string> = new Map([
  [1, "application data"],
  [2, "communication parameters"],
  [3, "engineering data"],
  [4, "all stored data"],
  [8, "device"],
  [9, "device and its stored data"],
])

export const settingCode = (property: number): number => (properties.has(property) ? property : OTHER)

/** Block errors (section 4.3.1.4.8), which refuse a setting. */
const errors: readonly string[] = [
  "error",
  "option not supported",
  "suboption not supported or no data set there",
  "suboption not set",
  "resource error",
  "not possible by local reasons",
  "not possible in operation",
]
/** Details from here on: the error, then what was to be set. */
const ERROR = 0x100000
export const errorCode = (error: number, property: number): number =>
  ERROR + (error < errors.length ? error : 0) * 0x10000 + settingCode(property)

function detailKey(code: number): string {
  if (code < ERROR) return code === OTHER ? "set:other" : `set:${code >> 8}:${code & 0xff}`
  const property = code & 0xffff
  const what = property === OTHER ? "other" : `${property >> 8}:${property & 0xff}`
  return `error:${(code - ERROR) >> 16}:${what}`
}

function detailName(code: number): string {
  const property = properties.get(code & 0xffff) ?? "another property"
  return code < ERROR ? `set ${property}` : `set of ${property} refused: ${errors[(code - ERROR) >> 16] ?? "error"}`
}

function valueText({ area }: PlaceFacts, value: Uint8Array): string {
  if (area === STATION || area === 0x0201 || area === 0x0206) return new TextDecoder("latin1").decode(value)
  if ((area === ADDRESS || area === ADDRESS_AND_NAMES) && value.length >= 12)
    return [0, 4, 8].map((at) => value.subarray(at, at + 4).join(".")).join(", ")
  if (area === RESET && value.length >= 2) return resets.get(((value[0]! << 8) | value[1]!) >> 1) ?? "reset"
  if (area === SIGNAL && value.length >= 2) return value[0] === 1 ? "flash" : "no flash"
  return Array.from(value, (byte) => byte.toString(16).padStart(2, "0")).join("")
}

const changes = "T0836"
const dhcp = { does: "Change how the device gets its address by DHCP", technique: changes } as const

export const dcpProtocol = protocol({
  name: "profinet-dcp",
  title: "PROFINET DCP",
  family: "ot",
  wireshark: "pn_dcp",
  functionKey: (code) => `${code >> 8}:${code & 0xff}`,
  functionName(code) {
    const service = serviceNames.get(code >> 8)
    return service === undefined ? undefined : `${service} ${typeNames[code & 0xff] ?? "not supported"}`
  },
  detailKey,
  detailName,
  placeText: ({ area }) => properties.get(area) ?? `option ${area >> 8}, suboption ${area & 0xff}`,
  valueText,
  commands: {
    "set:other": { does: "Change a property of the device", technique: changes },
    "set:1:2": { does: "Change the device's IP address", technique: changes },
    "set:1:3": { does: "Change the device's IP address and name servers", technique: changes },
    "set:2:2": { does: "Rename the station (its controller may lose it)", technique: changes },
    "set:3:12": dhcp,
    "set:3:43": dhcp,
    "set:3:54": dhcp,
    "set:3:55": dhcp,
    "set:3:60": dhcp,
    "set:3:61": dhcp,
    "set:3:81": dhcp,
    "set:3:97": dhcp,
    "set:3:255": dhcp,
    "set:5:3": { does: "Let the device flash its lamp", technique: "T0855", everyday: true },
    "set:5:5": { does: "Reset the device to its factory settings", technique: "T0809" },
    "set:5:6": { does: "Reset the device or some of its data to the factory settings", technique: "T0809" },
  },
})
