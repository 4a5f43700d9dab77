/** The bytes that published indicators are known by, and how they are found. */
import type { Indicator } from "../detections/catalogue/indicators.ts"

type By = "client" | "server" | "either"

/** -1 stands for any byte. */
export type Bytes = Int16Array

export type Pattern = {
  readonly indicator: number
  readonly by: By
  /** Behind each other, with anything between them. */
  readonly texts: readonly Bytes[]
  readonly unless: readonly Bytes[]
  /** Where the first stands; -1: anywhere. */
  readonly at: number
  /** Of the packet; -1: any. */
  readonly length: number
  /** What the other side sent before; -1: any. */
  readonly afterLength: number
}

const fromHex = (text: string): Bytes =>
  Int16Array.from(text.match(/../g) ?? [], (two) => (two === "??" ? -1 : parseInt(two, 16)))
const fromText = (text: string): Bytes => Int16Array.from(text, (letter) => letter.charCodeAt(0))

export function patternOf({ what, value, then = [], unless = [], where }: Indicator, indicator: number): Pattern {
  const bytes = what === "bytes" ? fromHex : fromText
  return {
    indicator,
    by: where?.by ?? "either",
    texts: [value, ...then].map(bytes),
    unless: unless.map(bytes),
    at: where?.at ?? -1,
    length: where?.length ?? -1,
    afterLength: where?.afterLength ?? -1,
  }
}

export function holds({ texts }: Pattern, bytes: Uint8Array): boolean {
  let at = 0
  for (const text of texts) {
    at = placeOf(text, bytes, at)
    if (at < 0) return false
    at += text.length
  }
  return true
}

/** The first byte is never any. */
function placeOf(text: Bytes, bytes: Uint8Array, from: number): number {
  const last = bytes.length - text.length
  for (let at = bytes.indexOf(text[0]!, from); at >= 0 && at <= last; at = bytes.indexOf(text[0]!, at + 1))
    if (fits(text, bytes, at, bytes.length)) return at
  return -1
}

/** Where the text begins whose end has not come yet; the length of the bytes where it does not. */
export function beginningOf(text: Bytes, bytes: Uint8Array): number {
  const end = bytes.length
  const first = text[0]!
  if (end === 0 || !text.includes(bytes[end - 1]!)) return end
  for (let at = Math.max(0, end - text.length + 1); at < end; at++) {
    if (bytes[at] !== first) continue
    let n = 1
    while (at + n < end && bytes[at + n] === text[n]) n++
    if (at + n === end) return at
  }
  return end
}

export function standsAt({ texts, unless }: Pattern, bytes: Uint8Array, at: number, to: number): boolean {
  return fits(texts[0]!, bytes, at, to) && !unless.some((other) => fits(other, bytes, at, to))
}

export function fits(text: Bytes, bytes: Uint8Array, at: number, to: number): boolean {
  if (at + text.length > to) return false
  for (let n = 0; n < text.length; n++) if (text[n]! >= 0 && bytes[at + n] !== text[n]) return false
  return true
}
