/** Classic pcap (draft-ietf-opsawg-pcap): both byte orders, micro- and nanoseconds, and the variant with longer record headers. */
import { largestFrame, type Format, type Report, type Step } from "./format.ts"
import type { Frame } from "./frame.ts"
import type { Window } from "./window.ts"

type Variant = { readonly little: boolean; readonly nanoseconds: boolean; readonly recordHeader: number }

/** By the first four bytes, read big-endian. 24-byte record headers: the "modified" pcap of A. Kuznetzov. */
const variants: Readonly<Record<number, Variant>> = {
  0xa1b2c3d4: { little: false, nanoseconds: false, recordHeader: 16 },
  0xd4c3b2a1: { little: true, nanoseconds: false, recordHeader: 16 },
  0xa1b23c4d: { little: false, nanoseconds: true, recordHeader: 16 },
  0x4d3cb2a1: { little: true, nanoseconds: true, recordHeader: 16 },
  0xa1b2cd34: { little: false, nanoseconds: false, recordHeader: 24 },
  0x34cdb2a1: { little: true, nanoseconds: false, recordHeader: 24 },
}

export const isPcap = (magic: number): boolean => variants[magic] !== undefined

export class Pcap implements Format {
  readonly fileType = "pcap"
  readonly linkTypes: readonly number[]
  private readonly variant: Variant
  private readonly linkType: number
  private readonly report: Report
  private over = false

  /** `window` stands at the file header, all 24 bytes of it present. */
  constructor(window: Window, report: Report) {
    const b = window.bytes
    const at = window.at
    this.report = report
    this.variant = variants[((b[at]! << 24) | (b[at + 1]! << 16) | (b[at + 2]! << 8) | b[at + 3]!) >>> 0]!
    // The upper half of the field tells of frame check sequences; the type is the lower half (draft, section 4).
    this.linkType = this.number(b, at + 20) & 0xffff
    this.linkTypes = [this.linkType]
    window.at += 24
  }

  next(window: Window, frame: Frame): Step {
    if (this.over) return "end"
    const header = this.variant.recordHeader
    if (window.left < header) return this.short(window, header)
    const b = window.bytes
    const at = window.at
    const length = this.number(b, at + 8)
    if (length > largestFrame) return this.damaged(window, length)
    if (window.left < header + length) return this.short(window, header + length)
    const parts = this.number(b, at + 4)
    const micros = this.variant.nanoseconds ? Math.floor(parts / 1000) : parts
    // A fraction of a second that is no fraction is damage; the second still stands.
    frame.time = this.number(b, at) * 1e6 + (micros < 1e6 ? micros : 0)
    frame.wireLength = this.number(b, at + 12)
    frame.linkType = this.linkType
    frame.bytes = b
    frame.start = at + header
    frame.end = at + header + length
    frame.fileOffset = window.base + frame.start
    window.at = frame.end
    return "frame"
  }

  private number(b: Uint8Array, at: number): number {
    return this.variant.little
      ? (b[at]! | (b[at + 1]! << 8) | (b[at + 2]! << 16) | (b[at + 3]! << 24)) >>> 0
      : ((b[at]! << 24) | (b[at + 1]! << 16) | (b[at + 2]! << 8) | b[at + 3]!) >>> 0
  }

  private short(window: Window, wanted: number): Step {
    if (!window.complete) return "more"
    this.over = true
    if (window.left > 0) {
      const message = `The file ends inside a packet at byte ${window.offset}: ${wanted} bytes were announced, ${window.left} are there. Everything before it was read.`
      this.report({ code: "cut-short", offset: window.offset, message })
    }
    return "end"
  }

  private damaged(window: Window, length: number): Step {
    this.over = true
    const message = `The packet header at byte ${window.offset} announces ${length} bytes, more than any capture tool writes. Everything before it was read; the rest can't be told apart.`
    this.report({ code: "bad-record-length", offset: window.offset, message })
    return "end"
  }
}
