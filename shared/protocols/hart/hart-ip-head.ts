/** How a message of HART-IP begins (HCF_SPEC-085 section 10), and whether what is in it fits (HCF_SPEC-081 section 5). */

/** Version, message type, message id, status, sequence number, byte count. */
export const HEAD = 8
/** Delimiter, long address, expansion, command, byte count. */
const FRAME_HEAD = 11
/** A HART frame has 255 bytes of data; direct messages hold several. */
export const LONGEST = 1500

export const REQUEST = 0
export const RESPONSE = 1
export const PUBLISH = 2
export const REFUSAL = 15

const INITIATE = 0
const KEEP_ALIVE = 2
export const PASS_THROUGH = 3
export const DIRECT = 4
const AUDIT_LOG = 5

const types: ReadonlySet<number> = new Set([REQUEST, RESPONSE, PUBLISH, REFUSAL])

export const lengthOf = (bytes: Uint8Array, from: number): number => (bytes[from + 6]! << 8) | bytes[from + 7]!

export function isHead(bytes: Uint8Array, from: number): boolean {
  const version = bytes[from]!
  return (version === 1 || version === 2) && types.has(bytes[from + 1]!) && bytes[from + 2]! <= AUDIT_LOG
}

/** A session is begun with who asks and how long it may stay silent; it is kept and closed with nothing. */
export function isLength(bytes: Uint8Array, from: number): boolean {
  const length = lengthOf(bytes, from)
  const id = bytes[from + 2]!
  if (length === HEAD) return true
  if (id === INITIATE) return length === HEAD + 5
  return id > KEEP_ALIVE && length > HEAD && length <= LONGEST
}

/** HCF_SPEC-081 section 5.2: type, address, expansion, command, count, data, and one byte of parity (not checked). */
function isFrame(bytes: Uint8Array, from: number, to: number): boolean {
  const delimiter = bytes[from]!
  const kind = delimiter & 7
  if (kind !== 1 && kind !== 2 && kind !== 6) return false
  const count = from + 1 + ((delimiter & 0x80) !== 0 ? 5 : 1) + ((delimiter >> 5) & 3) + 1
  return count + 1 < to && count + 2 + bytes[count]! === to
}

/** Commands of direct messages end where the message does. */
function areCommands(bytes: Uint8Array, from: number, to: number): boolean {
  let at = from
  while (at + 3 <= to) at += 3 + bytes[at + 2]!
  return at === to && at > from
}

/** Is a message here, as far as its first bytes tell? */
export function isMessage(bytes: Uint8Array, from: number, to: number): boolean {
  if (to - from < HEAD || !isHead(bytes, from) || !isLength(bytes, from)) return false
  const length = lengthOf(bytes, from)
  const id = bytes[from + 2]!
  const end = from + length
  // A message that goes on in the next segment shows what is in it, at least.
  if (end > to) return id === PASS_THROUGH && to - from > HEAD + FRAME_HEAD && isFrame(bytes, from + HEAD, end)
  if (to - end >= 3 && !isHead(bytes, end)) return false
  if (length === HEAD || id <= KEEP_ALIVE) return true
  if (id === PASS_THROUGH) return isFrame(bytes, from + HEAD, end)
  return id === DIRECT ? areCommands(bytes, from + HEAD + 2, end) : length === HEAD + 2
}
