/** Lines of text as office protocols send them: found by their line feed, read as far as a person would, never by a pattern that could go back. */

const latin = new TextDecoder("latin1")
const utf8 = new TextDecoder("utf-8")

/** A text of more bytes than this in one line is out of all proportion. */
export const overlong = 32_768

/** Up to here a loop is faster than a view of the bytes that can be searched. */
const short = 48

/** Where the byte stands first from `from` on; -1 where it does not before `to`. What lies behind belongs to others and is never looked at. */
export function indexOfByte(bytes: Uint8Array, byte: number, from: number, to: number): number {
  const near = Math.min(to, from + short)
  for (let at = from; at < near; at++) if (bytes[at] === byte) return at
  if (near >= to) return -1
  const far = bytes.subarray(near, to).indexOf(byte)
  return far < 0 ? -1 : near + far
}

/** One past the line feed of the line that begins at `from`; `to` where the line goes on. */
export function lineEnd(bytes: Uint8Array, from: number, to: number): number {
  const feed = indexOfByte(bytes, 0x0a, from, to)
  return feed < 0 ? to : feed + 1
}

/** Where the text of a line ends that `lineEnd` told the end of: before line feed and carriage return. */
export function textEnd(bytes: Uint8Array, from: number, end: number): number {
  let at = end
  if (at > from && bytes[at - 1] === 0x0a) at--
  if (at > from && bytes[at - 1] === 0x0d) at--
  return at
}

/** A line that is longer than any command or answer is read in pieces. */
const longestWaiting = 4096

/**
 * For `size` of protocols of lines: as many whole lines as are there. What goes on is waited for; 0: no line is whole. Records of TLS (their type, then version 3)
 * have no lines.
 */
export function wholeLines(bytes: Uint8Array, from: number, to: number): number {
  const first = bytes[from]!
  if (first >= 0x14 && first <= 0x17 && (to - from < 2 || bytes[from + 1] === 3)) return to - from
  let end = to
  while (end > from && bytes[end - 1] !== 0x0a) end--
  if (end > from) return end - from
  return to - from >= longestWaiting ? to - from : 0
}

/** At most `most` bytes of text as UTF-8, control characters as question marks. */
export function shownText(bytes: Uint8Array, from: number, to: number, most: number): string {
  const text = utf8.decode(bytes.subarray(from, Math.min(to, from + most)))
  return text.replace(/\p{Cc}/gu, "?").trim()
}

/** Do the bytes begin with these letters, in any case? `word` is in upper case, letters only. */
export function saysWord(bytes: Uint8Array, from: number, to: number, word: string): boolean {
  if (to - from < word.length) return false
  for (let n = 0; n < word.length; n++) if ((bytes[from + n]! & 0xdf) !== word.charCodeAt(n)) return false
  return true
}

/** Latin-1, as it stands. */
export const latinText = (bytes: Uint8Array, from: number, to: number): string => latin.decode(bytes.subarray(from, to))

/** How long the line is that each side is sending: a line may go on over many segments. */
export class LineLengths {
  private readonly lengths = [0, 0]

  /** True where the line that these bytes end, or go on with, becomes overlong by them. */
  grows(side: number, bytes: Uint8Array, from: number, to: number): boolean {
    const first = lineEnd(bytes, from, to)
    const before = this.lengths[side]!
    const now = before + (first - from)
    let last = to - 1
    while (last >= from && bytes[last] !== 0x0a) last--
    this.lengths[side] = last >= from ? to - last - 1 : now
    return before <= overlong && now > overlong
  }
}
