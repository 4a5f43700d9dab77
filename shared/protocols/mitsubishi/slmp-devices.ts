/** Devices of MELSEC controllers: SH(NA)-080956ENG section 5.2, "device codes". */
import type { PlaceFacts } from "../protocol.ts"

/** How it is numbered, and what one of it holds. */
type Device = readonly [name: string, radix: 10 | 16, holds: "bit" | "word" | "double"]

/** Beside the code of the device in a place's area: values are told point by point (bit units), not sixteen in a word. */
export const BIT_UNITS = 0x10000
/** The memory of a module, which has no device code. */
export const MEMORY = 0x20000
/** Values stand there as digits: a point is one, a word four hexadecimal ones. */
export const ASCII = 0x40000
/** Named in a frame 1E, which FX controllers speak too: they count inputs and outputs in octal. */
export const FRAME_1E = 0x80000

const INPUT = 0x9c
const OUTPUT = 0x9d

const devices: ReadonlyMap<number, Device> = new Map<number, Device>([
  [0x91, ["SM", 10, "bit"]],
  [0xa9, ["SD", 10, "word"]],
  [0x9c, ["X", 16, "bit"]],
  [0x9d, ["Y", 16, "bit"]],
  [0x90, ["M", 10, "bit"]],
  [0x92, ["L", 10, "bit"]],
  [0x93, ["F", 10, "bit"]],
  [0x94, ["V", 10, "bit"]],
  [0xa0, ["B", 16, "bit"]],
  [0xa8, ["D", 10, "word"]],
  [0xb4, ["W", 16, "word"]],
  [0xc1, ["TS", 10, "bit"]],
  [0xc0, ["TC", 10, "bit"]],
  [0xc2, ["TN", 10, "word"]],
  [0x51, ["LTS", 10, "bit"]],
  [0x50, ["LTC", 10, "bit"]],
  [0x52, ["LTN", 10, "double"]],
  [0xc7, ["STS", 10, "bit"]],
  [0xc6, ["STC", 10, "bit"]],
  [0xc8, ["STN", 10, "word"]],
  [0x59, ["LSTS", 10, "bit"]],
  [0x58, ["LSTC", 10, "bit"]],
  [0x5a, ["LSTN", 10, "double"]],
  [0xc4, ["CS", 10, "bit"]],
  [0xc3, ["CC", 10, "bit"]],
  [0xc5, ["CN", 10, "word"]],
  [0x55, ["LCS", 10, "bit"]],
  [0x54, ["LCC", 10, "bit"]],
  [0x56, ["LCN", 10, "double"]],
  [0xa1, ["SB", 16, "bit"]],
  [0xb5, ["SW", 16, "word"]],
  [0x98, ["S", 10, "bit"]],
  [0xa2, ["DX", 16, "bit"]],
  [0xa3, ["DY", 16, "bit"]],
  [0xcc, ["Z", 10, "word"]],
  [0x62, ["LZ", 10, "double"]],
  [0xaf, ["R", 10, "word"]],
  [0xb0, ["ZR", 10, "word"]],
  [0x2c, ["RD", 10, "word"]],
  [0xab, ["G", 10, "word"]],
])

export const isDevice = (code: number): boolean => devices.has(code)

/** Code and radix of the device of this name ("D", "SM"); undefined where there is none. */
export const deviceNamed = (name: string): { readonly code: number; readonly radix: 10 | 16 } | undefined =>
  byName.get(name)
const byName = new Map([...devices].map(([code, [name, radix]]) => [name, { code, radix }] as const))

/** Devices that so many words reach: sixteen points of a bit device to a word. */
export function devicesIn(code: number, words: number): number {
  const holds = devices.get(code)?.[2]
  return holds === "bit" ? words * 16 : holds === "double" ? Math.max(words >> 1, 1) : words
}

export function slmpPlaceText({ area, from, count }: PlaceFacts): string {
  if (area === MEMORY) return count > 1 ? `module memory ${from} to ${from + count - 1}` : `module memory ${from}`
  const code = area & 0xffff
  const [name, radix] = devices.get(code) ?? [`device ${code.toString(16)}, `, 10 as const]
  const named = (digits: number): string => {
    const numbered = (n: number): string => name + n.toString(digits).toUpperCase()
    return count > 1 ? `${numbered(from)} to ${numbered(from + count - 1)}` : numbered(from)
  }
  const isOctalToo = (area & FRAME_1E) !== 0 && (code === INPUT || code === OUTPUT) && from + count > 8
  return isOctalToo ? `${named(16)} (${named(8)} of an FX)` : named(radix)
}

export function slmpValueText({ area, count }: PlaceFacts, value: Uint8Array): string {
  if ((area & ASCII) !== 0) return digitTexts(area, value).join(" ")
  if ((area & BIT_UNITS) !== 0) return pointTexts(value, count).join(" ")
  const holds = devices.get(area & 0xffff)?.[2]
  const view = new DataView(value.buffer, value.byteOffset, value.length)
  const texts: string[] = []
  if (holds === "bit") for (let n = 0; n < Math.min(count, value.length * 8); n++) texts.push(onOff(value, n))
  else if (holds === "double")
    for (let at = 0; at + 4 <= value.length; at += 4) texts.push(String(view.getInt32(at, true)))
  else for (let at = 0; at + 2 <= value.length; at += 2) texts.push(String(view.getInt16(at, true)))
  return texts.join(" ")
}

function digitTexts(area: number, value: Uint8Array): string[] {
  const text = new TextDecoder("latin1").decode(value)
  if ((area & BIT_UNITS) !== 0) return [...text].map((digit) => (digit === "0" ? "off" : "on"))
  const words = text.match(/.{4}/g) ?? []
  return words.map((word) => String((parseInt(word, 16) << 16) >> 16))
}

const onOff = (value: Uint8Array, n: number): string => (((value[n >> 3]! >> (n & 7)) & 1) === 1 ? "on" : "off")

/** Two points to a byte, the first in the high half; a single one is a byte of its own (random writing). */
function pointTexts(value: Uint8Array, count: number): string[] {
  if (count === 1) return value.length > 0 ? [value[0] === 0 ? "off" : "on"] : []
  const texts: string[] = []
  for (let n = 0; n < Math.min(count, value.length * 2); n++)
    texts.push(((n & 1) === 0 ? value[n >> 1]! >> 4 : value[n >> 1]! & 15) === 0 ? "off" : "on")
  return texts
}
