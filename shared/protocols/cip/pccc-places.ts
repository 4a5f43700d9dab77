/** Data files of SLC 500, MicroLogix and PLC-5 controllers: addresses as they stand in requests (Rockwell 1770-6.5.16 chapter 7 and 13), and as people write them. */
import { Malformed, type Reader } from "../../bytes/reader.ts"
import type { Findings } from "../dissector.ts"
import type { PlaceFacts } from "../protocol.ts"

/** Of an area: the type of file in the lowest 8 bits, its number above, then these. */
const SUB_ELEMENT = 0x1000000
const PHYSICAL = 0x2000000
const LOGICAL = 0x4000000
const BYTES = 0x10000

/** File types by number, bytes of an element, and what its words are called. */
const files: Readonly<Record<number, readonly [letter: string, size: number, words?: readonly string[]]>> = {
  0x82: ["O", 2],
  0x83: ["I", 2],
  0x84: ["S", 2],
  0x85: ["B", 2],
  0x86: ["T", 6, ["", "PRE", "ACC"]],
  0x87: ["C", 6, ["", "PRE", "ACC"]],
  0x88: ["R", 6, ["", "LEN", "POS"]],
  0x89: ["N", 2],
  0x8a: ["F", 4],
  0x8b: ["O", 2],
  0x8c: ["I", 2],
  0x8d: ["ST", 84],
  0x8e: ["A", 2],
  0x8f: ["D", 2],
  0x91: ["L", 4],
  0x92: ["MG", 50],
  0x93: ["PD", 46],
  0x94: ["PLS", 12],
}

/** A number of one byte, or 255 and two bytes. */
function field(r: Reader, name: string): number {
  const value = r.u8(name)
  return value === 255 ? r.u16le(name) : value
}

/** Byte size, file, type, element and (three fields) sub-element; a write brings its values, behind a mask where there is one. */
export function readTyped(r: Reader, out: Findings, fields: 2 | 3, writes: boolean, isMasked: boolean): void {
  const size = r.u8("Byte size")
  const number = field(r, "File number")
  const type = r.u8("File type")
  const element = field(r, "Element number")
  const sub = fields === 3 ? field(r, "Sub-element number") : 0
  out.place(
    (sub > 0 ? SUB_ELEMENT : 0) | ((number & 0xffff) << 8) | type,
    element | (Math.min(sub, 0x7fff) << 16),
    size,
  )
  if (!writes) return
  if (isMasked) r.u16le("Mask")
  if (size > r.left) throw new Malformed(`PCCC write of ${size} bytes, ${r.left} are there`)
  out.written(r.at, size)
  r.skip(size, "Values")
}

/** A file that is read or written piece by piece: size, tag, offset, type. */
export function readFilePiece(r: Reader, out: Findings, writes: boolean): void {
  const size = r.u8("Byte size")
  r.u16le("Tag")
  const offset = r.u16le("Offset")
  const type = r.u8("File type")
  out.place(LOGICAL | type, offset, size)
  if (!writes) return
  if (size > r.left) throw new Malformed(`PCCC file write of ${size} bytes, ${r.left} are there`)
  out.written(r.at, size)
}

/** Commands of the first generation: a byte address of the data table, then a size (reads) or values. */
export function readAddressed(r: Reader, out: Findings, writes: boolean): void {
  const address = r.u16le("Address")
  const size = writes ? r.left : r.u8("Byte size")
  out.place(BYTES, address, size)
  if (writes && size > 0) out.written(r.at, size)
}

/** Physical addresses of three or four bytes are no words of anybody: they are shown as they are. */
export function readPhysical(r: Reader, out: Findings, writes: boolean): void {
  const address = r.u16le("Physical address") | ((r.u16le("Physical address, high") & 0x7fff) << 16)
  const size = writes ? r.left : r.left > 0 ? r.u8("Byte size") : 0
  out.place(PHYSICAL, address, size)
  if (writes && size > 0) out.written(r.at, size)
}

/** PLC-5 logical addresses as characters: a zero, "$", then the address with a zero at its end (chapter 13). */
export function readSymbolic(r: Reader, out: Findings): void {
  r.u16le("Packet offset")
  r.u16le("Total transaction")
  const { bytes } = r
  if (r.left < 3 || bytes[r.at] !== 0 || bytes[r.at + 1] !== 0x24) return
  const from = r.at + 2
  let to = from
  while (to < r.end && bytes[to] !== 0) to++
  out.named(0, from, to - from)
  r.skip(to - r.at, "Address")
}

const latin = new TextDecoder("latin1")

export function pcccPlaceText({ area, from, count, name }: PlaceFacts): string {
  if (name.length > 0) return latin.decode(name)
  const bytes = count === 1 ? "1 byte" : `${count} bytes`
  if (area === BYTES) return `data table from byte ${from}, ${bytes}`
  if ((area & PHYSICAL) !== 0) return `physical address 0x${from.toString(16)}, ${bytes}`
  if ((area & LOGICAL) !== 0) return `program file of type 0x${(area & 255).toString(16)}, word ${from}, ${bytes}`
  return fileText(area, from, count)
}

function fileText(area: number, from: number, count: number): string {
  const [letter = `file type 0x${(area & 255).toString(16)} `, size = 2, words = []] = files[area & 255] ?? []
  const number = (area >> 8) & 0xffff
  const element = from & 0xffff
  const sub = from >>> 16
  const start = `${letter}${number}:${element}`
  if (sub > 0) return `${start}.${words[sub] ?? sub}`
  const elements = Math.floor(count / size)
  return elements > 1 ? `${start} to ${element + elements - 1}` : start
}

/** Floats and long integers by their file's type, all else as signed words. */
export function pcccValueText({ area, count }: PlaceFacts, value: Uint8Array): string {
  const view = new DataView(value.buffer, value.byteOffset, value.byteLength)
  const type = area & 255
  const isFile = area < PHYSICAL && (files[type] !== undefined || type === 0)
  if (!isFile) return Array.from(value, (byte) => byte.toString(16).padStart(2, "0")).join(" ")
  const size = type === 0x8a || type === 0x91 ? 4 : 2
  const texts: string[] = []
  for (let at = 0; at + size <= value.length; at += size) {
    if (type === 0x8a) texts.push(String(Number(view.getFloat32(at, true).toPrecision(7))))
    else texts.push(String(size === 4 ? view.getInt32(at, true) : view.getInt16(at, true)))
  }
  return texts.join(", ") + (count > value.length ? ", …" : "")
}
