/** Writes packets into a pcapng file (draft-ietf-opsawg-pcapng), in blocks of a megabyte. */
import { closeSync, openSync, writeSync } from "node:fs"

const BUFFER = 1 << 20

export class PcapngFile {
  packets = 0
  private readonly file: number
  private readonly buffer = new Uint8Array(BUFFER)
  private readonly view = new DataView(this.buffer.buffer)
  private used = 0

  /** `origin` says what wrote the file, `interfaceName` where the packets come from. */
  constructor(path: string, origin: string, interfaceName: string) {
    this.file = openSync(path, "w")
    this.section(origin)
    this.interface(interfaceName)
  }

  /** `time` in microseconds since 1970 UTC. */
  packet(time: number, bytes: Uint8Array): void {
    const padded = (bytes.length + 3) & ~3
    const total = 32 + padded
    if (this.used + total > BUFFER) this.flush()
    const { view } = this
    const at = this.used
    view.setUint32(at, 6, true)
    view.setUint32(at + 4, total, true)
    view.setUint32(at + 8, 0, true)
    view.setUint32(at + 12, Math.floor(time / 4294967296), true)
    view.setUint32(at + 16, time % 4294967296, true)
    view.setUint32(at + 20, bytes.length, true)
    view.setUint32(at + 24, bytes.length, true)
    this.buffer.set(bytes, at + 28)
    this.buffer.fill(0, at + 28 + bytes.length, at + 28 + padded)
    view.setUint32(at + 28 + padded, total, true)
    this.used += total
    this.packets++
  }

  close(): void {
    this.flush()
    closeSync(this.file)
  }

  private section(origin: string): void {
    const option = this.option(4, origin)
    const total = 28 + option.length + 4
    this.words([0x0a0d0d0a, total, 0x1a2b3c4d, 1, 0xffffffff, 0xffffffff])
    this.raw(option)
    this.words([0, total])
  }

  private interface(name: string): void {
    const option = this.option(2, name)
    const total = 20 + option.length + 4
    this.words([1, total, 1, 0])
    this.raw(option)
    this.words([0, total])
  }

  /** Code, length, UTF-8 text, padded to four bytes. */
  private option(code: number, text: string): Uint8Array {
    const value = new TextEncoder().encode(text)
    const bytes = new Uint8Array(4 + ((value.length + 3) & ~3))
    const view = new DataView(bytes.buffer)
    view.setUint16(0, code, true)
    view.setUint16(2, value.length, true)
    bytes.set(value, 4)
    return bytes
  }

  private words(values: readonly number[]): void {
    for (const value of values) {
      this.view.setUint32(this.used, value, true)
      this.used += 4
    }
  }

  private raw(bytes: Uint8Array): void {
    this.buffer.set(bytes, this.used)
    this.used += bytes.length
  }

  private flush(): void {
    let from = 0
    while (from < this.used) from += writeSync(this.file, this.buffer, from, this.used - from)
    this.used = 0
  }
}
