/** Names in SMB: UTF-16, or the eight-bit letters of old computers. */

const wide = new TextDecoder("utf-16le")
const narrow = new TextDecoder("latin1")

/** Control characters as question marks: a name is one line. */
export const textAt = (bytes: Uint8Array, from: number, to: number, isWide: boolean): string =>
  (isWide ? wide : narrow).decode(bytes.subarray(from, to)).replace(/\p{Cc}/gu, "?")

/** Where a text ends that a zero ends: one byte, or two at an even distance from `from`. `to` where none does. */
export function zeroAt(bytes: Uint8Array, from: number, to: number, isWide: boolean): number {
  const step = isWide ? 2 : 1
  for (let at = from; at + step <= to; at += step) if (bytes[at] === 0 && (!isWide || bytes[at + 1] === 0)) return at
  return to
}
