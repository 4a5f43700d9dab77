/** Where MMS requests reach, and what stands there, in words: object names of ISO 9506-2 section 7, data of section 14; item names of IEC 61850-8-1 section 7.3. */
import { element, elementAt, follow } from "../osi/ber.ts"
import type { PlaceFacts } from "../protocol.ts"

/** The kind of object, and how its name is written: plain, or as the two elements domain and item. */
export const areas = {
  variable: 0,
  variableOfDomain: 1,
  variableOfAssociation: 2,
  list: 3,
  listOfDomain: 4,
  listOfAssociation: 5,
  domain: 6,
  program: 7,
  file: 8,
  report: 9,
  semaphore: 10,
  address: 11,
  /** What stands in it is asked for by class: 0 at the class of "named variables". */
  names: 16,
  namesOfDomain: 48,
} as const

/** ISO 9506-2 GetNameList: classes of objects. */
const classes = [
  ...["named variables", "scattered accesses", "named variable lists", "named types", "semaphores", "event conditions"],
  ...["event actions", "event enrollments", "journals", "domains", "program invocations", "operator stations"],
] as const

const latin = new TextDecoder("latin1")
const part = element()

/** Texts of the elements one after the other; the last may be cut off. */
function texts(bytes: Uint8Array): readonly string[] {
  const found: string[] = []
  for (let at = 0; at + 2 <= bytes.length;) {
    const whole = elementAt(bytes, at, bytes.length, part)
    const from = whole ? part.from : at + 2
    const to = whole ? part.to : bytes.length
    found.push(latin.decode(bytes.subarray(from, to)) + (whole ? "" : "…"))
    at = to
  }
  return found
}

/** "IED1LD0/LLN0$ST$Mod$stVal". */
const inDomain = (name: Uint8Array): string => texts(name).join("/")

export function mmsPlaceText({ area, name }: PlaceFacts): string {
  if (area >= areas.namesOfDomain) return `${classes[area - areas.namesOfDomain] ?? "names"} of ${latin.decode(name)}`
  if (area >= areas.names) return `${classes[area - areas.names] ?? "names"} of the device`
  switch (area) {
    case areas.variableOfDomain:
      return inDomain(name)
    case areas.list:
      return `list ${latin.decode(name)}`
    case areas.listOfDomain:
      return `list ${inDomain(name)}`
    case areas.listOfAssociation:
      return `list ${latin.decode(name)} of the association`
    case areas.domain:
      return `domain ${latin.decode(name)}`
    case areas.program:
      return `program ${latin.decode(name)}`
    case areas.file:
      return `file ${texts(name).join("")}`
    case areas.report:
      return `report ${latin.decode(name)}`
    case areas.semaphore:
      return `semaphore ${name[0] === 0xa1 ? inDomain(inner(name)) : latin.decode(name.subarray(2))}`
    case areas.address:
      return `address ${hexOf(name)}`
    default:
      return latin.decode(name)
  }
}

const inner = (name: Uint8Array): Uint8Array =>
  follow(name, 0, name.length, [0xa1], part) ? name.slice(part.from, part.to) : name.slice(2)
const hexOf = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join(" ")

/** Data as its first bytes say it; "…" where more follows. */
export function mmsValueText(_place: PlaceFacts, value: Uint8Array): string {
  return dataText(value, 0, value.length)
}

function dataText(bytes: Uint8Array, from: number, to: number): string {
  const shown: string[] = []
  for (let at = from; at + 2 <= to;) {
    const data = element()
    const whole = elementAt(bytes, at, to, data)
    const end = whole ? data.to : to
    const start = Math.min(whole ? data.from : at + 2, to)
    if (bytes[at] === 0xa1 || bytes[at] === 0xa2) shown.push(dataText(bytes, start, end))
    else if (whole || isText(bytes[at]!)) shown.push(oneText(bytes[at]!, bytes.subarray(start, end)))
    if (!whole) shown.push("…")
    at = end
  }
  return shown.join(", ").replace(/, …(, …)+$/, ", …")
}

const isText = (tag: number): boolean => tag === 0x8a || tag === 0x90

function oneText(tag: number, value: Uint8Array): string {
  switch (tag) {
    case 0x83:
      return (value[0] ?? 0) !== 0 ? "true" : "false"
    case 0x84:
      return bitsText(value)
    case 0x85:
      return String(numberOf(value, (value[0] ?? 0) >= 0x80 ? -1 : 0))
    case 0x86:
      return String(numberOf(value, 0))
    case 0x87:
      return floatText(value)
    case 0x8a:
    case 0x90:
      return `"${latin.decode(value).replaceAll(/[^\x20-\x7e\xa0-\xff]/g, ".")}"`
    case 0x8c:
      return "a time"
    case 0x91:
      return timeText(value)
    default:
      return hexOf(value)
  }
}

const numberOf = (bytes: Uint8Array, start: number): number => bytes.reduce((sum, byte) => sum * 256 + byte, start)

/** The first octet says how many bits of the last are none. */
function bitsText(value: Uint8Array): string {
  const count = Math.max(0, (value.length - 1) * 8 - (value[0] ?? 0))
  return Array.from({ length: Math.min(count, 64) }, (_, n) =>
    (value[1 + (n >> 3)]! >> (7 - (n & 7))) & 1 ? "1" : "0",
  ).join("")
}

/** The width of the exponent, then IEEE 754. */
function floatText(value: Uint8Array): string {
  const view = new DataView(value.buffer, value.byteOffset, value.length)
  if (value.length === 5) return String(Number(view.getFloat32(1).toPrecision(7)))
  return value.length === 9 ? String(view.getFloat64(1)) : hexOf(value)
}

/** IEC 61850-8-1 section 8.1.3.6: seconds since 1970 and a fraction. */
function timeText(value: Uint8Array): string {
  if (value.length < 7) return "a time"
  const seconds = numberOf(value.subarray(0, 4), 0)
  const fraction = numberOf(value.subarray(4, 7), 0) / 0x1000000
  return new Date(Math.floor((seconds + fraction) * 1000)).toISOString()
}
