/** The files attached to a mail that is sent or fetched (RFC 5321 section 4.5.2, RFC 1939 section 3: a line of one dot ends it, a dot before a dot is taken away). */
import type { CarriedFile } from "../../facts/fact.ts"
import { MimeFiles } from "../office/mime-files.ts"

const DOT = 0x2e
const FEED = 0x0a
const dot = Uint8Array.of(DOT)

export class MailFiles {
  private readonly mime: MimeFiles
  /** Bytes at the beginning of a line that are held back: a dot, and perhaps a carriage return. */
  private isLineStart = true
  private isDot = false
  /** The line of one dot has passed. */
  isOver = false

  constructor(way: CarriedFile["way"], found: (file: CarriedFile) => void) {
    this.mime = new MimeFiles(way, "", found)
  }

  take(bytes: Uint8Array, from: number, to: number, time: number): void {
    let begin = from
    for (let at = from; at < to && !this.isOver; at++) {
      const byte = bytes[at]!
      if (this.isDot) {
        this.isDot = false
        if (byte === 0x0d || byte === FEED) return this.ends()
        // A dot that stands before anything else was put there for the way; some do without.
        if (byte !== DOT) this.mime.take(dot, 0, 1, time)
        begin = at
      } else if (this.isLineStart && byte === DOT) {
        this.mime.take(bytes, begin, at, time)
        this.isDot = true
        begin = at + 1
      }
      this.isLineStart = byte === FEED
    }
    if (!this.isOver) this.mime.take(bytes, begin, Math.max(begin, to), time)
  }

  /** Pieces with a length (RFC 3030) have no dots. */
  piece(bytes: Uint8Array, from: number, to: number, time: number): void {
    this.mime.take(bytes, from, to, time)
  }

  private ends(): void {
    this.isOver = true
    this.mime.over(true)
  }

  /** No more comes. */
  over(isWhole: boolean): void {
    if (!this.isOver) this.mime.over(isWhole)
    this.isOver = true
  }
}
