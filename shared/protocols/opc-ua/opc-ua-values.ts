/** Values of OPC UA: variants and data values (OPC 10000-6 sections 5.1.2, 5.2.2.16 and 5.2.2.17), and what they say in words. */
import { Malformed, type Reader } from "../../bytes/reader.ts"
import {
  readCount,
  readNodeId,
  skipDiagnostics,
  skipExtension,
  skipLocalized,
  skipQualified,
  skipText,
} from "./opc-ua-encoding.ts"

/** Values within values go this deep at most. */
const DEEPEST = 8

/** Bytes of a value by its built-in type; 0 where the value tells its length itself. */
const sizes = [0, 1, 1, 1, 2, 2, 4, 4, 8, 8, 4, 8, 0, 8, 16, 0, 0, 0, 0, 4] as const

export function skipVariant(r: Reader, depth = 0): void {
  const head = r.u8("Value, type")
  const type = head & 0x3f
  if (type > 25) throw new Malformed(`OPC UA value has the type ${type}`)
  if ((head & 0x80) === 0) {
    if (type !== 0) skipBuiltIn(r, type, depth)
    return
  }
  const count = readCount(r, "Elements")
  const size = sizes[type] ?? 0
  if (size > 0) r.skip(size * count, "Elements")
  else for (let n = 0; n < count && type !== 0; n++) skipBuiltIn(r, type, depth)
  if ((head & 0x40) === 0) return
  const dimensions = readCount(r, "Dimensions")
  r.skip(dimensions * 4, "Dimensions")
}

function skipBuiltIn(r: Reader, type: number, depth: number): void {
  if (depth > DEEPEST) throw new Malformed(`OPC UA values are nested deeper than ${DEEPEST}`)
  const size = sizes[type] ?? 0
  if (size > 0) return r.skip(size, "Value")
  switch (type) {
    case 17:
    case 18:
      readNodeId(r, "Value")
      return
    case 20:
      return skipQualified(r, "Value")
    case 21:
      return skipLocalized(r, "Value")
    case 22:
      return skipExtension(r, "Value")
    case 23:
      readDataValue(r, depth + 1)
      return
    case 24:
      return skipVariant(r, depth + 1)
    case 25:
      return skipDiagnostics(r)
    default:
      return skipText(r, "Value")
  }
}

/** What the data value that was read last said: where its variant stands (-1: there is none), how long it is, and its status. */
export const dataValue = { at: -1, length: 0, status: 0 }

export function readDataValue(r: Reader, depth = 0): typeof dataValue {
  const parts = r.u8("Data value, parts")
  let at = -1
  let length = 0
  if ((parts & 1) !== 0) {
    at = r.at
    skipVariant(r, depth)
    length = r.at - at
  }
  const status = (parts & 2) !== 0 ? r.u32le("Status") : 0
  if ((parts & 4) !== 0) r.skip(8, "Source timestamp")
  if ((parts & 0x10) !== 0) r.u16le("Source picoseconds")
  if ((parts & 8) !== 0) r.skip(8, "Server timestamp")
  if ((parts & 0x20) !== 0) r.u16le("Server picoseconds")
  dataValue.at = at
  dataValue.length = length
  dataValue.status = status
  return dataValue
}

const utf8 = new TextDecoder()
const EPOCH = 11_644_473_600_000

/** The first bytes of a variant in words; "" where they are too few. */
export function variantText(bytes: Uint8Array): string {
  if (bytes.length < 1) return ""
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  const head = bytes[0]!
  if ((head & 0x80) === 0) return one(view, head & 0x3f, 1)
  if (bytes.length < 5) return ""
  const count = view.getInt32(1, true)
  const size = sizes[head & 0x3f] ?? 0
  const shown: string[] = []
  for (let at = 5; size > 0 && at + size <= bytes.length && shown.length < count; at += size)
    shown.push(one(view, head & 0x3f, at))
  if (shown.length === 0) return count > 0 ? `${count} elements` : "no elements"
  return shown.join(", ") + (count > shown.length ? ", …" : "")
}

function one(view: DataView, type: number, at: number): string {
  const left = view.byteLength - at
  const size = sizes[type] ?? 0
  if (type === 0) return "nothing"
  if (left < size) return ""
  switch (type) {
    case 1:
      return view.getUint8(at) !== 0 ? "true" : "false"
    case 2:
      return String(view.getInt8(at))
    case 3:
      return String(view.getUint8(at))
    case 4:
      return String(view.getInt16(at, true))
    case 5:
      return String(view.getUint16(at, true))
    case 6:
      return String(view.getInt32(at, true))
    case 7:
      return String(view.getUint32(at, true))
    default:
      return long(view, type, at, left)
  }
}

function long(view: DataView, type: number, at: number, left: number): string {
  switch (type) {
    case 8:
      return String(view.getBigInt64(at, true))
    case 9:
      return String(view.getBigUint64(at, true))
    case 10:
      return String(Number(view.getFloat32(at, true).toPrecision(7)))
    case 11:
      return String(view.getFloat64(at, true))
    case 12:
      return textAt(view, at, left)
    case 13:
      return timeText(view.getBigInt64(at, true))
    case 19:
      return `status 0x${view.getUint32(at, true).toString(16).padStart(8, "0")}`
    case 20:
      return textAt(view, at + 2, left - 2)
    case 21: {
      const parts = left > 0 ? view.getUint8(at) : 0
      return parts === 2 ? textAt(view, at + 1, left - 1) : "a text"
    }
    case 15:
      return "bytes"
    case 22:
      return "a structure"
    default:
      return "a value"
  }
}

/** A text of which only the beginning may have been kept. */
function textAt(view: DataView, at: number, left: number): string {
  if (left < 4) return ""
  const length = view.getInt32(at, true)
  if (length <= 0) return '""'
  const kept = Math.min(length, left - 4)
  const text = utf8
    .decode(new Uint8Array(view.buffer, view.byteOffset + at + 4, kept))
    .replaceAll(/\p{Cc}|\ufffd/gu, "")
  return `"${text}${kept < length ? "…" : ""}"`
}

/** Ticks of 100 nanoseconds since 1601. */
function timeText(ticks: bigint): string {
  if (ticks <= 0n) return "no time"
  const time = new Date(Number(ticks / 10_000n) - EPOCH)
  return Number.isNaN(time.getTime()) ? "a time" : time.toISOString()
}
