/** Where BACnet requests reach, in words: objects and their properties, files, texts, and what the network layer and private services name. */
import type { Reader } from "../../bytes/reader.ts"
import { addressText, numberOfAddress } from "./bacnet-addresses.ts"
import { bacnetPropertyName } from "./bacnet-properties.ts"
import { bacnetValueText, objectWords } from "./bacnet-values.ts"
import type { Findings } from "../dissector.ts"
import type { PlaceFacts } from "../protocol.ts"

/** Above the part (29 bits) two bits tell the kind of place. */
const TEXT = 1 << 29
const FILES = 2 << 29
const OTHER = 3
const PART = 0x1fffffff

/** What stands behind a router: its network and address; 0: nothing stands between. */
export const NO_PART = 0
const WHOLE_NETWORK = 0x1fff
/** Addresses longer than one byte stand under a number. */
const LONG = 0x1000

export function partOf(r: Reader, network: number, at: number, length: number): number {
  if (length === 0) return (network << 13) | WHOLE_NETWORK
  if (length === 1) return (network << 13) | r.bytes[at]!
  return (network << 13) | LONG | numberOfAddress(network, r.bytes, at, length)
}

export function bacnetPartText(part: number): string {
  const network = `network ${part >>> 13}`
  const address = part & 0x1fff
  if (address === WHOLE_NETWORK) return network
  if ((address & LONG) === 0) return `${network}, address ${address.toString(16).padStart(2, "0")}`
  const number = address & 0xfff
  return `${network}, address ${addressText(part >>> 13, number) ?? `with the number ${number}`}`
}

/** No property: the object as a whole. No index: the whole array. */
export const WHOLE = 0x3fffff
/** From here on properties take no more room: they stand as one. */
const MOST = 0x3ffffe

/** `object`: type and instance as in an object identifier; `index` -1: none. */
export function placeObject(out: Findings, part: number, object: number, property: number, index: number): void {
  const type = object >>> 22
  const from = ((type & 0x1ff) << 22) | (object & 0x3fffff)
  const kept = property === WHOLE ? WHOLE : Math.min(property, MOST)
  const element = index < 0 ? 0 : Math.min(index + 1, 255)
  out.place(part, from, (element << 23) | ((type >> 9) << 22) | kept)
}

const objectType = ({ from, count }: PlaceFacts): number => (from >>> 22) | (((count >> 22) & 1) << 9)
const propertyOf = ({ count }: PlaceFacts): number => count & 0x3fffff

export function placeText(out: Findings, part: number, at: number, length: number): void {
  out.named(part + TEXT, at, length)
}

/** `start` counts bytes or records; -1 is the end, where it is appended. */
export function placeFile(out: Findings, part: number, instance: number, isRecords: boolean, start: number): void {
  const from = (instance & 0x3fffff) | (isRecords ? 0x400000 : 0)
  out.place(FILES_OF(part), from, start === -1 || start > 0x7fffffff ? 0x7fffffff : start)
}
const FILES_OF = (part: number): number => part + FILES

/** Further places: a kind, and up to 22 and 31 bits. */
export const others = { devices: 1, network: 2, service: 3, foreign: 4, any: 5 } as const
export function placeOther(out: Findings, kind: number, value: number, count: number): void {
  out.place(OTHER_AREA, (kind << 22) | (value & 0x3fffff), Math.max(0, Math.min(count, 0x7fffffff)))
}
const OTHER_AREA = OTHER * 0x20000000

const utf8 = new TextDecoder("utf-8")

export function bacnetPlaceText(place: PlaceFacts): string {
  const { area, from, count, name } = place
  const kind = Math.floor(area / 0x20000000)
  if (kind === OTHER) return otherText(from >>> 22, from & 0x3fffff, count)
  const part = area & PART
  const prefix = part === NO_PART ? "" : `${bacnetPartText(part)}, `
  if (name.length > 0) return `${prefix}"${utf8.decode(name)}"`
  if (kind === 2) return prefix + fileText(from, count)
  const object = objectWords(objectType(place), from & 0x3fffff)
  const property = propertyOf(place)
  if (property === WHOLE) return prefix + object
  const element = count >>> 23
  const words = bacnetPropertyName(property) ?? `property ${property}`
  return `${prefix}${object}, ${words}${element > 0 ? `, element ${element - 1}` : ""}`
}

function fileText(from: number, start: number): string {
  const what = (from & 0x400000) !== 0 ? "record" : "byte"
  return `file ${from & 0x3fffff}, ${start === 0x7fffffff ? "at its end" : `from ${what} ${start}`}`
}

function otherText(kind: number, value: number, count: number): string {
  switch (kind) {
    case others.devices:
      return count > 1 ? `devices ${value} to ${value + count - 1}` : `device ${value}`
    case others.network:
      return `network ${value}`
    case others.service:
      return `vendor ${value}, service ${count}`
    case others.foreign:
      return `for ${value} s`
  }
  return "all devices"
}

export const bacnetPlaceValue = (place: PlaceFacts, value: Uint8Array): string =>
  bacnetValueText(value, propertyOf(place), objectType(place))
