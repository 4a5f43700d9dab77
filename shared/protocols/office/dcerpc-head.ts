/** The head of a message of DCE/RPC over a connection (The Open Group C706 section 12.6.3.1): over TCP, and in the pipes of SMB. */

export const REQUEST = 0
export const RESPONSE = 2
export const FAULT = 3
export const BIND = 11
export const ALTER = 14
const types: ReadonlySet<number> = new Set([REQUEST, RESPONSE, FAULT, BIND, 12, 13, ALTER, 15, 16, 17, 18, 19])
export const HEADER = 16

export const isLittle = (bytes: Uint8Array, from: number): boolean => (bytes[from + 4]! & 0x10) !== 0
const u16 = (bytes: Uint8Array, at: number, little: boolean): number =>
  little ? bytes[at]! | (bytes[at + 1]! << 8) : (bytes[at]! << 8) | bytes[at + 1]!

/** Of the whole message, its head with it. */
export const lengthOf = (bytes: Uint8Array, from: number): number => u16(bytes, from + 8, isLittle(bytes, from))

/** Version 5.0 or 5.1, a type that exists, a data representation of what is in use, and a length that holds the header. */
export function isHead(bytes: Uint8Array, from: number, to: number): boolean {
  if (bytes[from] !== 5) return false
  if (to - from > 1 && bytes[from + 1]! > 1) return false
  if (to - from > 2 && !types.has(bytes[from + 2]!)) return false
  if (to - from < HEADER) return true
  const representation = bytes[from + 4]!
  if ((representation & 0xef) !== 0 || bytes[from + 5] !== 0 || bytes[from + 6] !== 0 || bytes[from + 7] !== 0)
    return false
  return lengthOf(bytes, from) >= HEADER
}

/** A head that is there whole. */
export const isWholeHead = (bytes: Uint8Array, from: number, to: number): boolean =>
  to - from >= HEADER && isHead(bytes, from, to)
