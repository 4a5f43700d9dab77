/** Tags of CODESYS V3 services: number, length (both in groups of seven bits), value; from 0x80 on tags hold tags. Not verified on traffic. */
import { FILE, SHELL } from "./codesys-names.ts"
import type { Findings } from "../dissector.ts"

const DEVICE_LOGIN = 0x010002
const FILES = 0x08
const SHELL_COMMAND = 0x110001

/** The tag read last: its number, and where its value stands. `end` -1: there is none, or it reaches beyond what is there. */
const tag = { id: 0, at: 0, end: 0 }
let next = 0

/** Seven bits a byte, the lowest first; padding adds bytes of nothing. -1: it does not end, or is longer than 28 bits. */
function numberAt(bytes: Uint8Array, from: number, to: number): number {
  let value = 0
  for (let at = from; at < to && at < from + 8; at++) {
    const part = bytes[at]!
    if (at < from + 4) value |= (part & 0x7f) << (7 * (at - from))
    else if ((part & 0x7f) !== 0) return -1
    next = at + 1
    if ((part & 0x80) === 0) return value
  }
  return -1
}

function readTag(bytes: Uint8Array, from: number, to: number): boolean {
  tag.id = numberAt(bytes, from, to)
  if (tag.id < 0) return false
  const length = numberAt(bytes, next, to)
  if (length < 0 || next + length > to) return false
  tag.at = next
  tag.end = next + length
  return true
}

/** The value of the tag of this number among those from `from` on. */
function find(bytes: Uint8Array, from: number, to: number, id: number): boolean {
  for (let at = from; at < to && readTag(bytes, at, to); at = tag.end) if (tag.id === id) return true
  return false
}

/** The answer to a login has a session (0x21) within 0x82, or an error (0x20): its code, -1 where it has none. What the others say on failure is not known. */
export function errorOf(bytes: Uint8Array, from: number, to: number, code: number): number {
  if (code !== DEVICE_LOGIN || !find(bytes, from, to, 0x82)) return -1
  const { at, end } = tag
  if (find(bytes, at, end, 0x21) || !find(bytes, at, end, 0x20)) return -1
  return tag.end - tag.at >= 2 ? bytes[tag.at]! | (bytes[tag.at + 1]! << 8) : 0
}

/** Is what `errorOf` and `tellPlaces` look for among these tags, or is there nothing to look for? */
export function isTold(bytes: Uint8Array, from: number, to: number, code: number, isAnswer: boolean): boolean {
  if (isAnswer) return code !== DEVICE_LOGIN || find(bytes, from, to, 0x82)
  return !namesPlace(code) || findPlace(bytes, from, to, code)
}

const namesPlace = (code: number): boolean => code === SHELL_COMMAND || code >> 16 === FILES

/** Names of files stand in tag 1 (of a directory in 11), what is typed into the shell in tag 16. */
function findPlace(bytes: Uint8Array, from: number, to: number, code: number): boolean {
  if (code === SHELL_COMMAND) return find(bytes, from, to, 0x10)
  return find(bytes, from, to, 0x01) || find(bytes, from, to, 0x0b)
}

/** Zeros end a name. */
export function tellPlaces(bytes: Uint8Array, from: number, to: number, code: number, out: Findings): void {
  if (!namesPlace(code) || !findPlace(bytes, from, to, code)) return
  let length = 0
  while (tag.at + length < tag.end && bytes[tag.at + length]! >= 0x20) length++
  if (length > 0) out.named(code === SHELL_COMMAND ? SHELL : FILE, tag.at, length)
}
