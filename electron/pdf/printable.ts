/** Text as the report's font can print it. Names come from hostile traffic: what the font lacks, or what would move other letters, stands as �. */

/** First and last code point of what Roboto has a glyph for and what stays in its place: no combining marks, no controls of direction. */
const glyphs: readonly (readonly [number, number])[] = [
  [0x20, 0x7e],
  [0xa0, 0xac],
  [0xae, 0x17f],
  [0x192, 0x192],
  [0x1fa, 0x1ff],
  [0x218, 0x21b],
  [0x2bc, 0x2bc],
  [0x2c6, 0x2c7],
  [0x2d8, 0x2dd],
  [0x384, 0x38a],
  [0x38c, 0x38c],
  [0x38e, 0x3a1],
  [0x3a3, 0x3ce],
  [0x400, 0x482],
  [0x48a, 0x513],
  [0x1e80, 0x1e85],
  [0x1ea0, 0x1ef9],
  [0x200b, 0x200b],
  [0x2010, 0x2011],
  [0x2013, 0x2015],
  [0x2017, 0x201e],
  [0x2020, 0x2022],
  [0x2026, 0x2026],
  [0x2030, 0x2030],
  [0x2032, 0x2033],
  [0x2039, 0x203a],
  [0x2044, 0x2044],
  [0x2070, 0x2070],
  [0x2074, 0x208e],
  [0x20ab, 0x20ac],
  [0x2116, 0x2116],
  [0x2122, 0x2122],
  [0x2126, 0x2126],
  [0x2202, 0x2202],
  [0x2206, 0x2206],
  [0x220f, 0x220f],
  [0x2211, 0x2212],
  [0x221a, 0x221a],
  [0x221e, 0x221e],
  [0x222b, 0x222b],
  [0x2248, 0x2248],
  [0x2260, 0x2260],
  [0x2264, 0x2265],
  [0x25ca, 0x25ca],
]

export const notPrintable = "\ufffd"

const instead: Readonly<Record<string, string>> = { "→": "->", "←": "<-", "↔": "<->", "\u202f": "\u00a0", "\t": " " }

const hasGlyph = (point: number): boolean => glyphs.some(([first, last]) => point >= first && point <= last)

/** Lines stay lines; a row of letters that can't be printed stands as one sign each. */
export function printable(text: string): string {
  if (/^[\x20-\x7e]*$/.test(text)) return text
  let out = ""
  for (const letter of text.normalize("NFC").replace(/\r\n?/g, "\n")) {
    const point = letter.codePointAt(0) ?? 0
    out += letter === "\n" || hasGlyph(point) ? letter : (instead[letter] ?? notPrintable)
  }
  return out
}
