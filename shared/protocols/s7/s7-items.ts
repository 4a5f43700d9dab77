/**
 * The items of S7comm's read and write: what they name and what answers bring. Siemens publishes no specification; the layout is that of the
 * Wireshark dissector and of snap7 (S7ANY addresses), checked on real traffic.
 */
import { Malformed, type Reader } from "../../bytes/reader.ts"
import type { Findings } from "../dissector.ts"
import type { PlaceFacts, Protocol } from "../protocol.ts"

/** Areas of places: memory areas with the number of the data block below them, and above those blocks, lists and services. */
export const BLOCK = 0x1000000
export const SYSTEM_LIST = 0x2000000
export const SERVICE = 0x3000000

/** Details: the return codes of items stand above this. */
export const ITEM = 0x100

const DATA_BLOCK = 0x84
const INSTANCE_BLOCK = 0x85
const COUNTER = 0x1c
const TIMER = 0x1d
const ANY = 0x10

/** Bits of one element by transport size (S7ANY). */
const bitsOf: Readonly<Record<number, number>> = {
  ...{ 0x01: 1, 0x02: 8, 0x03: 8, 0x04: 16, 0x05: 16, 0x06: 32, 0x07: 32, 0x08: 32, 0x09: 16, 0x0a: 32 },
  ...{ 0x0b: 32, 0x0c: 16, 0x0f: 64, 0x13: 8, 0x1c: 16, 0x1d: 16, 0x1e: 16 },
}

const memories: Readonly<Record<number, string>> = {
  0x03: "system information",
  0x05: "system flags",
  0x06: "analog inputs",
  0x07: "analog outputs",
  0x80: "peripherals",
  0x81: "inputs",
  0x82: "outputs",
  0x83: "flags",
  0x86: "local data",
  0x87: "local data of the caller",
}

/** Reads the items of a request's parameters; `from` of a place counts bits, of counters and timers their numbers. */
export function readItems(r: Reader, out: Findings, end: number): number {
  const count = r.u8("Item count")
  for (let n = 0; n < count && end - r.at >= 4; n++) {
    r.group("Item")
    r.u8("Variable specification")
    const length = r.u8("Length of the address")
    const next = r.at + length
    if (next > end) throw new Malformed(`S7comm item address of ${length} bytes, ${end - r.at} are there`)
    if (r.u8("Syntax identifier") === ANY && length === 10) readAnyAddress(r, out)
    else out.named(SERVICE, r.at, next - r.at)
    if (r.at < next) r.skip(next - r.at, "Address")
    // Items start at even offsets.
    if (length % 2 === 1 && r.at < end && n < count - 1) r.skip(1, "Fill byte")
    r.endGroup()
  }
  return count
}

function readAnyAddress(r: Reader, out: Findings): void {
  const size = r.u8("Transport size")
  const length = r.u16("Length")
  const block = r.u16("Data block number")
  const area = r.u8("Area")
  const address = r.u24("Address")
  const isNumbered = area === COUNTER || area === TIMER
  out.place((area << 16) | block, address, isNumbered ? length : length * (bitsOf[size] ?? 8))
}

/** Lengths of transport sizes 3, 4 and 5 are in bits, of the others in bytes. */
export const dataBytes = (size: number, length: number): number => (size >= 3 && size <= 5 ? (length + 7) >> 3 : length)

/** What a write brings for each item. The items are named before their values: the last one only can be told with its value. */
export function readWrittenData(r: Reader, out: Findings, count: number): void {
  for (let n = 0; n < count && r.left >= 4; n++) {
    r.group("Value")
    r.u8("Return code")
    const size = r.u8("Transport size")
    const length = dataBytes(size, r.u16("Length"))
    if (length > r.left) throw new Malformed(`S7comm value of ${length} bytes, ${r.left} are there`)
    if (count === 1) out.written(r.at, length)
    r.skip(length, "Value")
    if (length % 2 === 1 && n < count - 1 && r.left > 0) r.skip(1, "Fill byte")
    r.endGroup()
  }
}

/** What an answer says of each item: a return code, and of a read the value. */
export function readItemResults(r: Reader, out: Findings, protocol: Protocol, count: number, reading: boolean): void {
  for (let n = 0; n < count && r.left > 0; n++) {
    r.group("Result")
    const code = r.u8("Return code")
    const good = code === 0xff
    if (!good && code !== 0) out.detail(protocol, ITEM + code)
    if (reading && r.left >= 3) {
      const size = r.u8("Transport size")
      const length = Math.min(dataBytes(size, r.u16("Length")), r.left)
      out.result(good, r.at, length)
      r.skip(length, "Value")
      if (length % 2 === 1 && n < count - 1 && r.left > 0) r.skip(1, "Fill byte")
    } else out.result(good)
    r.endGroup()
  }
}

/** Kinds of blocks as two hexadecimal characters, in block names and lists. */
const blocks: Readonly<Record<number, string>> = {
  0x08: "OB",
  0x09: "CMod",
  0x0a: "DB",
  0x0b: "SDB",
  0x0c: "FC",
  0x0d: "SFC",
  0x0e: "FB",
  0x0f: "SFB",
}

/** Block names of up- and download: "_0A00001P": kind, number, and into which file system. */
export function placeOfBlock(r: Reader, out: Findings, at: number, length: number): void {
  const { bytes } = r
  const from = length > 0 && bytes[at] === 0x5f ? at + 1 : at
  const digits = at + length - from
  const kind = digits >= 7 ? hexadecimal(bytes, from, 2) : -1
  const number = digits >= 7 ? decimal(bytes, from + 2, 5) : -1
  if (kind < 0 || number < 0) out.named(BLOCK, at, length)
  else out.place(BLOCK | (kind << 8) | (digits > 7 ? bytes[from + 7]! : 0), number, 1)
}

const digitOf = (byte: number): number =>
  byte >= 0x30 && byte <= 0x39 ? byte - 0x30 : byte >= 0x41 && byte <= 0x46 ? byte - 0x37 : -1

function numeral(bytes: Uint8Array, from: number, length: number, base: number): number {
  let value = 0
  for (let at = from; at < from + length; at++) {
    const digit = digitOf(bytes[at] ?? 0)
    if (digit < 0 || digit >= base) return -1
    value = value * base + digit
  }
  return value
}
const hexadecimal = (bytes: Uint8Array, from: number, length: number): number => numeral(bytes, from, length, 16)
const decimal = (bytes: Uint8Array, from: number, length: number): number => numeral(bytes, from, length, 10)

const latin = new TextDecoder("latin1")

export function s7PlaceText({ area, from, count, name }: PlaceFacts): string {
  const family = area & 0x7000000
  if (family === SYSTEM_LIST) return `system list 0x${(area & 0xffff).toString(16).padStart(4, "0")}, index ${from}`
  if (name.length > 0) return plainText(name, family)
  if (family === BLOCK) return blockText(area, from)
  return memoryText(area, from, count)
}

function plainText(name: Uint8Array, family: number): string {
  const text = latin.decode(name)
  if (/^[\x20-\x7e]+$/.test(text)) return family === BLOCK ? `block ${text}` : text
  return `address ${Array.from(name, (byte) => byte.toString(16).padStart(2, "0")).join(" ")}`
}

function blockText(area: number, number: number): string {
  const kind = blocks[(area >> 8) & 0xff] ?? "block"
  const system = area & 0xff
  const where = system === 0x50 ? " (loaded, not yet active)" : system === 0x41 ? " (active)" : ""
  return `${kind} ${number}${where}`
}

function memoryText(area: number, from: number, count: number): string {
  const code = area >> 16
  const block = area & 0xffff
  if (code === COUNTER || code === TIMER) {
    const word = code === COUNTER ? "counter" : "timer"
    return count > 1 ? `${word}s ${from} to ${from + count - 1}` : `${word} ${from}`
  }
  const memory =
    code === DATA_BLOCK
      ? `DB ${block}`
      : code === INSTANCE_BLOCK
        ? `instance DB ${block}`
        : (memories[code] ?? `area 0x${code.toString(16)}`)
  const [first, bit] = [from >> 3, from & 7]
  if (count <= 1) return `${memory}, bit ${first}.${bit}`
  const last = (from + count - 1) >> 3
  return last > first ? `${memory}, bytes ${first} to ${last}` : `${memory}, byte ${first}`
}

/** One bit, one number of up to 32 bits, or the bytes: the message does not say what they mean. */
export function s7ValueText({ count }: PlaceFacts, value: Uint8Array): string {
  if (count === 1) return value[0] === 0 ? "off" : "on"
  if (value.length === 1 || value.length === 2 || value.length === 4)
    return String(value.reduce((sum, byte) => sum * 256 + byte, 0))
  const shown = Array.from(value, (byte) => byte.toString(16).padStart(2, "0")).join(" ")
  return count > value.length * 8 ? `${shown} …` : shown
}
