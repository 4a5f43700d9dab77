/** DNP3 data link frames (IEEE 1815-2012 clause 9): the check sum of each block, and the user data without them. */

const table = new Uint16Array(256)
for (let n = 0; n < 256; n++) {
  let value = n
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >> 1) ^ 0xa6bc : value >> 1
  table[n] = value
}

/** Clause 9.2.4.2: polynomial 0x3D65 reflected, the result inverted and sent low byte first. */
export function dnp3Checksum(bytes: Uint8Array, from: number, to: number): number {
  let value = 0
  for (let at = from; at < to; at++) value = (value >> 8) ^ table[(value ^ bytes[at]!) & 0xff]!
  return ~value & 0xffff
}

/** Is the check sum that follows `to` that of `from` to `to`? */
export const checksumHolds = (bytes: Uint8Array, from: number, to: number): boolean =>
  dnp3Checksum(bytes, from, to) === (bytes[to]! | (bytes[to + 1]! << 8))

/** Bytes of user data in a frame whose length field is `length`, and of the whole frame with its check sums. */
export const userBytes = (length: number): number => length - 5
export const frameBytes = (length: number): number => 10 + userBytes(length) + 2 * Math.ceil(userBytes(length) / 16)

/** Where user byte `n` stands in the frame, counted from the frame's start. */
export const placeInFrame = (n: number): number => 10 + Math.floor(n / 16) * 18 + (n % 16)

/** Copies user data into `into` at `used`. Returns the number of the first block whose check sum is wrong, or -1. */
export function takeBlocks(bytes: Uint8Array, from: number, length: number, into: Uint8Array, used: number): number {
  const blocks = Math.ceil(length / 16)
  for (let block = 0; block < blocks; block++) {
    const start = from + block * 18
    const size = Math.min(16, length - block * 16)
    if (!checksumHolds(bytes, start, start + size)) return block
    for (let n = 0; n < size; n++) into[used + block * 16 + n] = bytes[start + n]!
  }
  return -1
}
