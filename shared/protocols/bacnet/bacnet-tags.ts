/** The encoding of BACnet's contents: tags with a number, a length, and what they hold (ANSI/ASHRAE 135-2020 clause 20.2). */
import type { Reader } from "../../bytes/reader.ts"

const OPENING = 6
const CLOSING = 7
/** Opening tags nest this deep at most. */
const DEEPEST = 16

/** A tag (clause 20.2.1): reused, reading one writes it. `length` is that of the contents; opening and closing tags have none. */
export const tag = { number: 0, context: false, kind: 0, length: 0 }

/** False where nothing is left, or what is left is shorter than the tag says: then it is not passed. */
export function readTag(r: Reader): boolean {
  if (r.left === 0) return false
  const first = r.bytes[r.at]!
  const isLong = first >> 4 === 15
  const kind = first & 7
  let head = isLong ? 2 : 1
  if (r.left < head + 1 && (isLong || kind === 5)) return false
  tag.number = isLong ? r.bytes[r.at + 1]! : first >> 4
  tag.context = (first & 8) !== 0
  tag.kind = kind
  tag.length = tag.context && kind >= OPENING ? 0 : kind
  if (kind === 5) {
    const said = r.bytes[r.at + head]!
    const more = said === 254 ? 2 : said === 255 ? 4 : 0
    if (r.left < head + 1 + more) return false
    tag.length = said
    if (more > 0) tag.length = 0
    for (let n = 1; n <= more; n++) tag.length = tag.length * 256 + r.bytes[r.at + head + n]!
    head += 1 + more
  }
  // An application-tagged boolean has its value in the tag (clause 20.2.3).
  if (!tag.context && tag.number === 1) tag.length = 0
  if (r.left < head + tag.length) return false
  r.skip(head, "Tag")
  return true
}

export const isOpening = (number: number): boolean => tag.context && tag.kind === OPENING && tag.number === number
export const isClosing = (number: number): boolean => tag.context && tag.kind === CLOSING && tag.number === number
/** A context tag with contents. */
export const isContext = (number: number): boolean => tag.context && tag.kind < OPENING && tag.number === number
export const isApplication = (number: number): boolean => !tag.context && tag.number === number

/** The number in the contents of the tag read last; -1 where it is longer than four bytes or empty. */
export function readNumber(r: Reader, name: string): number {
  if (tag.length === 1) return r.u8(name)
  if (tag.length === 2) return r.u16(name)
  if (tag.length === 3) return r.u24(name)
  if (tag.length === 4) return r.u32(name)
  if (tag.length > 0) r.skip(tag.length, name)
  return -1
}

export function skipContents(r: Reader, name: string): void {
  if (tag.length > 0) r.skip(tag.length, name)
}

/** From behind an opening tag to behind its closing one; where the contents end. */
export function skipValue(r: Reader): number {
  let depth = 1
  let end = r.at
  while (depth > 0 && depth < DEEPEST) {
    end = r.at
    if (!readTag(r)) return r.end
    if (tag.context && tag.kind === OPENING) depth++
    else if (tag.context && tag.kind === CLOSING) depth--
    else skipContents(r, "Value")
  }
  return end
}
