/** Where FINS requests reach, in words: memory, parameter and program areas, files, the clock (OMRON W342 section 5-3). */
import { finsItemSize, finsMemoryText, isBitArea } from "./fins-areas.ts"
import type { PlaceFacts } from "../protocol.ts"

/**
 * Who is asked stands above the memory area's code (8 bits): network 7 bits, node 8, unit 8. 0: who has the address. Within the local network
 * that is the node, whatever number it is given; only its units are told apart.
 */
export const nodeOf = (network: number, node: number, unit: number): number =>
  network === 0 ? unit : ((network & 127) << 16) | (node << 8) | unit
export const areaOf = (node: number, code: number): number => node * 256 + code

/** Kinds of places, above the 24 bits of an address. */
export const kinds = { memory: 0, parameters: 1, program: 2, clock: 3, name: 4, link: 5, block: 6 } as const
export const fromOf = (kind: number, value: number): number => (kind << 24) | value
/** Where a program begins is told by 32 bits; the higher half of them is no place, and stands for the whole. */
export const WHOLE_PROGRAM = 0x7fffffff
/** Of memory: a word's address and a bit's number. */
export const addressOf = (address: number, bit: number): number => (address << 8) | (bit & 255)

export function finsPartText(part: number): string {
  if (part === 0) return "the controller itself"
  const [network, node, unit] = [part >> 16, (part >> 8) & 255, part & 255]
  const words = [
    network > 0 ? `network ${network}` : "",
    network > 0 || node > 0 ? `node ${node}` : "",
    unit > 0 ? `unit ${unit}` : "",
  ]
  return words.filter((word) => word !== "").join(", ")
}

const parameters: Readonly<Record<number, string>> = {
  0x8000: "all parameters",
  0x8002: "CPU bus unit settings",
  0x8003: "CPU bus unit settings",
  0x8010: "PLC setup",
  0x8011: "peripheral device settings",
  0x8012: "I/O table",
  0x8013: "routing tables",
}

const latin = new TextDecoder("latin1")
const plain = (bytes: Uint8Array): string =>
  latin
    .decode(bytes)
    .replace(/[^\x20-\x7e]/g, "")
    .trim()

export function finsPlaceText(place: PlaceFacts): string {
  const node = Math.floor(place.area / 256)
  return (node === 0 ? "" : `${finsPartText(node)}, `) + wordsOf(place)
}

function wordsOf({ area, from, count, name }: PlaceFacts): string {
  if (name.length > 0) return `disk ${area & 255}, ${plain(name)}`
  const value = from & 0xffffff
  switch (from >> 24) {
    case kinds.parameters: {
      const [start, words] = [count >> 16, count & 0xffff]
      const what = parameters[value] ?? `parameter area 0x${value.toString(16)}`
      return words > 1 ? `${what}, words ${start} to ${start + words - 1}` : what
    }
    case kinds.program:
      return count === WHOLE_PROGRAM ? "program" : `program, from byte ${count}`
    case kinds.clock:
      return "clock"
    case kinds.name:
      return "name"
    case kinds.link:
      return "data link table"
    case kinds.block:
      return count > 1 ? `file memory blocks ${value} to ${value + count - 1}` : `file memory block ${value}`
  }
  return finsMemoryText(area & 255, value >> 8, value & 255, count)
}

const FORCE = 0x2301
/** Section 5-3-40. */
const forced: Readonly<Record<number, string>> = {
  0: "forced off",
  1: "forced on",
  0x8000: "released, off",
  0x8001: "released, on",
  0xffff: "released",
}

const u16 = (bytes: Uint8Array, at: number): number => (bytes[at]! << 8) | (bytes[at + 1] ?? 0)

export function finsValueText({ area, from, count, name }: PlaceFacts, value: Uint8Array, code: number): string {
  const kind = from >> 24
  if (code === FORCE && value.length === 2) return forced[u16(value, 0)] ?? String(u16(value, 0))
  if (kind === kinds.name && name.length === 0) return plain(value)
  if (kind === kinds.clock && value.length >= 5) return clockText(value)
  if (kind !== kinds.memory || name.length > 0)
    return Array.from(value, (byte) => byte.toString(16).padStart(2, "0")).join(" ")
  return memoryValue(area & 255, count, value)
}

/** Binary coded decimal: year, month, day, hour, minute, second (section 5-3-22). */
function clockText(value: Uint8Array): string {
  const [year, month, day, hour, minute, second] = Array.from(value, (byte) => byte.toString(16).padStart(2, "0"))
  return `20${year}-${month}-${day} ${hour}:${minute}${second === undefined ? "" : `:${second}`}`
}

function memoryValue(code: number, count: number, value: Uint8Array): string {
  const size = finsItemSize(code)
  const found: string[] = []
  for (let at = 0; at + size <= value.length && found.length < Math.max(1, count); at += size) {
    if (size === 1) found.push(value[at] === 0 ? "off" : "on")
    else if (size === 2) found.push(String(u16(value, at)))
    else found.push(isBitArea(code) ? "" : String(u16(value, at) * 65_536 + u16(value, at + 2)))
  }
  return found.join(", ") + (count > found.length ? ", …" : "")
}
