/** How content is written in letters (RFC 2045 section 6.7 and 6.8), decoded piece by piece. */

type Taker = { take(bytes: Uint8Array, from: number, to: number): void }

const values = new Int8Array(256).fill(-1)
;[..."ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"].forEach((letter, n) => {
  values[letter.charCodeAt(0)] = n
})

export class Base64 {
  /** Everything so far were letters of base64, spaces and the end. */
  isClean = true
  private held = 0
  private bits = 0
  private isOver = false
  private readonly out = new Uint8Array(3 * 1024)

  restart(): void {
    this.held = this.bits = 0
    this.isOver = false
    this.isClean = true
  }

  decode(text: Uint8Array, to: Taker): void {
    const { out } = this
    let length = 0
    for (const byte of text) {
      const value = values[byte]!
      if (value < 0) {
        if (byte === 0x3d) this.isOver = true
        else if (byte !== 0x20 && byte !== 0x09) this.isClean = false
        continue
      }
      if (this.isOver) {
        this.isClean = false
        continue
      }
      this.held = ((this.held << 6) | value) & 0xffff
      this.bits += 6
      if (this.bits < 8) continue
      this.bits -= 8
      out[length++] = (this.held >> this.bits) & 255
      if (length < out.length) continue
      to.take(out, 0, length)
      length = 0
    }
    to.take(out, 0, length)
  }
}

const hexValue = (byte: number | undefined): number => {
  if (byte === undefined) return -1
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30
  const letter = byte & 0xdf
  return letter >= 0x41 && letter <= 0x46 ? letter - 0x37 : -1
}

/** One line. `isSoft`: its end is none. */
export function quotedPrintable(text: Uint8Array): { readonly bytes: Uint8Array; readonly isSoft: boolean } {
  const bytes = new Uint8Array(text.length)
  let length = 0
  for (let at = 0; at < text.length; at++) {
    const [high, low] = [hexValue(text[at + 1]), hexValue(text[at + 2])]
    if (text[at] !== 0x3d) bytes[length++] = text[at]!
    else if (high >= 0 && low >= 0) {
      bytes[length++] = high * 16 + low
      at += 2
    } else if (at === text.length - 1) return { bytes: bytes.subarray(0, length), isSoft: true }
  }
  return { bytes: bytes.subarray(0, length), isSoft: false }
}
