/** What follows a request of TFTP (RFC 1350 section 2): blocks of 512 bytes or as agreed on (RFC 2348), until a shorter one. */
import type { CarriedFile } from "../../facts/fact.ts"
import type { Channel } from "../carrying.ts"
import { FileBody } from "./file-body.ts"
import { latinText } from "./lines.ts"

const DATA = 3
const FAULT = 5
const OPTIONS = 6
const HEADER = 4

export class TftpData implements Channel {
  isOver = false
  private body: FileBody | null = null
  private readonly name: string
  private readonly way: CarriedFile["way"]
  private block = 512
  /** The number of the next block; they wrap around. */
  private next = 1
  private isWhole = false

  constructor(name: string, way: CarriedFile["way"]) {
    this.name = name
    this.way = way
  }

  take(bytes: Uint8Array, from: number, to: number, time: number): void {
    if (to - from < HEADER || bytes[from] !== 0) return
    const kind = bytes[from + 1]
    if (kind === OPTIONS) this.agreed(bytes, from + 2, to)
    else if (kind === FAULT) this.isOver = true
    else if (kind === DATA) this.data(bytes, from, to, time)
  }

  missed(): void {
    this.body?.spoils("incomplete")
  }

  over(isClean: boolean): CarriedFile | null {
    return this.body === null ? null : this.body.over(isClean && this.isWhole)
  }

  private data(bytes: Uint8Array, from: number, to: number, time: number): void {
    const number = (bytes[from + 2]! << 8) | bytes[from + 3]!
    this.body ??= new FileBody(this.name, this.way, time)
    // A block is sent again where its acknowledgement was lost.
    const ahead = (number - this.next + 0x10000) & 0xffff
    if (ahead > 0x8000) return
    if (ahead > 0) this.missed()
    this.next = (number + 1) & 0xffff
    this.body.take(bytes, from + HEADER, to)
    if (to - from - HEADER >= this.block) return
    this.isWhole = this.isOver = true
  }

  /** RFC 2347: names and values in turn, each with a zero behind it. */
  private agreed(bytes: Uint8Array, from: number, to: number): void {
    const words = latinText(bytes, from, Math.min(to, from + 200)).split("\0")
    const at = words.findIndex((word) => word.toLowerCase() === "blksize")
    const size = at < 0 ? NaN : Number(words[at + 1])
    if (size >= 8 && size <= 65_464) this.block = size
  }
}
