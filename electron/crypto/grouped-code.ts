/**
 * Codes for paper and phone: digits and letters that can't be mistaken for each other (Crockford's base 32), in groups of four, the last
 * character a check that finds every mistyped one (the hybrid system of ISO/IEC 7064, here with modulus 32).
 */

const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
const base = alphabet.length

function checkCharacter(data: string): string {
  let sum = base
  for (const one of data) {
    const folded = (sum + alphabet.indexOf(one)) % base || base
    sum = (folded * 2) % (base + 1)
  }
  return alphabet[(base + 1 - sum) % base]!
}

const inGroups = (code: string): string => code.match(/.{1,4}/g)!.join("-")

/** The first bits of `bytes` as `characters` of data and one check character; zeroes where the bytes end. */
export function groupedCode(bytes: Uint8Array, characters: number): string {
  let bits = 0
  let held = 0
  let at = 0
  let code = ""
  while (code.length < characters) {
    if (bits < 5) {
      held = ((held << 8) | (bytes[at++] ?? 0)) & 0xffff
      bits += 8
    }
    bits -= 5
    code += alphabet[(held >> bits) & 31]!
  }
  return inGroups(code + checkCharacter(code))
}

/** As typed by a person: case, spaces and dashes do not count, O is 0, I and L are 1. Null where it is not such a code of that length. */
export function readGroupedCode(typed: string, characters: number): string | null {
  const code = typed
    .toUpperCase()
    .replaceAll(/[\s\-–—]/gu, "")
    .replaceAll("O", "0")
    .replaceAll(/[IL]/g, "1")
  if (code.length !== characters + 1 || [...code].some((one) => !alphabet.includes(one))) return null
  return checkCharacter(code.slice(0, -1)) === code.at(-1) ? inGroups(code) : null
}

/** The bytes of a code that readGroupedCode accepted. */
export function bytesOfGroupedCode(code: string, length: number): Uint8Array {
  const data = code.replaceAll("-", "").slice(0, -1)
  const bytes = new Uint8Array(length)
  for (let bit = 0; bit < length * 8; bit++) {
    const value = alphabet.indexOf(data[Math.floor(bit / 5)] ?? "0")
    if ((value >> (4 - (bit % 5))) & 1) bytes[bit >> 3]! |= 0x80 >> (bit & 7)
  }
  return bytes
}
