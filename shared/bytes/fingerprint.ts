/** 32 bits that stand for some bytes: equal bytes, equal number (FNV-1a). Of long stretches the first 64 bytes count. */
const most = 64

export function fingerprint(bytes: Uint8Array, from: number, to: number): number {
  let hash = 0x811c9dc5
  const end = Math.min(to, from + most, bytes.length)
  for (let at = from; at < end; at++) hash = Math.imul(hash ^ bytes[at]!, 0x01000193)
  return hash
}
