/** Where HART commands reach and what they carry: HCF_SPEC-127 (universal) and HCF_SPEC-151 (common practice); units of HCF_SPEC-183 table 2, the usual ones. */
import type { PlaceFacts } from "../protocol.ts"

/** What stands behind the server is told by its device id (24 bits) and the last bits of its type. */
export const partOf = (address: number): number =>
  (Math.floor(address / 0x1000000) & 0x7f) * 0x1000000 + (address % 0x1000000)
export const hartPartText = (part: number): string => `instrument ${(part & 0xffffff).toString(16).padStart(6, "0")}`

/** How the data of a command are laid out: a unit, floating point numbers, whole numbers, text, packed text. */
type Layout = "unit float" | "float" | "floats" | "unit floats" | "code" | "text" | "packed" | "bytes"
type Meaning = readonly [what: string, layout: Layout]

const meanings: ReadonlyMap<number, Meaning> = new Map<number, Meaning>([
  [1, ["primary variable", "unit float"]],
  [2, ["loop current and percent of range", "floats"]],
  [3, ["loop current and dynamic variables", "float"]],
  [6, ["polling address", "code"]],
  [9, ["device variable", "unit float"]],
  [17, ["message", "packed"]],
  [18, ["tag, descriptor and date", "packed"]],
  [19, ["final assembly number", "bytes"]],
  [22, ["long tag", "text"]],
  [33, ["device variable", "unit float"]],
  [34, ["damping", "float"]],
  [35, ["range", "unit floats"]],
  [40, ["fixed loop current", "float"]],
  [44, ["unit of the primary variable", "code"]],
  [45, ["zero of the loop current", "float"]],
  [46, ["gain of the loop current", "float"]],
  [47, ["transfer function", "code"]],
  [49, ["serial number of the transducer", "bytes"]],
  [51, ["assignment of dynamic variables", "bytes"]],
  [52, ["zero of a device variable", "code"]],
  [53, ["unit of a device variable", "bytes"]],
  [55, ["damping of a device variable", "bytes"]],
  [71, ["lock", "code"]],
  [79, ["device variable", "unit float"]],
  [89, ["clock", "bytes"]],
  [103, ["burst period", "bytes"]],
  [104, ["burst trigger", "bytes"]],
  [107, ["burst variables", "bytes"]],
  [108, ["burst command", "code"]],
  [109, ["burst mode", "code"]],
])
export const hasPlace = (command: number): boolean => meanings.has(command)

/** Variables that every device has by these codes (HCF_SPEC-183 table 34). */
const variables: Readonly<Record<number, string>> = {
  ...{ 244: "percent of range", 245: "loop current", 246: "primary variable", 247: "secondary variable" },
  ...{ 248: "tertiary variable", 249: "quaternary variable" },
}

/** `area`: the part, 0 for the server; `from`: the command; `count`: the variable + 1. */
export function hartPlaceText({ area, from, count }: PlaceFacts): string {
  const [what = `command ${from}`] = meanings.get(from) ?? []
  const prefix = area === 0 ? "" : `${hartPartText(area)}, `
  return prefix + (count === 0 ? what : (variables[count - 1] ?? `${what} ${count - 1}`))
}

const units: Readonly<Record<number, string>> = {
  ...{ 4: "mmH2O", 5: "mmHg", 6: "psi", 7: "bar", 8: "mbar", 11: "Pa", 12: "kPa", 14: "atm", 15: "ft3/min" },
  ...{ 17: "l/min", 19: "m3/h", 24: "l/s", 28: "m3/s", 32: "°C", 33: "°F", 35: "K", 36: "mV", 37: "ohm", 38: "Hz" },
  ...{ 39: "mA", 40: "gal", 41: "l", 43: "m3", 44: "ft", 45: "m", 48: "cm", 49: "mm", 57: "%", 58: "V", 59: "pH" },
  ...{ 61: "kg", 73: "kg/s", 75: "kg/h", 91: "g/cm3", 92: "kg/m3", 131: "m3/min", 138: "l/h", 237: "MPa" },
  ...{ 250: "", 251: "", 252: "" },
}

const float = (value: Uint8Array, at: number): string => {
  if (at + 4 > value.length) return "…"
  const number = new DataView(value.buffer, value.byteOffset + at, 4).getFloat32(0)
  return Number.isNaN(number) ? "not a number" : String(Number(number.toPrecision(7)))
}
const withUnit = (code: number, text: string): string => {
  const unit = units[code] ?? `(unit ${code})`
  return unit === "" ? text : `${text} ${unit}`
}

const latin = new TextDecoder("latin1")

export function hartValueText({ from, count }: PlaceFacts, value: Uint8Array): string {
  const layout = count > 0 ? "unit float" : (meanings.get(from)?.[1] ?? "bytes")
  switch (layout) {
    case "unit float":
      return withUnit(value[0] ?? 250, float(value, 1))
    case "unit floats":
      return `${withUnit(value[0] ?? 250, float(value, 5))} to ${withUnit(value[0] ?? 250, float(value, 1))}`
    case "float":
      return value.length > 4 ? dynamic(value) : float(value, 0)
    case "floats":
      return `${float(value, 0)} mA, ${float(value, 4)} %`
    case "code":
      return String(value[0] ?? "")
    case "text":
      return latin.decode(value).replace(/\0.*$/s, "")
    case "packed":
      return unpacked(value, 0, Math.floor(value.length / 3) * 3).trim()
    case "bytes":
      return Array.from(value, (byte) => byte.toString(16).padStart(2, "0")).join(" ")
  }
}

/** The current in milliamperes, then a unit and a value for each variable. */
function dynamic(value: Uint8Array): string {
  const found = [`${float(value, 0)} mA`]
  for (let at = 4; at + 5 <= value.length; at += 5) found.push(withUnit(value[at]!, float(value, at + 1)))
  return `${found.join(", ")}${value.length === 16 ? ", …" : ""}`
}

/** HCF_SPEC-183 section 5.1.1: four characters in three bytes; bit 6 is the complement of bit 5. */
export function unpacked(bytes: Uint8Array, from: number, length: number): string {
  let text = ""
  for (let at = from; at < from + length; at += 3) {
    const four = (bytes[at]! << 16) | (bytes[at + 1]! << 8) | bytes[at + 2]!
    for (let shift = 18; shift >= 0; shift -= 6) {
      const six = (four >> shift) & 0x3f
      text += String.fromCharCode(six < 0x20 ? six | 0x40 : six)
    }
  }
  return text
}
