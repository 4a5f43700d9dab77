/** The basic encoding rules of ASN.1 (ITU-T X.690 section 8), as far as protocols of the plant use them: definite lengths, tags below 2^14. */
import { Malformed, type Reader } from "../../bytes/reader.ts"

/** One element, reused: reading a header writes it. */
export type Element = {
  /** The first octet: class, whether constructed, and the number where it is below 31. */
  identifier: number
  /** The tag's number. */
  number: number
  /** The contents: the first byte and one past the last. */
  from: number
  to: number
}

export const element = (): Element => ({ identifier: 0, number: 0, from: 0, to: 0 })

const MANY = 31

/** The element whose header stands at `at`. False: it is cut short, longer than what holds it, or of indefinite length. */
export function elementAt(bytes: Uint8Array, at: number, end: number, into: Element): boolean {
  if (at + 2 > end) return false
  into.identifier = bytes[at++]!
  into.number = into.identifier & MANY
  if (into.number === MANY) {
    into.number = bytes[at++]!
    if (into.number >= 0x80) {
      if (at >= end || bytes[at]! >= 0x80) return false
      into.number = ((into.number & 0x7f) << 7) | bytes[at++]!
    }
    if (at >= end) return false
  }
  let length = bytes[at++]!
  if (length >= 0x80) {
    const octets = length & 0x7f
    // Active Directory writes every length in four.
    if (octets === 0 || octets > 4 || at + octets > end) return false
    length = 0
    for (let n = 0; n < octets; n++) length = length * 256 + bytes[at++]!
  }
  into.from = at
  into.to = at + length
  return into.to <= end
}

/** Descends from the elements between `at` and `end`: of each level the first that has the identifier. False: there is none. */
export function follow(bytes: Uint8Array, at: number, end: number, path: readonly number[], into: Element): boolean {
  for (const identifier of path) {
    for (;;) {
      if (!elementAt(bytes, at, end, into)) return false
      if (into.identifier === identifier) break
      at = into.to
    }
    at = into.from
    end = into.to
  }
  return true
}

/** Reads the header of the next element, which ends at `end` at the latest; the reader then stands at its contents. */
export function readElement(r: Reader, end: number, into: Element, name: string): void {
  const at = r.at
  if (r.end < end) r.need(end - at)
  if (!elementAt(r.bytes, at, end, into))
    throw new Malformed(`${name}: its tag or length passes the ${end - at} bytes there`)
  r.skip(into.from - at, name)
}

/** An unsigned integer of the last 30 bits: enough to join an answer to its request. */
export function integerOf(bytes: Uint8Array, { from, to }: Element): number {
  let value = 0
  for (let at = from; at < to; at++) value = ((value << 8) | bytes[at]!) & 0x3fffffff
  return value
}
