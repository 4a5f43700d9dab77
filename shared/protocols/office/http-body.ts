/** How the body of an HTTP message is framed (RFC 9112 section 6): by its length, in chunks, or to the end of the connection. */

type Taker = (bytes: Uint8Array, from: number, to: number) => void

export class HttpBody {
  isOver = false
  /** What is still to come of the whole or of the chunk; Infinity: to the end of the connection. */
  private left: number
  private readonly isChunked: boolean
  private phase: "size" | "data" | "behind" | "trailer" = "size"
  private number = 0
  private hasNumber = false
  private isExtension = false
  private trailerLength = 0

  /** `length`: Infinity where only the end of the connection tells. */
  constructor(isChunked: boolean, length: number) {
    this.isChunked = isChunked
    this.left = isChunked ? 0 : length
    this.isOver = !isChunked && length === 0
  }

  get endsWithConnection(): boolean {
    return !this.isChunked && this.left === Infinity
  }

  /** How far it came: what is behind belongs to the next message. -1: this is no body. */
  take(bytes: Uint8Array, from: number, to: number, taker: Taker): number {
    let at = from
    while (at < to && !this.isOver) {
      if (!this.isChunked || this.phase === "data") {
        const end = Math.min(to, at + this.left)
        taker(bytes, at, end)
        this.left -= end - at
        at = end
        if (this.left > 0) continue
        if (this.isChunked) this.phase = "behind"
        else this.isOver = true
      } else if (!this.frame(bytes[at++]!)) return -1
    }
    return at
  }

  /** Section 7.1: the size in hexadecimal, perhaps extensions, a line end; the data and a line end; after size 0 trailers to an empty line. */
  private frame(byte: number): boolean {
    if (this.phase === "behind") {
      if (byte === 0x0a) this.phase = "size"
      return byte === 0x0a || byte === 0x0d
    }
    if (this.phase === "trailer") {
      if (byte === 0x0a) {
        this.isOver = this.trailerLength === 0
        this.trailerLength = 0
      } else if (byte !== 0x0d) this.trailerLength++
      return true
    }
    return this.size(byte)
  }

  private size(byte: number): boolean {
    if (byte === 0x0a) {
      if (!this.hasNumber) return false
      this.left = this.number
      this.phase = this.number === 0 ? "trailer" : "data"
      this.number = 0
      this.hasNumber = this.isExtension = false
      return true
    }
    if (this.isExtension || byte === 0x0d || byte === 0x20) return true
    if (byte === 0x3b) {
      this.isExtension = true
      return true
    }
    const digit = "0123456789abcdef".indexOf(String.fromCharCode(byte).toLowerCase())
    if (digit < 0 || this.number > 2 ** 40) return false
    this.number = this.number * 16 + digit
    this.hasNumber = true
    return true
  }
}
