/** CRC-16 with the reflected polynomial A001 (of Modbus RTU, IBM and others): by table, no allocation. */
const table = new Uint16Array(256)
for (let byte = 0; byte < 256; byte++) {
  let value = byte
  for (let bit = 0; bit < 8; bit++) value = (value & 1) !== 0 ? (value >> 1) ^ 0xa001 : value >> 1
  table[byte] = value
}

export function crc16(bytes: Uint8Array, from: number, to: number, start = 0): number {
  let value = start
  for (let at = from; at < to; at++) value = (value >> 8) ^ table[(value ^ bytes[at]!) & 0xff]!
  return value
}
