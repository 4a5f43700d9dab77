/** Between whom a frame goes, as a key that is the same for both directions: by network address, or by MAC where there is none. */

const ethernet = 1
const rawIp = new Set([101, 228, 229])
const tags = new Set([0x8100, 0x88a8, 0x9100])

/** "": the link type is not looked into, or the frame is too short. */
export function frameEnds(bytes: Uint8Array, start: number, end: number, linkType: number): string {
  if (rawIp.has(linkType)) return ipEnds(bytes, start, end)
  if (linkType !== ethernet || end - start < 14) return ""
  let at = start + 12
  while (at + 6 <= end && tags.has(word(bytes, at))) at += 4
  const type = word(bytes, at)
  const found = type === 0x0800 || type === 0x86dd ? ipEnds(bytes, at + 2, end) : ""
  return found === "" ? ends(bytes, start, 6) : found
}

const word = (bytes: Uint8Array, at: number): number => (bytes[at]! << 8) | bytes[at + 1]!

/** Addresses lie at 12 in IPv4 (RFC 791) and at 8 in IPv6 (RFC 8200). */
function ipEnds(bytes: Uint8Array, at: number, end: number): string {
  const version = at < end ? bytes[at]! >> 4 : 0
  if (version === 4 && at + 20 <= end) return ends(bytes, at + 12, 4)
  return version === 6 && at + 40 <= end ? ends(bytes, at + 8, 16) : ""
}

function ends(bytes: Uint8Array, at: number, length: number): string {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset + at, 2 * length)
  const [one, other] = [view.toString("latin1", 0, length), view.toString("latin1", length, 2 * length)]
  return one < other ? one + other : other + one
}
