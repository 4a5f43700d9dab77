/**
 * Names of DLMS/COSEM: IEC 62056-5-3 section 8 (application units), IEC 62056-6-2 (interface classes), IEC 62056-6-1 (OBIS, the names
 * of what a meter has).
 */
import { commandsOf } from "../commands.ts"
import { protocol, type PlaceFacts } from "../protocol.ts"
import { errorKey, errorName, RESULT } from "./dlms-errors.ts"

/** Details: methods by class and number, classes that are written, how a client proves who it is; then why the meter refuses. */
export const METHODS = 0x10000
export const WRITES = 0x20000
export const PROOFS = 0x30000
export const OTHER = 0xffff

/** Areas: attributes and methods of objects by name, short names by number. */
export const ATTRIBUTE = 0
export const METHOD = 1
export const SHORT = 2

/** Frames of HDLC that carry no unit: this + the control octet without the poll bit (ISO/IEC 13239), and parts of a unit. */
export const HDLC = 0x100
export const SEGMENT = 0x200
const hdlcNames: ReadonlyMap<number, readonly [key: string, name: string]> = new Map([
  [HDLC + 0x01, ["hdlc:rr", "HDLC receive ready"]],
  [HDLC + 0x05, ["hdlc:rnr", "HDLC receive not ready"]],
  [HDLC + 0x03, ["hdlc:ui", "HDLC unnumbered information"]],
  [HDLC + 0x0f, ["hdlc:dm", "HDLC disconnected mode"]],
  [HDLC + 0x43, ["hdlc:disc", "HDLC disconnect"]],
  [HDLC + 0x63, ["hdlc:ua", "HDLC unnumbered acknowledge"]],
  [HDLC + 0x83, ["hdlc:snrm", "HDLC connect"]],
  [HDLC + 0x87, ["hdlc:frmr", "HDLC frame refused"]],
  [SEGMENT, ["hdlc:segment", "part of a unit in an HDLC frame"]],
])
export const isHdlcControl = (control: number): boolean => hdlcNames.has(HDLC + control)

export const tagNames: ReadonlyMap<number, string> = new Map([
  [0x01, "initiate"],
  [0x05, "read"],
  [0x06, "write"],
  [0x0e, "confirmed service error"],
  [0x0f, "data notification"],
  [0x16, "unconfirmed write"],
  [0x18, "information report"],
  [0x21, "ciphered initiate"],
  [0x25, "ciphered read"],
  [0x26, "ciphered write"],
  [0x2e, "ciphered service error"],
  [0x36, "ciphered unconfirmed write"],
  [0x38, "ciphered information report"],
  [0x60, "associate"],
  [0x62, "release"],
  [0xc0, "get"],
  [0xc1, "set"],
  [0xc2, "event notification"],
  [0xc3, "action"],
  [0xc8, "ciphered get"],
  [0xc9, "ciphered set"],
  [0xca, "ciphered event notification"],
  [0xcb, "ciphered action"],
  [0xd0, "get, ciphered with its own key"],
  [0xd1, "set, ciphered with its own key"],
  [0xd2, "event notification, ciphered with its own key"],
  [0xd3, "action, ciphered with its own key"],
  [0xd8, "exception"],
  [0xd9, "access"],
  [0xdb, "general ciphering with the global key"],
  [0xdc, "general ciphering with its own key"],
  [0xdd, "general ciphering"],
  [0xdf, "general signing"],
  [0xe0, "general block transfer"],
  [0xe6, "gateway request"],
])

/** Answers by their tag: the request's. */
export const answers: ReadonlyMap<number, number> = new Map([
  [0x08, 0x01],
  [0x0c, 0x05],
  [0x0d, 0x06],
  [0x28, 0x21],
  [0x2c, 0x25],
  [0x2d, 0x26],
  [0x61, 0x60],
  [0x63, 0x62],
  [0xc4, 0xc0],
  [0xc5, 0xc1],
  [0xc7, 0xc3],
  [0xcc, 0xc8],
  [0xcd, 0xc9],
  [0xcf, 0xcb],
  [0xd4, 0xd0],
  [0xd5, 0xd1],
  [0xd7, 0xd3],
  [0xda, 0xd9],
  [0xe7, 0xe6],
])

const classNames: ReadonlyMap<number, string> = new Map([
  [1, "data"],
  [3, "register"],
  [4, "extended register"],
  [5, "demand register"],
  [6, "register activation"],
  [7, "profile"],
  [8, "clock"],
  [9, "script table"],
  [10, "schedule"],
  [11, "special days"],
  [12, "association by short names"],
  [15, "association"],
  [17, "access points"],
  [18, "image transfer"],
  [19, "local port"],
  [20, "activity calendar"],
  [21, "register monitor"],
  [22, "single action"],
  [23, "HDLC setup"],
  [27, "modem configuration"],
  [28, "automatic answer"],
  [29, "automatic connection"],
  [40, "push setup"],
  [41, "TCP setup"],
  [42, "IPv4 setup"],
  [45, "GPRS setup"],
  [61, "register table"],
  [64, "security setup"],
  [70, "disconnect control"],
  [71, "limiter"],
  [111, "account"],
  [115, "token gateway"],
])

const methodNames: ReadonlyMap<number, string> = new Map([
  [METHODS + (9 << 8) + 1, "execute script"],
  [METHODS + (12 << 8) + 5, "change secret"],
  [METHODS + (12 << 8) + 8, "reply to authentication"],
  [METHODS + (15 << 8) + 1, "reply to authentication"],
  [METHODS + (15 << 8) + 2, "change secret"],
  [METHODS + (15 << 8) + 3, "add object"],
  [METHODS + (15 << 8) + 4, "remove object"],
  [METHODS + (15 << 8) + 5, "add user"],
  [METHODS + (15 << 8) + 6, "remove user"],
  [METHODS + (18 << 8) + 1, "initiate image transfer"],
  [METHODS + (18 << 8) + 2, "transfer image block"],
  [METHODS + (18 << 8) + 3, "verify image"],
  [METHODS + (18 << 8) + 4, "activate image"],
  [METHODS + (64 << 8) + 1, "activate security"],
  [METHODS + (64 << 8) + 2, "transfer key"],
  [METHODS + (70 << 8) + 1, "disconnect"],
  [METHODS + (70 << 8) + 2, "reconnect"],
])

/** Classes whose writing is told apart. */
const writtenClasses: ReadonlySet<number> = new Set([8, 9, 10, 15, 18, 20, 22, 40, 42, 64, 70, 71])

const proofs = ["none", "a password in clear", "a secret of its own kind", "MD5", "SHA-1", "GMAC", "SHA-256", "ECDSA"]

export const methodCode = (type: number, method: number): number => {
  const code = METHODS + (type << 8) + method
  return methodNames.has(code) ? code : METHODS + OTHER
}
export const writeCode = (type: number): number => WRITES + (writtenClasses.has(type) ? type : OTHER)

function detailKey(code: number): string {
  if (code >= RESULT) return errorKey(code)
  if (code >= PROOFS) return `proof:${code - PROOFS}`
  if (code >= WRITES) return code === WRITES + OTHER ? "set:other" : `set:${code - WRITES}`
  return code === METHODS + OTHER ? "action:other" : `action:${(code - METHODS) >> 8}:${code & 0xff}`
}

function detailName(code: number): string | undefined {
  if (code >= RESULT) return errorName(code)
  if (code >= PROOFS) return `associate, proof: ${proofs[code - PROOFS] ?? code - PROOFS}`
  if (code >= WRITES) return `set of ${classNames.get(code - WRITES) ?? "another object"}`
  return methodNames.get(code) ?? "another action"
}

/** Of named places: class in two bytes, the six of OBIS, attribute or method. */
function placeText({ area, from, name }: PlaceFacts): string {
  if (area === SHORT) return `short name 0x${from.toString(16).padStart(4, "0")}`
  if (name.length < 9) return "object"
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0, i = 0] = name
  const type = (a << 8) | b
  const kind = classNames.get(type) ?? `object of class ${type}`
  return `${kind} ${c}-${d}:${e}.${f}.${g}*${h}, ${area === METHOD ? "method" : "attribute"} ${i}`
}

const hexadecimal = (value: Uint8Array): string =>
  Array.from(value, (byte) => byte.toString(16).padStart(2, "0")).join("")

/** A-XDR: type, then value. */
function valueText(_place: PlaceFacts, value: Uint8Array): string {
  const view = new DataView(value.buffer, value.byteOffset, value.byteLength)
  const type = value[0]
  const read = numbers.get(type ?? -1)
  if (read !== undefined && value.length > read.bytes) return String(read.of(view))
  if (type === 0) return "nothing"
  if (type === 3 && value.length > 1) return value[1] === 0 ? "off" : "on"
  if (type === 10 && value.length > 2) return new TextDecoder("latin1").decode(value.subarray(2))
  return hexadecimal(value)
}

type Numeric = { readonly bytes: number; readonly of: (view: DataView) => number | bigint }
const numbers: ReadonlyMap<number, Numeric> = new Map<number, Numeric>([
  [5, { bytes: 4, of: (view) => view.getInt32(1) }],
  [6, { bytes: 4, of: (view) => view.getUint32(1) }],
  [15, { bytes: 1, of: (view) => view.getInt8(1) }],
  [16, { bytes: 2, of: (view) => view.getInt16(1) }],
  [17, { bytes: 1, of: (view) => view.getUint8(1) }],
  [18, { bytes: 2, of: (view) => view.getUint16(1) }],
  [20, { bytes: 8, of: (view) => view.getBigInt64(1) }],
  [21, { bytes: 8, of: (view) => view.getBigUint64(1) }],
  [22, { bytes: 1, of: (view) => view.getUint8(1) }],
  [23, { bytes: 4, of: (view) => view.getFloat32(1) }],
  [24, { bytes: 8, of: (view) => view.getFloat64(1) }],
])

export const dlmsProtocol = protocol({
  name: "dlms",
  title: "DLMS/COSEM",
  family: "ot",
  wireshark: "tcp.port == 4059 || udp.port == 4059",
  functionKey: (code) => hdlcNames.get(code)?.[0] ?? `0x${code.toString(16).padStart(2, "0")}`,
  functionName: (code) => hdlcNames.get(code)?.[1] ?? tagNames.get(code),
  detailKey,
  detailName,
  placeText,
  valueText,
  unseen: "IEC 62056-5-3, 62056-4-7 and 62056-6-2, as the public DLMS UA books have them",
  commands: commandsOf([
    { keys: ["0x06", "0x16"], does: "Write values of the meter", technique: "T0836" },
    {
      keys: ["0xc9", "0xd1", "0x26", "0x36"],
      does: "Write to the meter, ciphered",
      technique: "T0836",
      everyday: true,
    },
    { keys: ["0xcb", "0xd3"], does: "Command the meter, ciphered", technique: "T0855", everyday: true },
    { keys: ["set:other"], does: "Change a setting of the meter", technique: "T0836" },
    { keys: ["set:8"], does: "Set the clock of the meter", technique: "T0836" },
    {
      keys: ["set:9", "set:10", "set:20", "set:22"],
      does: "Change what the meter does by itself, and when",
      technique: "T0821",
    },
    { keys: ["set:15", "set:64"], does: "Change who may do what with the meter", technique: "T0892" },
    { keys: ["set:18"], does: "Change how the meter takes firmware", technique: "T0857" },
    { keys: ["set:40"], does: "Change where the meter reports to", technique: "T0804" },
    { keys: ["set:42"], does: "Change the address of the meter", technique: "T0836" },
    { keys: ["set:70", "set:71"], does: "Change when the meter switches the supply off", technique: "T0836" },
    { keys: ["action:other"], does: "Call a method of the meter", technique: "T0855" },
    { keys: ["action:9:1"], does: "Run a script of the meter", technique: "T0855" },
    { keys: ["action:12:5", "action:15:2", "action:64:2"], does: "Change a key of the meter", technique: "T0892" },
    {
      keys: ["action:15:3", "action:15:4", "action:15:5", "action:15:6", "action:64:1"],
      does: "Change who may do what with the meter",
      technique: "T0892",
    },
    { keys: ["action:18:1", "action:18:2"], does: "Write firmware to the meter", technique: "T0857" },
    { keys: ["action:18:4"], does: "Activate other firmware in the meter", technique: "T0857" },
    { keys: ["action:70:1"], does: "Switch the supply off", technique: "T0855" },
    { keys: ["action:70:2"], does: "Switch the supply on", technique: "T0855" },
  ]),
})
