/** Bytes put together from numbers, text and other bytes, for the messages of the sample plant. */

export type Part = readonly number[] | Uint8Array | string

/** One array of all parts; text is one byte a letter. */
export function join(...parts: readonly Part[]): Uint8Array {
  let length = 0
  for (const part of parts) length += part.length
  const bytes = new Uint8Array(length)
  let at = 0
  for (const part of parts) {
    if (typeof part === "string") for (let n = 0; n < part.length; n++) bytes[at + n] = part.charCodeAt(n)
    else bytes.set(part, at)
    at += part.length
  }
  return bytes
}

export const u16 = (value: number): readonly number[] => [(value >>> 8) & 255, value & 255]
export const u32 = (value: number): readonly number[] => [
  (value >>> 24) & 255,
  (value >>> 16) & 255,
  (value >>> 8) & 255,
  value & 255,
]
export const u16le = (value: number): readonly number[] => [value & 255, (value >>> 8) & 255]
export const u32le = (value: number): readonly number[] => [
  value & 255,
  (value >>> 8) & 255,
  (value >>> 16) & 255,
  (value >>> 24) & 255,
]
export const zeros = (count: number): Uint8Array => new Uint8Array(count)

/** Text padded with spaces, or cut, to `length`. */
export const padded = (text: string, length: number, fill = " "): string => text.slice(0, length).padEnd(length, fill)

/** "00:1b:1b:…" or "00 1b" as numbers. */
export const fromHex = (text: string): readonly number[] =>
  (text.match(/[0-9a-f]{2}/gi) ?? []).map((pair) => parseInt(pair, 16))
