/** Object headers of a DNP3 application fragment (IEEE 1815-2012 clause 4.2.2 and annex A), told field by field. */
import type { Reader } from "../../bytes/reader.ts"

/** Bits of one object by group × 256 + variation, flags and times included (annex A). */
const sizes: ReadonlyMap<number, number> = new Map([
  [0x0101, 1],
  [0x0102, 8],
  [0x0201, 8],
  [0x0202, 56],
  [0x0203, 24],
  [0x0301, 2],
  [0x0302, 8],
  [0x0401, 8],
  [0x0402, 56],
  [0x0a01, 1],
  [0x0a02, 8],
  [0x0b01, 8],
  [0x0b02, 56],
  [0x0c01, 88],
  [0x1401, 40],
  [0x1402, 24],
  [0x1405, 32],
  [0x1406, 16],
  [0x1501, 40],
  [0x1502, 24],
  [0x1509, 32],
  [0x150a, 16],
  [0x1601, 40],
  [0x1602, 24],
  [0x1605, 88],
  [0x1606, 72],
  [0x1e01, 40],
  [0x1e02, 24],
  [0x1e03, 32],
  [0x1e04, 16],
  [0x1e05, 40],
  [0x1e06, 72],
  [0x2001, 40],
  [0x2002, 24],
  [0x2003, 88],
  [0x2004, 72],
  [0x2005, 40],
  [0x2007, 88],
  [0x2801, 40],
  [0x2802, 24],
  [0x2803, 40],
  [0x2901, 40],
  [0x2902, 24],
  [0x2903, 40],
  [0x3201, 48],
  [0x3301, 48],
  [0x3302, 48],
  [0x3401, 16],
  [0x3402, 16],
  [0x2201, 16],
  [0x2202, 32],
  [0x2203, 32],
  [0x2804, 72],
  [0x2904, 72],
  [0x3202, 80],
  [0x3203, 48],
  [0x5001, 1],
])

/** Bytes of start and stop, or of the count, by range code (table 4-5). */
export const rangeBytes = [1, 2, 4, 0, 0, 0, 0, 1, 2, 4, 0, 1]
export const prefixBytes = [0, 1, 2, 4]

/** Bits of one object, flags and times included; -1 where that is not known. */
export const objectBits = (group: number, variation: number): number =>
  variation === 0 ? 0 : (sizes.get((group << 8) | variation) ?? -1)

type Tell = (name: string, at: number, length: number, value: number | string) => void

/** Goes through the headers as far as their sizes are known; `withData`: each is followed by its objects. */
export function tellObjects(a: Reader, withData: boolean, tell: Tell): void {
  while (a.left >= 3) {
    const at = a.at
    const group = a.u8()
    const variation = a.u8()
    const qualifier = a.u8()
    tell("Object group and variation", at, 2, `${group}, ${variation}`)
    tell("Qualifier", at + 2, 1, qualifier)
    const count = readRange(a, qualifier & 0x0f, tell)
    if (count < 0) return
    const bits = variation === 0 ? 0 : (sizes.get((group << 8) | variation) ?? -1)
    const prefix = prefixBytes[qualifier >> 4] ?? -1
    if (!withData || group === 60) continue
    if (bits < 0 || prefix < 0) return
    const length = Math.ceil((count * (bits + prefix * 8)) / 8)
    if (length > a.left) return
    if (length > 0) tell("Objects", a.at, length, `${count} objects`)
    a.skip(length)
  }
}

/** How many objects the range names; -1 where it can't be read. 6: all of them. */
function readRange(a: Reader, code: number, tell: Tell): number {
  if (code === 6) return 0
  const bytes = rangeBytes[code] ?? 0
  const spans = code <= 2
  if (bytes === 0 || a.left < bytes * (spans ? 2 : 1)) return -1
  const first = little(a, bytes, spans ? "Start" : "Count", tell)
  if (!spans) return first
  const last = little(a, bytes, "Stop", tell)
  return last < first ? -1 : last - first + 1
}

function little(a: Reader, bytes: number, name: string, tell: Tell): number {
  const at = a.at
  const value = bytes === 1 ? a.u8() : bytes === 2 ? a.u16le() : a.u32le()
  tell(name, at, bytes, value)
  return value
}
