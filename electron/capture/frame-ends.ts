/** Between whom a frame goes, as a key that is the same for both directions: by network address, or by MAC where there is none. */

const ethernet = 1
const rawIp = new Set([101, 228, 229])
const tags = new Set([0x8100, 0x88a8, 0x9100])

/** Two addresses behind each other: where the first begins, times 32, and how long each is. -1: none. */
type Ends = number

/** "": the link type is not looked into, or the frame is too short. */
export function frameEnds(bytes: Uint8Array, start: number, end: number, linkType: number): string {
  const found = endsOf(bytes, start, end, linkType)
  if (found < 0) return ""
  const [at, length] = [Math.floor(found / 32), found % 32]
  const view = Buffer.from(bytes.buffer, bytes.byteOffset + at, 2 * length)
  const [one, other] = [view.toString("latin1", 0, length), view.toString("latin1", length, 2 * length)]
  return one < other ? one + other : other + one
}

/** A number that is equal where the ends are; others may share it. It costs no string, and most frames of a capture are of other ends. */
export function frameEndsHash(bytes: Uint8Array, start: number, end: number, linkType: number): number {
  const found = endsOf(bytes, start, end, linkType)
  if (found < 0) return 0
  const [at, length] = [Math.floor(found / 32), found % 32]
  return (hash(bytes, at, length) + hash(bytes, at + length, length)) | 0
}

function hash(bytes: Uint8Array, at: number, length: number): number {
  let value = 0x811c9dc5
  for (let n = 0; n < length; n++) value = Math.imul(value ^ bytes[at + n]!, 0x01000193)
  return value
}

function endsOf(bytes: Uint8Array, start: number, end: number, linkType: number): Ends {
  if (rawIp.has(linkType)) return ipEnds(bytes, start, end)
  if (linkType !== ethernet || end - start < 14) return -1
  let at = start + 12
  while (at + 6 <= end && tags.has(word(bytes, at))) at += 4
  const type = word(bytes, at)
  const found = type === 0x0800 || type === 0x86dd ? ipEnds(bytes, at + 2, end) : -1
  return found < 0 ? start * 32 + 6 : found
}

const word = (bytes: Uint8Array, at: number): number => (bytes[at]! << 8) | bytes[at + 1]!

/** Addresses lie at 12 in IPv4 (RFC 791) and at 8 in IPv6 (RFC 8200). */
function ipEnds(bytes: Uint8Array, at: number, end: number): Ends {
  const version = at < end ? bytes[at]! >> 4 : 0
  if (version === 4 && at + 20 <= end) return (at + 12) * 32 + 4
  return version === 6 && at + 40 <= end ? (at + 8) * 32 + 16 : -1
}
