/**
 * The password of a controller (user data, group 5, function 1): eight bytes, filled up with blanks, each combined with 0x55 and the one two before it. Whoever sees
 * it pass can read it; what leaves here is masked.
 */
import type { Reader } from "../../bytes/reader.ts"
import type { MaskedSecret } from "../../facts/fact.ts"
import { masked } from "../office/credentials.ts"

export const GROUP = 5
export const SET = 1
/** Return code, transport size and length stand before it. */
const HEAD = 4
const LENGTH = 8
const KEY = 0x55

/** null where the bytes are not there. */
export function passwordOf(r: Reader): MaskedSecret | null {
  if (r.left < HEAD + LENGTH) return null
  const at = r.at + HEAD
  let text = ""
  for (let n = 0; n < LENGTH; n++)
    text += String.fromCharCode(r.bytes[at + n]! ^ KEY ^ (n < 2 ? 0 : r.bytes[at + n - 2]!))
  return masked("", text.replace(/[ \0]+$/, ""))
}
