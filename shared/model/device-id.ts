/** Ids of devices: the hash of what was seen of them first. */

/** 64 bits of FNV-1a in two halves, as 16 hexadecimal digits: stable across runs and machines. */
export function deviceId(text: string): string {
  let a = 0x811c9dc5
  let b = 0xcbf29ce4
  for (let i = 0; i < text.length; i++) {
    a = Math.imul(a ^ text.charCodeAt(i), 0x01000193)
    b = Math.imul(b ^ text.charCodeAt(i), 0x01000193) ^ (a >>> 15)
  }
  const half = (value: number): string => (value >>> 0).toString(16).padStart(8, "0")
  return half(a) + half(b)
}
