import { randomBytes } from "node:crypto"

/** 16 bytes, big-endian: positive, never zero, and in its shortest DER form as it stands (RFC 5280, 4.1.2.2; X.690, 8.3.2), whatever was drawn. */
export function drawSerialNumber(draw: (length: number) => Buffer = randomBytes): Buffer {
  const bytes = draw(16)
  bytes[0] = (bytes[0]! & 0x3f) | 0x40
  return bytes
}
