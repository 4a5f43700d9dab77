/** Values that CIP requests read and write, in words: elementary types (CIP volume 1 appendix C-6.1), tags (1756-PM020), a few attributes. */

type About = {
  /** The class, -1 where the place is no plain object; the attribute, -1: none. */
  readonly number: number
  readonly attribute: number
  readonly isTag: boolean
  readonly isConnection: boolean
}

const hexText = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join(" ")
const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
const latin = new TextDecoder("latin1")

/** Bytes of one value, and how it is read. */
type Reads = readonly [bytes: number, read: (view: DataView, at: number) => string]
const unsigned: Readonly<Record<number, Reads>> = {
  1: [1, (view, at) => String(view.getUint8(at))],
  2: [2, (view, at) => String(view.getUint16(at, true))],
  4: [4, (view, at) => String(view.getUint32(at, true))],
  8: [8, (view, at) => String(view.getBigUint64(at, true))],
}
const bits = (bytes: number): Reads => [
  bytes,
  (view, at) => {
    const value =
      bytes === 8
        ? view.getBigUint64(at, true)
        : BigInt(bytes === 4 ? view.getUint32(at, true) : bytes === 2 ? view.getUint16(at, true) : view.getUint8(at))
    return `0x${value.toString(16).padStart(bytes * 2, "0")}`
  },
]
/** Nine digits of a REAL are noise: seven tell it. */
const shortReal = (value: number): string => String(Number(value.toPrecision(7)))

const types: Readonly<Record<number, Reads>> = {
  0xc1: [1, (view, at) => (view.getUint8(at) === 0 ? "off" : "on")],
  0xc2: [1, (view, at) => String(view.getInt8(at))],
  0xc3: [2, (view, at) => String(view.getInt16(at, true))],
  0xc4: [4, (view, at) => String(view.getInt32(at, true))],
  0xc5: [8, (view, at) => String(view.getBigInt64(at, true))],
  0xc6: unsigned[1]!,
  0xc7: unsigned[2]!,
  0xc8: unsigned[4]!,
  0xc9: unsigned[8]!,
  0xca: [4, (view, at) => shortReal(view.getFloat32(at, true))],
  0xcb: [8, (view, at) => String(view.getFloat64(at, true))],
  0xd1: bits(1),
  0xd2: bits(2),
  0xd3: bits(4),
  0xd4: bits(8),
}
/** Types of Logix that are structures: this, then a number that stands for the structure. */
const STRUCTURE = 0x02a0

export function cipValueText(about: About, value: Uint8Array, service: number): string {
  if (about.isConnection) return connectionText(value)
  if (service === 0x4e && value.length >= 2) return masksText(value)
  if (about.isTag) return tagText(value, service)
  if (service === 0x05)
    return value[0] === 0 ? "power cycle" : value[0] === 1 ? "back to factory settings" : hexText(value)
  return attributeText(about, value)
}

/** `head`: what stands between the type and the values of a write: how many, and of fragments where they begin. */
function tagText(value: Uint8Array, service: number): string {
  if (value.length < 2) return hexText(value)
  const type = value[0]! | (value[1]! << 8)
  const isStructure = type === STRUCTURE
  const head = (isStructure ? 4 : 2) + (service === 0x4d ? 2 : service === 0x53 ? 6 : 0)
  const rest = value.subarray(Math.min(head, value.length))
  const more = value.length === 16 ? " …" : ""
  if (isStructure)
    return `structure 0x${((value[2] ?? 0) | ((value[3] ?? 0) << 8)).toString(16)}: ${hexText(rest)}${more}`
  const reads = types[type & 0xff]
  if (reads === undefined || type > 0xff) return `${hexText(rest)}${more}`
  return `${listText(rest, reads)}${more}`
}

function listText(bytes: Uint8Array, [length, read]: Reads): string {
  const view = viewOf(bytes)
  const texts: string[] = []
  for (let at = 0; at + length <= bytes.length; at += length) texts.push(read(view, at))
  return texts.join(", ")
}

/** Read Modify Write Tag (1756-PM020): the size of the masks, then bits to set and bits to keep. */
function masksText(value: Uint8Array): string {
  const size = value[0]! | (value[1]! << 8)
  const set = value.subarray(2, 2 + size)
  const keep = value.subarray(2 + size, 2 + size * 2)
  const clear = Uint8Array.from(keep, (byte) => ~byte & 0xff)
  const words = (mask: Uint8Array): string =>
    `0x${[...mask]
      .reverse()
      .map((byte) => byte.toString(16).padStart(2, "0"))
      .join("")}`
  return `set ${words(set)}, clear ${words(clear)}`
}

/**
 * From the first RPI on: RPI and parameters of both directions (16 or, in a large Forward Open, 32 bits), then transport class and trigger. The
 * parameters end with the size: 9 bits, of the large ones 16 (section 3-5.5.1.1).
 */
function connectionText(value: Uint8Array): string {
  if (value.length < 8) return hexText(value)
  const view = viewOf(value)
  const isLarge = value.length === 16
  const second = isLarge ? 8 : 6
  const transport = isLarge ? undefined : value[12]
  const way = (at: number): string => {
    if (at + 6 > value.length) return "?"
    return `${view.getUint32(at, true) / 1000} ms (${view.getUint16(at + 4, true) & (isLarge ? 0xffff : 0x1ff)} bytes)`
  }
  return `every ${way(0)} out, ${way(second)} in${transport === undefined ? "" : `, class ${transport & 15}`}`
}

const address = (value: Uint8Array, at: number): string => [3, 2, 1, 0].map((n) => value[at + n] ?? 0).join(".")

function attributeText({ number, attribute }: About, value: Uint8Array): string {
  if (number === 0xf5 && attribute === 5 && value.length >= 12)
    return `${address(value, 0)}, mask ${address(value, 4)}, gateway ${address(value, 8)}`
  if (number === 0xf5 && attribute === 3 && value.length === 4)
    return ["fixed address", "address by BOOTP", "address by DHCP"][value[0]! & 15] ?? hexText(value)
  // Microseconds since 1970, as the controller's programming tool sets it (seen on real traffic).
  if (number === 0x8b && attribute === 6 && value.length === 8)
    return timeText(Number(viewOf(value).getBigInt64(0, true)))
  if (number === 0x01 && attribute === 5 && value.length === 2) return bits(2)[1](viewOf(value), 0)
  const text = characters(value)
  if (text !== "") return text
  const reads = unsigned[value.length]
  return reads === undefined ? hexText(value) : reads[1](viewOf(value), 0)
}

function timeText(microseconds: number): string {
  const date = new Date(microseconds / 1000)
  return Number.isNaN(date.getTime()) ? String(microseconds) : date.toISOString().replace("T", " ").replace("Z", "")
}

/** A length (of one byte or two) that fits, then characters that can be read. */
function characters(value: Uint8Array): string {
  for (const size of [1, 2]) {
    const length = size === 1 ? value[0]! : value[0]! | ((value[1] ?? 0) << 8)
    const isCut = value.length === 16 && size + length > 16
    const isWhole = size + length === value.length || size + length + 1 === value.length
    const text = latin.decode(value.subarray(size, size + length))
    if (length >= 2 && (isCut || isWhole) && /^[\x20-\x7e]+$/.test(text)) return text + (isCut ? "…" : "")
  }
  return ""
}
