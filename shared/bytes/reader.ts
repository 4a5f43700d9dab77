/** A bounds-checked cursor over bytes. One reader is reused for every message; `open` points it at the next one. */

/** What a message refuses is said by its text alone: the places in our code that it came by cost more to write down than the message to read. */
class Refusal extends Error {
  constructor(message: string) {
    // V8's own, which the language does not know.
    const errors = Error as ErrorConstructor & { stackTraceLimit?: number }
    const limit = errors.stackTraceLimit
    errors.stackTraceLimit = 0
    super(message)
    if (limit !== undefined) errors.stackTraceLimit = limit
  }
}

/** Fewer bytes than a field needs. In a captured frame that is a short capture, in a stream it asks for more. */
export class Truncated extends Refusal {
  override readonly name = "Truncated"
}

/** A validated layer contradicts itself: a length, a count or a constant that its specification rules out. */
export class Malformed extends Refusal {
  override readonly name = "Malformed"
}

/** Told of every named field that is read, so that one packet can be shown field by field. Absent on the hot path. */
export type Trace = {
  /** `at` and `length` are in bytes of the reader's buffer. */
  field(name: string, at: number, length: number, value: number | string): void
  group(name: string, at: number): void
  end(at: number): void
}

const latin = new TextDecoder("latin1")
const utf8 = new TextDecoder("utf-8")

export class Reader {
  bytes: Uint8Array = new Uint8Array(0)
  /** The next byte to read, counted in `bytes`. */
  at = 0
  /** One past the last readable byte, counted in `bytes`. */
  end = 0
  trace: Trace | null = null

  open(bytes: Uint8Array, from: number, to: number): this {
    this.bytes = bytes
    this.at = from
    this.end = to
    return this
  }

  get left(): number {
    return this.end - this.at
  }

  /** Throws Truncated unless `count` more bytes can be read. */
  need(count: number): void {
    if (this.end - this.at < count) throw new Truncated(`${count} bytes needed, ${this.end - this.at} left`)
  }

  u8(name?: string): number {
    const at = this.at
    if (at + 1 > this.end) this.need(1)
    const value = this.bytes[at]!
    this.at = at + 1
    if (this.trace !== null) this.tell(name, at, 1, value)
    return value
  }

  u16(name?: string): number {
    const at = this.at
    if (at + 2 > this.end) this.need(2)
    const value = (this.bytes[at]! << 8) | this.bytes[at + 1]!
    this.at = at + 2
    if (this.trace !== null) this.tell(name, at, 2, value)
    return value
  }

  u16le(name?: string): number {
    const at = this.at
    if (at + 2 > this.end) this.need(2)
    const value = (this.bytes[at + 1]! << 8) | this.bytes[at]!
    this.at = at + 2
    if (this.trace !== null) this.tell(name, at, 2, value)
    return value
  }

  u24(name?: string): number {
    const at = this.at
    if (at + 3 > this.end) this.need(3)
    const value = (this.bytes[at]! << 16) | (this.bytes[at + 1]! << 8) | this.bytes[at + 2]!
    this.at = at + 3
    if (this.trace !== null) this.tell(name, at, 3, value)
    return value
  }

  u32(name?: string): number {
    const at = this.at
    if (at + 4 > this.end) this.need(4)
    const b = this.bytes
    const value = ((b[at]! << 24) | (b[at + 1]! << 16) | (b[at + 2]! << 8) | b[at + 3]!) >>> 0
    this.at = at + 4
    if (this.trace !== null) this.tell(name, at, 4, value)
    return value
  }

  u32le(name?: string): number {
    const at = this.at
    if (at + 4 > this.end) this.need(4)
    const b = this.bytes
    const value = ((b[at + 3]! << 24) | (b[at + 2]! << 16) | (b[at + 1]! << 8) | b[at]!) >>> 0
    this.at = at + 4
    if (this.trace !== null) this.tell(name, at, 4, value)
    return value
  }

  /** Text of `length` bytes, Latin-1, as it stands (no trimming). Builds a string: novelty only. */
  text(length: number, name?: string): string {
    this.need(length)
    const value = latin.decode(this.bytes.subarray(this.at, this.at + length))
    if (this.trace !== null) this.tell(name, this.at, length, value)
    this.at += length
    return value
  }

  /** Text of `length` bytes, UTF-8, wrong sequences replaced. Builds a string: novelty only. */
  utf8(length: number, name?: string): string {
    this.need(length)
    const value = utf8.decode(this.bytes.subarray(this.at, this.at + length))
    if (this.trace !== null) this.tell(name, this.at, length, value)
    this.at += length
    return value
  }

  /** Passes over `length` bytes; named, they are shown as raw bytes. */
  skip(length: number, name?: string): void {
    if (length < 0) throw new Malformed(`negative length ${length}`)
    this.need(length)
    if (this.trace !== null && name !== undefined) this.trace.field(name, this.at, length, `${length} bytes`)
    this.at += length
  }

  /** Opens a named group of fields in the trace; nothing on the hot path. */
  group(name: string): void {
    if (this.trace !== null) this.trace.group(name, this.at)
  }

  endGroup(): void {
    if (this.trace !== null) this.trace.end(this.at)
  }

  private tell(name: string | undefined, at: number, length: number, value: number | string): void {
    if (name !== undefined) this.trace!.field(name, at, length, value)
  }
}
