/** The part of a file that is in memory: filled at the end, used up from the front. Its size is the bound on memory. */
export class Window {
  bytes: Uint8Array<ArrayBuffer>
  /** Unread bytes are `bytes[at..end]`. */
  at = 0
  end = 0
  /** Offset in the uncompressed file of `bytes[0]`. */
  base = 0
  /** True once the file has no more bytes than those here. */
  complete = false

  constructor(size: number) {
    this.bytes = new Uint8Array(size)
  }

  /** Where the next bytes of the file go; call `filled` with how many came. Moves what is unread to the front first. */
  room(): Uint8Array<ArrayBuffer> {
    if (this.at > 0) {
      this.bytes.copyWithin(0, this.at, this.end)
      this.base += this.at
      this.end -= this.at
      this.at = 0
    }
    if (this.end === this.bytes.length) this.grow()
    return this.bytes.subarray(this.end)
  }

  filled(count: number): void {
    this.end += count
  }

  get left(): number {
    return this.end - this.at
  }

  /** Offset in the uncompressed file of the next unread byte. */
  get offset(): number {
    return this.base + this.at
  }

  private grow(): void {
    const larger = new Uint8Array(this.bytes.length * 2)
    larger.set(this.bytes)
    this.bytes = larger
  }
}
