/** Elements of ASN.1's basic encoding rules as annotated hexadecimal, their lengths worked out. */
import { hex } from "./hex.ts"

/** The tag and the contents in the form that `hex` takes; gives the same form. */
export function ber(tag: string, ...contents: readonly string[]): string {
  const all = contents.join("\n")
  const length = hex(all).length
  const octets = length.toString(16).padStart(length > 0xff ? 4 : 2, "0")
  return `${tag} ${length < 0x80 ? "" : length > 0xff ? "82" : "81"}${octets}\n${all}\n`
}
