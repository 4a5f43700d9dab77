/** Paths of the Common Industrial Protocol (CIP volume 1 appendix C-1, padded form): segments one after the other, each of an even number of bytes. */
import type { Reader } from "../../bytes/reader.ts"
import { cipClassNames } from "./cip-names.ts"

/** What the path that was read last names; -1 where it doesn't. Reused: reading a path writes it. */
export const path = {
  class: -1,
  /** The class of the object that is reached in the end, where objects stand in objects: the routine of a program. */
  inner: -1,
  instance: -1,
  attribute: -1,
  /** Nothing but one class, an instance and an attribute, each of them once. */
  isPlain: false,
  /** A tag of a Logix controller: by its name, or as an instance of the symbol object (1756-PM020). */
  isTag: false,
}

const SYMBOL = 0x6b
const ANSI_SYMBOL = 0x91
const ELECTRONIC_KEY = 0x34

/** Where the segment at `at` ends; -1 where it is none or runs out. */
export function segmentEnd(bytes: Uint8Array, at: number, to: number): number {
  if (at + 2 > to) return -1
  const length = segmentLength(bytes[at]!, bytes[at + 1]!)
  return length > 0 && at + length <= to ? at + length : -1
}

function segmentLength(segment: number, next: number): number {
  switch (segment >> 5) {
    case 0: {
      const port = (segment & 15) === 15 ? 2 : 0
      // C-1.4.1: bit 4 tells that the link address is longer than a byte; its length follows.
      return even((segment & 0x10) === 0 ? 2 + port : 2 + port + next)
    }
    case 1:
      if (segment === ELECTRONIC_KEY) return next === 4 ? 10 : 0
      return (segment & 0x1c) > 0x18 ? 0 : ([2, 4, 6, 0][segment & 3] ?? 0)
    case 2:
      return (segment & 0x10) === 0 ? 2 : 2 + next * 2
    case 3:
      return (segment & 0x1f) === 0 ? 0 : even(1 + (segment & 0x1f))
    case 4:
      if (segment === ANSI_SYMBOL) return even(2 + next)
      return segment === 0x80 ? 2 + next * 2 : 0
    default:
      return 0
  }
}

const even = (length: number): number => length + (length & 1)

/** Ranks of logical segments: a plain path goes up. */
const CLASS = 0x00
const INSTANCE = 0x04
const ATTRIBUTE = 0x10

/** Reads the segments up to the path's end; what is none is passed over whole. */
export function readPath(r: Reader, to: number): void {
  path.class = path.inner = path.instance = path.attribute = -1
  path.isPlain = true
  path.isTag = r.bytes[r.at] === ANSI_SYMBOL && r.at < to
  let rank = -1
  while (r.at < to) {
    const segment = r.bytes[r.at]!
    const end = segmentEnd(r.bytes, r.at, to)
    if (end < 0) break
    const kind = segment >> 5 === 1 && segment !== ELECTRONIC_KEY ? segment & 0x1c : -1
    const value = kind < 0 ? passSegment(r, segment, end) : readLogical(r, kind, end - r.at)
    if (kind === CLASS) path.inner = value
    if (rank < 0 && kind === CLASS) path.class = value
    else if (rank === CLASS && kind === INSTANCE) path.instance = value
    else if (rank >= CLASS && kind === ATTRIBUTE && path.attribute < 0) path.attribute = value
    else path.isPlain = false
    if (kind <= rank || value > 0x7ffffffd) path.isPlain = false
    rank = kind
  }
  if (r.at < to) {
    path.isPlain = false
    r.skip(to - r.at, "Path")
  }
  if (path.class === SYMBOL && path.instance > 0 && path.attribute < 0) path.isTag = true
  if (path.class < 0) path.isPlain = false
}

const logicalNames: Readonly<Record<number, string>> = {
  0x00: "Class",
  0x04: "Instance",
  0x08: "Member",
  0x0c: "Connection point",
  0x10: "Attribute",
  0x18: "Service",
}

function readLogical(r: Reader, kind: number, length: number): number {
  const name = logicalNames[kind] ?? "Logical segment"
  r.u8("Segment")
  if (length === 2) return r.u8(name)
  r.u8("Pad")
  return length === 4 ? r.u16le(name) : r.u32le(name)
}

function passSegment(r: Reader, segment: number, end: number): number {
  if (segment === ANSI_SYMBOL) {
    r.u8("Segment")
    const length = r.u8("Length of the name")
    r.skip(length, "Name")
    if (r.at < end) r.u8("Pad")
  } else r.skip(end - r.at, segment >> 5 === 0 ? "Port segment" : "Segment")
  return 0
}

/** Who a route leads to: the slot of the own backplane (port 1), or one of these. */
export const HERE = -1
export const ELSEWHERE = -2

/** Follows the port segments of a route or of a connection's path. */
export function slotOf(bytes: Uint8Array, from: number, to: number): number {
  let slot = HERE
  for (let at = from; at < to;) {
    const end = segmentEnd(bytes, at, to)
    if (end < 0) return ELSEWHERE
    if (bytes[at]! >> 5 === 0) slot = slot === HERE && bytes[at] === 1 ? bytes[at + 1]! : ELSEWHERE
    at = end
  }
  return slot
}

const latin = new TextDecoder("latin1")

const hexadecimal = (value: number): string => `0x${value.toString(16).toUpperCase().padStart(2, "0")}`

export const classText = (number: number): string => {
  const name = cipClassNames.get(number)
  return `class ${hexadecimal(number)}${name === undefined ? "" : ` ${name}`}`
}

/** "Tank[3].Level", "class 0x68 program, instance 2, class 0x6D routine, instance 1", "port 2 at 10.0.0.3". */
export function pathText(bytes: Uint8Array, from: number, to: number): string {
  const parts: string[] = []
  let tag = ""
  let at = from
  for (let end = segmentEnd(bytes, at, to); end > 0 && at < to; end = segmentEnd(bytes, at, to)) {
    const segment = bytes[at]!
    if (segment === ANSI_SYMBOL)
      tag += `${tag === "" ? "" : "."}${latin.decode(bytes.subarray(at + 2, at + 2 + bytes[at + 1]!))}`
    else if (segment >> 5 === 1 && (segment & 0x1c) === 0x08 && tag !== "")
      tag = withIndex(tag, valueAt(bytes, at, end))
    else if (segment >> 5 === 0) parts.push(portText(bytes, at, end))
    else if (segment >> 5 === 1 && segment !== ELECTRONIC_KEY) parts.push(logicalText(bytes, at, end))
    at = end
  }
  if (tag !== "") parts.push(tag)
  return `${parts.join(", ")}${at < to ? "…" : ""}`
}

/** Several indices of one tag stand in one pair of brackets. */
const withIndex = (tag: string, index: number): string =>
  tag.endsWith("]") ? `${tag.slice(0, -1)},${index}]` : `${tag}[${index}]`

function valueAt(bytes: Uint8Array, at: number, end: number): number {
  if (end - at === 2) return bytes[at + 1]!
  let value = 0
  for (let n = end - 1; n >= at + 2; n--) value = value * 256 + bytes[n]!
  return value
}

function logicalText(bytes: Uint8Array, at: number, end: number): string {
  const kind = bytes[at]! & 0x1c
  const value = valueAt(bytes, at, end)
  return kind === CLASS ? classText(value) : `${(logicalNames[kind] ?? "segment").toLowerCase()} ${value}`
}

function portText(bytes: Uint8Array, at: number, end: number): string {
  const segment = bytes[at]!
  const port = segment & 15
  if (segment === 1) return `slot ${bytes[at + 1]!}`
  if ((segment & 0x10) === 0) return `port ${port} at ${bytes[end - 1]!}`
  const link = at + 2 + (port === 15 ? 2 : 0)
  return `port ${port} at ${latin.decode(bytes.subarray(link, Math.min(link + bytes[at + 1]!, end))).replace(/\0+$/, "")}`
}
