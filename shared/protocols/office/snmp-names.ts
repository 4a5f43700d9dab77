/** Protocol data units of SNMP (RFC 1157 section 4.1, RFC 3416 section 3) by tag, and objects whose values say what a device is. */
import type { ClaimField } from "../../facts/claim-field.ts"
import { protocol, type PlaceFacts } from "../protocol.ts"

export const GET = 0xa0
export const GET_NEXT = 0xa1
export const RESPONSE = 0xa2
export const SET = 0xa3
export const TRAP_1 = 0xa4
export const GET_BULK = 0xa5
export const INFORM = 0xa6
export const TRAP_2 = 0xa7
export const REPORT = 0xa8
/** Not of the specification: a message of version 3 whose content is encrypted. */
export const ENCRYPTED = 0x04

const units: ReadonlyMap<number, string> = new Map([
  [GET, "get"],
  [GET_NEXT, "get next"],
  [RESPONSE, "response"],
  [SET, "set"],
  [TRAP_1, "trap"],
  [GET_BULK, "get bulk"],
  [INFORM, "inform"],
  [TRAP_2, "trap, version 2"],
  [REPORT, "report"],
  [ENCRYPTED, "encrypted"],
])

/** The object identifier in the bytes of its BER encoding (X.690 section 8.19), "" where they are none. */
export function objectText(bytes: Uint8Array, from = 0, to = bytes.length): string {
  const parts: number[] = []
  let value = 0
  for (let at = from; at < to; at++) {
    value = value * 128 + (bytes[at]! & 0x7f)
    if (value > 0xffffffff) return ""
    if (bytes[at]! >= 0x80) continue
    if (parts.length === 0) {
      const first = Math.min(2, Math.floor(value / 40))
      parts.push(first, value - first * 40)
    } else parts.push(value)
    value = 0
  }
  return to > from && bytes[to - 1]! < 0x80 ? parts.join(".") : ""
}

/** MIB-II (RFC 1213), IF-MIB (RFC 2863), ENTITY-MIB (RFC 6933), HOST-RESOURCES-MIB (RFC 2790): as far as people meet them. */
const objects: readonly (readonly [identifier: string, name: string])[] = [
  ["1.3.6.1.2.1.1.1", "sysDescr"],
  ["1.3.6.1.2.1.1.2", "sysObjectID"],
  ["1.3.6.1.2.1.1.3", "sysUpTime"],
  ["1.3.6.1.2.1.1.4", "sysContact"],
  ["1.3.6.1.2.1.1.5", "sysName"],
  ["1.3.6.1.2.1.1.6", "sysLocation"],
  ["1.3.6.1.2.1.1.7", "sysServices"],
  ["1.3.6.1.2.1.2.2.1.7", "ifAdminStatus"],
  ["1.3.6.1.2.1.2.2.1.8", "ifOperStatus"],
  ["1.3.6.1.2.1.2.2.1", "ifEntry"],
  ["1.3.6.1.2.1.4.20.1", "ipAddrEntry"],
  ["1.3.6.1.2.1.17", "dot1dBridge"],
  ["1.3.6.1.2.1.25.3.2.1.3", "hrDeviceDescr"],
  ["1.3.6.1.2.1.31.1.1.1", "ifXEntry"],
  ["1.3.6.1.2.1.47.1.1.1.1.9", "entPhysicalFirmwareRev"],
  ["1.3.6.1.2.1.47.1.1.1.1.11", "entPhysicalSerialNum"],
  ["1.3.6.1.2.1.47.1.1.1.1.13", "entPhysicalModelName"],
  ["1.3.6.1.6.3.1.1.4.1", "snmpTrapOID"],
]

/** "ifAdminStatus.3", or the number where nobody here knows it. */
export function objectName(identifier: string): string {
  const found = objects.find(([one]) => identifier === one || identifier.startsWith(`${one}.`))
  return found === undefined ? identifier : `${found[1]}${identifier.slice(found[0].length)}`
}

/** Columns and scalars, without the instance behind them, whose text is a property of the device that answers. */
export const properties: ReadonlyMap<string, ClaimField> = new Map([
  ["1.3.6.1.2.1.1.1", "description"],
  ["1.3.6.1.2.1.1.5", "hostname"],
  ["1.3.6.1.2.1.1.6", "location"],
])

/** Of the chassis: the first row of the table as a rule. */
export const chassis: ReadonlyMap<string, ClaimField> = new Map([
  ["1.3.6.1.2.1.47.1.1.1.1.9.1", "firmware"],
  ["1.3.6.1.2.1.47.1.1.1.1.11.1", "serial"],
  ["1.3.6.1.2.1.47.1.1.1.1.13.1", "model"],
])

/** Objects that only one kind of device has: the MIBs of printers (RFC 3805) and of uninterruptible power supplies (RFC 1628). Below mgmt.mib-2, by number. */
export const kinds: ReadonlyMap<number, string> = new Map([
  [33, "ups"],
  [43, "printer"],
])

/** Private enterprise numbers (IANA) of makers whose devices stand in plants. */
export const enterprises: ReadonlyMap<number, string> = new Map([
  [9, "Cisco"],
  [11, "HP"],
  [248, "Hirschmann"],
  [318, "APC"],
  [311, "Microsoft"],
  [367, "Ricoh"],
  [368, "Axis"],
  [476, "Vertiv"],
  [534, "Eaton"],
  [641, "Lexmark"],
  [674, "Dell"],
  [1248, "Epson"],
  [1347, "Kyocera"],
  [1916, "Extreme Networks"],
  [2001, "OKI"],
  [2435, "Brother"],
  [2636, "Juniper Networks"],
  [3375, "F5"],
  [3808, "CyberPower"],
  [3833, "Schneider Electric"],
  [4196, "Siemens"],
  [4329, "Siemens"],
  [4346, "Phoenix Contact"],
  [6027, "Force10 Networks"],
  [8072, "Net-SNMP"],
  [8691, "Moxa"],
  [10642, "Zebra"],
  [12356, "Fortinet"],
  [13576, "WAGO"],
  [14823, "Aruba Networks"],
  [14988, "MikroTik"],
  [25461, "Palo Alto Networks"],
  [25506, "H3C"],
])

export const snmpProtocol = protocol({
  name: "snmp",
  title: "SNMP",
  family: "office",
  wireshark: "snmp",
  functionName: (code) => units.get(code),
  wiresharkFunction: (code) => (code === ENCRYPTED ? "snmp.v3.flags.crypt == 1" : `snmp.data == ${code - 0xa0}`),
  placeText: ({ name }: PlaceFacts) => objectName(objectText(name)),
  valueText: (_place, value) => valueText(value),
  commands: {
    [SET]: { does: "Change settings over SNMP", technique: "T0836" },
  },
})

/** An element of BER: texts as they stand, whole numbers, addresses; anything else in hexadecimal. */
function valueText(value: Uint8Array): string {
  const [tag = 0, length = 0] = value
  const body = value.subarray(2, 2 + length)
  if (tag === 4 && body.every((byte) => byte >= 0x20 && byte < 0x7f)) return `“${String.fromCharCode(...body)}”`
  if ((tag === 2 || (tag >= 0x41 && tag <= 0x43)) && body.length > 0 && body.length <= 4) {
    const sum = body.reduce((number, byte) => number * 256 + byte, 0)
    return String(tag === 2 && body[0]! >= 0x80 ? sum - 256 ** body.length : sum)
  }
  if (tag === 0x40 && body.length === 4) return body.join(".")
  return [...value].map((byte) => byte.toString(16).padStart(2, "0")).join(" ")
}
