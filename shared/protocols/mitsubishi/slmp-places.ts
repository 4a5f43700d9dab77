/** The devices that a request of SLMP names: SH(NA)-080956ENG sections 5.2 and 5.3 (device and memory commands). */
import type { Reader } from "../../bytes/reader.ts"
import type { Findings } from "../dissector.ts"
import { BIT_UNITS, devicesIn, isDevice, MEMORY } from "./slmp-devices.ts"
import * as names from "./slmp-names.ts"

/** What an answer needs of its request: bytes of each word access, then of each double-word access. */
export type Shape = {
  command: number
  /** Bytes that one contiguous read asks for; 0 where the answer has parts. */
  bytes: number
  words: number
  doubles: number
}

/** Subcommand 1 and 3: point by point; 2 and 3: device numbers of four bytes, codes of two (iQ-R); 0x80 and on: with extensions. */
const isBits = (sub: number): boolean => (sub & 1) !== 0
const isLong = (sub: number): boolean => (sub & 2) !== 0
export const isPlain = (sub: number): boolean => sub < 4

/** The device last read by `device`. */
let number = 0
let code = 0

function device(r: Reader, sub: number): boolean {
  if (isLong(sub)) {
    number = r.u32le("Device number")
    code = r.u16le("Device code")
  } else {
    number = r.u8("Device number, low") + r.u16le("Device number, high") * 256
    code = r.u8("Device code")
  }
  return isDevice(code) && number < 0x7fff_0000
}

export function readPlaces(r: Reader, out: Findings, command: number, sub: number, shape: Shape): void {
  shape.bytes = shape.words = shape.doubles = 0
  if (command === names.MEMORY_READ || command === names.MEMORY_WRITE) return memory(r, out, command, shape)
  if (!isPlain(sub)) return
  if (command === names.READ || command === names.WRITE) contiguous(r, out, command, sub, shape)
  else if (command === names.READ_RANDOM || command === names.MONITOR) random(r, out, sub, shape)
  else if (command === names.WRITE_RANDOM) randomWrite(r, out, sub)
  else if (command === names.READ_BLOCK || command === names.WRITE_BLOCK) blocks(r, out, command, sub)
}

function memory(r: Reader, out: Findings, command: number, shape: Shape): void {
  const from = r.u32le("Head address")
  const words = r.u16le("Number of words")
  if (from > 0x7fff_ffff) return
  out.place(MEMORY, from, words)
  if (command === names.MEMORY_WRITE) out.written(r.at, Math.min(words * 2, r.left))
  else shape.bytes = words * 2
}

function contiguous(r: Reader, out: Findings, command: number, sub: number, shape: Shape): void {
  const known = device(r, sub)
  const points = r.u16le("Number of points")
  if (!known || points === 0) return
  const bits = isBits(sub)
  out.place(bits ? code | BIT_UNITS : code, number, bits ? points : devicesIn(code, points))
  const bytes = bits ? (points + 1) >> 1 : points * 2
  if (command === names.WRITE) out.written(r.at, Math.min(bytes, r.left))
  else shape.bytes = bytes
}

function random(r: Reader, out: Findings, sub: number, shape: Shape): void {
  const words = r.u8("Number of word accesses")
  const doubles = r.u8("Number of double-word accesses")
  for (let n = 0; n < words; n++) if (device(r, sub)) out.place(code, number, devicesIn(code, 1))
  for (let n = 0; n < doubles; n++) if (device(r, sub)) out.place(code, number, devicesIn(code, 2))
  shape.words = words
  shape.doubles = doubles
}

function randomWrite(r: Reader, out: Findings, sub: number): void {
  if (isBits(sub)) {
    const points = r.u8("Number of points")
    for (let n = 0; n < points; n++) {
      const known = device(r, sub)
      const size = isLong(sub) ? 2 : 1
      r.need(size)
      if (known) {
        out.place(code | BIT_UNITS, number, 1)
        out.written(r.at, 1)
      }
      r.skip(size, "On or off")
    }
    return
  }
  const words = r.u8("Number of word accesses")
  const doubles = r.u8("Number of double-word accesses")
  for (let n = 0; n < words + doubles; n++) {
    const size = n < words ? 2 : 4
    const known = device(r, sub)
    r.need(size)
    if (known) {
      out.place(code, number, devicesIn(code, size / 2))
      out.written(r.at, size)
    }
    r.skip(size, "Value")
  }
}

function blocks(r: Reader, out: Findings, command: number, sub: number): void {
  const all = r.u8("Number of word blocks") + r.u8("Number of bit blocks")
  for (let n = 0; n < all; n++) {
    const known = device(r, sub)
    const words = r.u16le("Number of words")
    if (known && words > 0) out.place(code, number, devicesIn(code, words))
    if (command !== names.WRITE_BLOCK) continue
    r.need(words * 2)
    if (known && words > 0) out.written(r.at, words * 2)
    r.skip(words * 2, "Values")
  }
}

/** What an answer brings, place by place in the order of the request. */
export function readValues(r: Reader, out: Findings, shape: Shape): void {
  if (shape.bytes > 0) return out.result(true, r.at, Math.min(shape.bytes, r.left))
  for (let n = 0; n < shape.words + shape.doubles; n++) {
    const size = n < shape.words ? 2 : 4
    if (r.left < size) return
    out.result(true, r.at, size)
    r.skip(size, "Value")
  }
}
