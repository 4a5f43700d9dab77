/** Values as they stand in messages, in words: ANSI/ASHRAE 135-2020 clauses 20.2 (encoding) and 21 (enumerations). */
import { bacnetObjectTypes } from "./bacnet-objects.ts"

const OBJECT_TYPE = 79
const RELIABILITY = 103
const STATUS_FLAGS = 111

const states = ["inactive", "active"]
/** What numbers mean, by property. */
const enumerations: Readonly<Record<number, readonly string[]>> = {
  36: ["normal", "fault", "offnormal", "high limit", "low limit", "life safety alarm"],
  84: ["normal", "reverse"],
  107: ["segments both ways", "segments what it sends", "segments what it receives", "no segmentation"],
  112: [
    "operational",
    "operational, read only",
    "download required",
    "download in progress",
    "not operational",
    "backup in progress",
  ],
  [OBJECT_TYPE]: bacnetObjectTypes,
  [RELIABILITY]: [
    ...["no fault detected", "no sensor", "over range", "under range", "open loop", "shorted loop", "no output"],
    ...["unreliable, other", "process error", "multi-state fault", "configuration error", "", "communication failure"],
    ...["member fault", "monitored object fault", "tripped"],
  ],
}
/** Units (property 117) that plants meet most; others stay numbers. */
const units: Readonly<Record<number, string>> = {
  ...{ 2: "mA", 3: "A", 4: "ohms", 5: "V", 6: "kV", 9: "VA", 10: "kVA", 12: "kvar", 15: "power factor", 18: "Wh" },
  ...{ 19: "kWh", 27: "Hz", 29: "% relative humidity", 31: "m", 37: "lux", 47: "W", 48: "kW", 49: "MW", 53: "Pa" },
  ...{ 54: "kPa", 55: "bar", 56: "psi", 62: "°C", 63: "K", 64: "°F", 71: "h", 72: "min", 73: "s", 74: "m/s" },
  ...{ 80: "m³", 85: "m³/s", 87: "l/s", 88: "l/min", 95: "no units", 96: "parts per million", 98: "%", 104: "rpm" },
}
const UNITS = 117
/** Properties of binary objects (types 3 to 5) that are inactive or active. */
const binary: ReadonlySet<number> = new Set([6, 40, 85, 87, 104])
const flags = ["in alarm", "fault", "overridden", "out of service"]

const number = (bytes: Uint8Array, at: number, length: number): number => {
  let value = 0
  for (let n = 0; n < length; n++) value = value * 256 + (bytes[at + n] ?? 0)
  return value
}
const hexadecimal = (bytes: Uint8Array): string => Array.from(bytes, (b) => b.toString(16).padStart(2, "0")).join(" ")

function real(bytes: Uint8Array, at: number, length: number): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset + at, length)
  return String(length === 4 ? Number(view.getFloat32(0).toPrecision(7)) : view.getFloat64(0))
}

function enumerated(value: number, property: number, type: number): string {
  if (type >= 3 && type <= 5 && binary.has(property)) return states[value] ?? String(value)
  if (property === UNITS) return units[value] ?? `unit ${value}`
  return enumerations[property]?.[value] || String(value)
}

/** The first byte says how many of the last bits are not used (clause 20.2.10). */
function bits(bytes: Uint8Array, at: number, length: number, property: number): string {
  const count = Math.max(0, (length - 1) * 8 - bytes[at]!)
  const all = Array.from({ length: count }, (_, n) => ((bytes[at + 1 + (n >> 3)]! >> (7 - (n & 7))) & 1) === 1)
  if (property !== STATUS_FLAGS) return all.map((bit) => (bit ? "1" : "0")).join("")
  return all.flatMap((bit, n) => (bit && flags[n] !== undefined ? [flags[n]] : [])).join(", ") || "normal"
}

const two = (value: number): string => (value === 255 ? "*" : String(value).padStart(2, "0"))

const utf8 = new TextDecoder("utf-8")
const utf16 = new TextDecoder("utf-16be")
const latin = new TextDecoder("latin1")
/** Character sets of clause 20.2.9; many a device says UTF-8 (0) and sends Latin-1. What is cut off at the end is left away. */
export function bacnetLetters(set: number, letters: Uint8Array): string {
  if (set === 4) return utf16.decode(letters).replace(/\ufffd$/, "")
  const value = set === 0 ? utf8.decode(letters).replace(/\ufffd$/, "") : "\ufffd"
  return value.includes("\ufffd") ? latin.decode(letters) : value
}

const text = (bytes: Uint8Array, at: number, end: number): string =>
  `"${bacnetLetters(bytes[at]!, bytes.subarray(at + 1, end))}"`

export const objectWords = (type: number, instance: number): string =>
  `${bacnetObjectTypes[type] ?? `object type ${type}`} ${instance === 0x3fffff ? "(any)" : instance}`

/** What stands in the contents of an application tag. */
function contents(bytes: Uint8Array, type: number, at: number, length: number, property: number, object: number) {
  switch (type) {
    case 2:
      return String(number(bytes, at, length))
    case 3: {
      const value = number(bytes, at, length)
      return String(value >= 2 ** (length * 8 - 1) ? value - 2 ** (length * 8) : value)
    }
    case 4:
      return length === 4 ? real(bytes, at, 4) : ""
    case 5:
      return length === 8 ? real(bytes, at, 8) : ""
    case 8:
      return bits(bytes, at, length, property)
    case 9:
      return enumerated(number(bytes, at, length), property, object)
    case 10:
      return `${bytes[at] === 255 ? "*" : bytes[at]! + 1900}-${two(bytes[at + 1]!)}-${two(bytes[at + 2]!)}`
    case 11:
      return `${two(bytes[at]!)}:${two(bytes[at + 1]!)}:${two(bytes[at + 2]!)}`
    case 12: {
      const value = number(bytes, at, 4)
      return objectWords(value >>> 22, value & 0x3fffff)
    }
  }
  return hexadecimal(bytes.subarray(at, at + length))
}

/** The tags at the beginning of what was kept of a value; what a priority follows is a write. */
export function bacnetValueText(bytes: Uint8Array, property: number, object: number): string {
  const found: string[] = []
  let at = 0
  while (at < bytes.length) {
    const first = bytes[at]!
    const isContext = (first & 8) !== 0
    let length = first & 7
    if (isContext && length === 7) return withPriority(found, bytes, at)
    if (isContext || first >> 4 > 12) return found.length > 0 ? `${found.join(", ")}, …` : hexadecimal(bytes)
    const type = first >> 4
    at++
    if (type === 0) found.push("null")
    else if (type === 1) found.push(length === 0 ? "false" : "true")
    if (type <= 1) continue
    if (length === 5) length = bytes[at++] ?? 0
    if (length >= 254) return `${hexadecimal(bytes)} …`
    const end = Math.min(at + length, bytes.length)
    if (type === 7) found.push(text(bytes, at, end) + (end < at + length ? " …" : ""))
    else if (end < at + length) return [...found, "…"].join(", ")
    else found.push(contents(bytes, type, at, length, property, object))
    at = end
  }
  return found.join(", ") + (bytes.length === 16 && found.length > 1 ? ", …" : "")
}

/** Behind the closing tag of what is written its priority may follow (clauses 15.9 and 15.10); null gives the priority free. */
function withPriority(found: readonly string[], bytes: Uint8Array, at: number): string {
  const first = bytes[at + 1] ?? 0
  const value = found.length === 1 && found[0] === "null" ? "released" : found.join(", ")
  return (first === 0x49 || first === 0x39) && at + 2 < bytes.length ? `${value}, priority ${bytes[at + 2]}` : value
}
