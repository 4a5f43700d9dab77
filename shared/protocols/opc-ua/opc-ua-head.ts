/** How a message of OPC UA over TCP begins (OPC 10000-6 sections 7.1.2 and 6.7.2.2): its type, its chunk, its length. */

/** Type and chunk, length, secure channel. */
const HEAD = 12
/** Beyond this nobody's buffers go: what says so is no length. */
export const LONGEST = 0x1000000

const code = (letters: string): number =>
  (letters.charCodeAt(0) << 16) | (letters.charCodeAt(1) << 8) | letters.charCodeAt(2)
export const HEL = code("HEL")
const ACK = code("ACK")
export const ERR = code("ERR")
export const RHE = code("RHE")
export const OPN = code("OPN")
export const CLO = code("CLO")
export const MSG = code("MSG")
/** Least length of a message: its constant fields. */
export const shortest: ReadonlyMap<number, number> = new Map([
  [HEL, 32],
  [ACK, 28],
  [ERR, 16],
  [RHE, 16],
  [OPN, 32],
  [CLO, 24],
  [MSG, 24],
])
export const FINAL = 0x46
export const INTERMEDIATE = 0x43
export const ABORTED = 0x41

const typeOf = (bytes: Uint8Array, at: number): number => (bytes[at]! << 16) | (bytes[at + 1]! << 8) | bytes[at + 2]!
export const lengthOf = (bytes: Uint8Array, from: number): number =>
  (bytes[from + 4]! | (bytes[from + 5]! << 8) | (bytes[from + 6]! << 16) | (bytes[from + 7]! << 24)) >>> 0

/** A type of message, and a chunk that it may come in: only services come in parts (section 6.7.2.2). */
export function isHead(bytes: Uint8Array, from: number): boolean {
  const type = typeOf(bytes, from)
  const chunk = bytes[from + 3]!
  return shortest.has(type) && (chunk === FINAL || (type === MSG && (chunk === INTERMEDIATE || chunk === ABORTED)))
}

export function isLength(bytes: Uint8Array, from: number): boolean {
  const length = lengthOf(bytes, from)
  return length >= shortest.get(typeOf(bytes, from))! && length <= LONGEST
}

/** A text of `rest` bytes, or none and nothing behind it. */
function isText(bytes: Uint8Array, at: number, rest: number): boolean {
  const length = bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24)
  return length === rest || (length === -1 && rest === 0)
}

/** Is a message here, as far as its first bytes tell? */
export function isMessage(bytes: Uint8Array, from: number, to: number): boolean {
  if (to - from < HEAD || !isHead(bytes, from) || !isLength(bytes, from)) return false
  const type = typeOf(bytes, from)
  const length = lengthOf(bytes, from)
  // The URL ends the message: its length stands behind five numbers.
  if (type === HEL && to - from >= 32) return isText(bytes, from + 28, length - 32)
  if (type === ERR && to - from >= 16) return isText(bytes, from + 12, length - 16)
  if (type === ACK) return length === shortest.get(ACK)
  return true
}
