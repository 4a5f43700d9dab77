/** Where CIP requests reach, in words: objects by class, instance and attribute, tags by name, what stands behind a route. */
import { attributeName } from "./cip-attributes.ts"
import { classText, ELSEWHERE, path, pathText } from "./cip-path.ts"
import { cipValueText } from "./cip-values.ts"
import type { Reader } from "../../bytes/reader.ts"
import type { Findings } from "../dissector.ts"
import type { PlaceFacts } from "../protocol.ts"

/** Kinds of places, above the slot + 1 (0: no slot) and the class. */
export const kinds = { object: 0, path: 1, list: 2, connection: 3, memory: 4 } as const
type Kind = (typeof kinds)[keyof typeof kinds]

/** Stands for whatever is behind the own backplane. */
const FAR = 254
export const areaOf = (kind: Kind, slot: number, number = 0): number =>
  (kind << 24) | ((slot >= 0 ? Math.min(slot, FAR) + 1 : slot === ELSEWHERE ? FAR + 1 : 0) << 16) | number

/** In `count` of an object: several attributes were set, of which the first is told. */
const MORE = 0x20000

/** The connection is not known that a message came by: it may have gone to any slot. */
export const UNKNOWN = -3

/** The place that the path read last names; `at`: of the path's size. */
export function reachPath(out: Findings, at: number, slot: number, end: number): void {
  if (path.isPlain) reachObject(out, slot, path.attribute)
  else if (end - at > 1) out.named(areaOf(kinds.path, slot), at, end - at)
}

export function reachObject(out: Findings, slot: number, attribute: number, more = false): void {
  out.place(areaOf(kinds.object, slot, path.class), path.instance + 1, (attribute + 1) | (more ? MORE : 0))
}

/** A list of attributes: of one it is that attribute. `at`: of the path's size; the list stands behind the path. */
export function reachList(r: Reader, out: Findings, at: number, slot: number): void {
  const { bytes } = r
  const count = r.left >= 2 ? bytes[r.at]! | (bytes[r.at + 1]! << 8) : 0
  const isWhole = count > 0 && r.left >= 2 + count * 2
  if (isWhole && count === 1 && path.isPlain) reachObject(out, slot, bytes[r.at + 2]! | (bytes[r.at + 3]! << 8))
  else if (isWhole) out.named(areaOf(kinds.list, slot), at, r.at + 2 + count * 2 - at)
  else reachPath(out, at, slot, r.at)
}

/** Attributes with their values: where the second begins the message does not say. */
export function reachSetList(r: Reader, out: Findings, at: number, slot: number): void {
  const { bytes } = r
  const count = r.left >= 4 ? bytes[r.at]! | (bytes[r.at + 1]! << 8) : 0
  if (count === 0 || !path.isPlain) return reachPath(out, at, slot, r.at)
  reachObject(out, slot, bytes[r.at + 2]! | (bytes[r.at + 3]! << 8), count > 1)
  if (r.left > 4) out.written(r.at + 4, r.left - 4)
}

export function cipPlaceText({ area, from, count, name }: PlaceFacts): string {
  const kind = area >> 24
  const slot = ((area >> 16) & 255) - 1
  const prefix = slot < 0 ? "" : slot === FAR ? "another network, " : `slot ${slot}, `
  switch (kind) {
    case kinds.object:
      return prefix + objectText(area & 0xffff, from - 1, count)
    case kinds.list:
      return prefix + listText(name)
    case kinds.connection:
      return `${prefix}connection to ${pathText(name, 0, name.length).replace(slot < 0 || slot === FAR ? "" : /^slot \d+, /, "")}`
    case kinds.memory:
      return `${prefix}controller memory 0x${from.toString(16)}, ${count} ${count === 1 ? "byte" : "bytes"}`
    default:
      return prefix + pathText(name, 1, name.length)
  }
}

function objectText(number: number, instance: number, count: number): string {
  const attribute = (count & 0xffff) - 1
  const words = attribute < 0 ? undefined : attributeName(number, attribute)
  const which = attribute < 0 ? "" : `, attribute ${attribute}${words === undefined ? "" : ` ${words}`}`
  return `${classText(number)}${instance < 0 ? "" : `, instance ${instance}`}${which}${(count & MORE) === 0 ? "" : " and others"}`
}

/** The path with its size, then how many attributes and which; of long lists 64 bytes are kept. */
function listText(name: Uint8Array): string {
  const at = 1 + name[0]! * 2
  const attributes: number[] = []
  for (let n = at + 2; n + 1 < name.length; n += 2) attributes.push(name[n]! | (name[n + 1]! << 8))
  const count = at + 1 < name.length ? name[at]! | (name[at + 1]! << 8) : 0
  return `${pathText(name, 1, Math.min(at, name.length))}, attributes ${attributes.join(", ")}${count > attributes.length ? ", …" : ""}`
}

/** Of reads and writes of tags the value begins with its type. */
export function cipPlaceValueText(place: PlaceFacts, value: Uint8Array, code: number): string {
  const kind = place.area >> 24
  const isObject = kind === kinds.object
  const number = isObject ? place.area & 0xffff : -1
  const isTag =
    (kind === kinds.path && (place.name[1] === 0x91 || (place.name[1] === 0x20 && place.name[2] === 0x6b))) ||
    (number === 0x6b && (place.count & 0xffff) === 0)
  return cipValueText(
    { number, attribute: isObject ? (place.count & 0xffff) - 1 : -1, isTag, isConnection: kind === kinds.connection },
    value,
    code & 0xff,
  )
}
