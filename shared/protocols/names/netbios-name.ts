/** NetBIOS names in their first-level encoding (RFC 1001 section 14.1): 16 bytes as 32 letters, the last byte says what the name is for. */
import { Malformed, type Reader } from "../../bytes/reader.ts"

/** The name without padding, the suffix byte, and where its 32 letters begin. Reused: reading a name writes it. */
export const netbiosName = { text: "", suffix: 0, at: 0 }

/** Is an encoded name at `from`: a length of 32, then letters A to P? */
export function isNetbiosName(bytes: Uint8Array, from: number, to: number): boolean {
  if (to - from < 34 || bytes[from] !== 32) return false
  for (let at = from + 1; at < from + 33; at++) if (bytes[at]! < 0x41 || bytes[at]! > 0x50) return false
  return true
}

/** As much of an encoded name as a short capture left: at least its length and one letter. */
export function beginsNetbiosName(bytes: Uint8Array, from: number, to: number): boolean {
  if (to - from < 2 || bytes[from] !== 32) return false
  const end = Math.min(to, from + 33)
  for (let at = from + 1; at < end; at++) if (bytes[at]! < 0x41 || bytes[at]! > 0x50) return false
  return true
}

/** Reads an encoded name with its scope, or a pointer to one, into `netbiosName`. */
export function readNetbiosName(r: Reader, start: number): void {
  const from = r.at
  if (r.left >= 2 && r.bytes[r.at]! >= 0xc0) {
    const target = start + (r.u16("Pointer to a name") & 0x3fff)
    if (target >= from) throw new Malformed(`NetBIOS name points forward, to offset ${target - start}`)
    return decode(r.bytes, target, r.end)
  }
  r.need(34)
  if (!isNetbiosName(r.bytes, r.at, r.end))
    throw new Malformed(`NetBIOS name of length ${r.bytes[r.at]} or of other letters`)
  decode(r.bytes, r.at, r.end)
  r.at += 33
  for (let labels = 0; ; labels++) {
    const length = r.u8()
    if (length === 0) break
    if (length > 63 || labels > 16) throw new Malformed(`NetBIOS scope label of length ${length}`)
    r.skip(length)
  }
  if (r.trace !== null) r.trace.field("Name", from, r.at - from, netbiosName.text)
}

function decode(bytes: Uint8Array, from: number, to: number): void {
  if (!isNetbiosName(bytes, from, to)) throw new Malformed(`NetBIOS name of length ${bytes[from]} or of other letters`)
  netbiosName.at = from + 1
  let text = ""
  for (let n = 0; n < 16; n++) {
    const byte = ((bytes[from + 1 + n * 2]! - 0x41) << 4) | (bytes[from + 2 + n * 2]! - 0x41)
    if (n < 15) text += String.fromCharCode(byte)
    else netbiosName.suffix = byte
  }
  netbiosName.text = text.replace(/[ \0]+$/, "")
}

/** Suffixes of a computer's own name: workstation and file server. */
export const isHostSuffix = (suffix: number): boolean => suffix === 0x00 || suffix === 0x20

/** Names that are a computer's and not a group's or a browser's. */
export const isHostName = (text: string): boolean => /^[\x21-\x7e][\x20-\x7e]*$/.test(text) && !text.startsWith("\x01")
