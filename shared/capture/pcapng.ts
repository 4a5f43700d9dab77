/** pcapng (draft-ietf-opsawg-pcapng): sections, interfaces, packet blocks old and new, names, statistics; others passed over. */
import { largestFrame, type Format, type Report, type Step } from "./format.ts"
import type { Frame } from "./frame.ts"
import type { CaptureProblem } from "./problem.ts"
import { clockOf, type Clock } from "./pcapng-time.ts"
import type { Window } from "./window.ts"

const sectionHeader = 0x0a0d0d0a
/** Section 3: blocks that carry what is read here. */
const interfaceDescription = 1
const oldPacket = 2
const simplePacket = 3
const nameResolution = 4
const interfaceStatistics = 5
const enhancedPacket = 6

/** Blocks longer than this are passed over without being kept in memory. */
const largestBlock = 1 << 24

type Interface = { readonly linkType: number; readonly snapLength: number; readonly clock: Clock; drops: number }

/** A name that the file itself gives to an address. */
export type FileName = { readonly address: Uint8Array; readonly name: string }

export class PcapNg implements Format {
  readonly fileType = "pcapng"
  readonly linkTypes: number[] = []
  /** From name resolution blocks, in order. */
  readonly names: FileName[] = []
  private little = true
  private interfaces: Interface[] = []
  private readonly counted: Interface[] = []
  /** Bytes still to pass over, of a block that is too long to keep. */
  private toSkip = 0
  /** The section is of a version that is not read. */
  private foreign = false
  /** Time of the last packet that carried one. */
  private lastTime = 0
  private over = false
  private readonly report: Report

  /** What the capturing machine itself lost, as its statistics blocks say. */
  get drops(): readonly CaptureProblem[] {
    return this.counted.flatMap(({ drops }, index) => {
      if (drops === 0) return []
      const message = `The capturing machine dropped ${drops} packets on interface ${index}. What they carried is missing here.`
      return [{ code: "interface-drops" as const, offset: 0, message }]
    })
  }

  constructor(report: Report) {
    this.report = report
  }

  next(window: Window, frame: Frame): Step {
    for (;;) {
      if (this.over) return "end"
      if (this.toSkip > 0 && !this.skip(window)) return this.short(window, this.toSkip)
      if (window.left < 12) return this.short(window, 12)
      const at = window.at
      const big = this.big(window.bytes, at)
      if (big === sectionHeader && window.left < 28) return this.short(window, 28)
      if (big === sectionHeader && !this.section(window)) return this.over ? "end" : this.resync(window)
      const type = this.u32(window.bytes, at)
      const length = this.u32(window.bytes, at + 4)
      if (length < 12) return this.resync(window)
      // Some writers give the length without the padding; the next block begins at the padded place all the same.
      const padded = Math.ceil(length / 4) * 4
      if (length > largestBlock || (this.foreign && type !== sectionHeader)) {
        this.toSkip = padded
        continue
      }
      if (window.left < padded) return this.short(window, padded)
      window.at += padded
      if (this.block(type, window, at, padded, frame)) return "frame"
    }
  }

  private block(type: number, window: Window, at: number, length: number, frame: Frame): boolean {
    if (type === enhancedPacket) return this.enhanced(window, at, length, frame)
    if (type === interfaceDescription) this.describe(window.bytes, at, length)
    else if (type === simplePacket) return this.simple(window, at, length, frame)
    else if (type === oldPacket) return this.old(window, at, length, frame)
    else if (type === nameResolution) this.resolve(window.bytes, at, length)
    else if (type === interfaceStatistics) this.statistics(window, at, length)
    return false
  }

  private enhanced(window: Window, at: number, length: number, frame: Frame): boolean {
    const b = window.bytes
    if (length < 32) return this.bad(window, at, "an enhanced packet block is too short")
    return this.take(window, at, frame, {
      interface: this.u32(b, at + 8),
      high: this.u32(b, at + 12),
      low: this.u32(b, at + 16),
      captured: this.u32(b, at + 20),
      wire: this.u32(b, at + 24),
      data: at + 28,
      end: at + length - 4,
    })
  }

  private old(window: Window, at: number, length: number, frame: Frame): boolean {
    const b = window.bytes
    if (length < 32) return this.bad(window, at, "a packet block is too short")
    return this.take(window, at, frame, {
      interface: this.little ? b[at + 8]! | (b[at + 9]! << 8) : (b[at + 8]! << 8) | b[at + 9]!,
      high: this.u32(b, at + 12),
      low: this.u32(b, at + 16),
      captured: this.u32(b, at + 20),
      wire: this.u32(b, at + 24),
      data: at + 28,
      end: at + length - 4,
    })
  }

  private simple(window: Window, at: number, length: number, frame: Frame): boolean {
    if (length < 16) return this.bad(window, at, "a simple packet block is too short")
    const wire = this.u32(window.bytes, at + 8)
    const snap = this.interfaces[0]?.snapLength ?? 0
    const captured = Math.min(wire, length - 16, snap === 0 ? wire : snap)
    const end = at + length - 4
    const time = this.lastTime
    const taken = this.take(window, at, frame, { interface: 0, high: 0, low: 0, captured, wire, data: at + 12, end })
    this.lastTime = frame.time = time // simple packet blocks carry no time
    return taken
  }

  private take(window: Window, at: number, frame: Frame, p: PacketParts): boolean {
    const from = this.interfaces[p.interface]
    if (from === undefined)
      return this.bad(window, at, `a packet names interface ${p.interface}, which is not described`)
    if (p.captured > p.end - p.data || p.captured > largestFrame) {
      return this.bad(window, at, `a packet announces ${p.captured} bytes, its block holds ${p.end - p.data}`)
    }
    frame.bytes = window.bytes
    frame.start = p.data
    frame.end = p.data + p.captured
    frame.wireLength = p.wire
    frame.linkType = from.linkType
    frame.time = from.clock(p.high, p.low)
    if (frame.time > 0) this.lastTime = frame.time
    frame.fileOffset = window.base + p.data
    return true
  }

  private section(window: Window): boolean {
    const b = window.bytes
    const order = this.big(b, window.at + 8)
    if (order !== 0x1a2b3c4d && order !== 0x4d3c2b1a) return false
    this.little = order === 0x4d3c2b1a
    this.interfaces = []
    this.version(window)
    return true
  }

  private version(window: Window): void {
    const major = this.u16(window.bytes, window.at + 12)
    this.foreign = major !== 1
    if (!this.foreign) return
    const message = `The section at byte ${window.offset} is of pcapng version ${major}, which is not read. It was passed over.`
    this.report({ code: "unsupported-pcap-variant", offset: window.offset, message })
  }

  private describe(b: Uint8Array, at: number, length: number): void {
    const linkType = this.little ? b[at + 8]! | (b[at + 9]! << 8) : (b[at + 8]! << 8) | b[at + 9]!
    let resolution = 6
    let offset = 0
    this.options(b, at + 16, at + length - 4, (code, from, size) => {
      if (code === 9 && size >= 1) resolution = b[from]!
      if (code === 14 && size >= 8) {
        const [low, high] = this.little
          ? [this.u32(b, from), this.u32(b, from + 4)]
          : [this.u32(b, from + 4), this.u32(b, from)]
        offset = (high | 0) * 4294967296 + low
      }
    })
    if (!this.linkTypes.includes(linkType)) this.linkTypes.push(linkType)
    const described = { linkType, snapLength: this.u32(b, at + 12), clock: clockOf(resolution, offset), drops: 0 }
    this.interfaces.push(described)
    if (this.counted.length < 10_000) this.counted.push(described)
  }

  private resolve(b: Uint8Array, at: number, length: number): void {
    const end = at + length - 4
    for (let p = at + 8; p + 4 <= end;) {
      const type = this.u16(b, p)
      const size = this.u16(b, p + 2)
      const addressLength = type === 1 ? 4 : type === 2 ? 16 : 0
      if (type === 0 || p + 4 + size > end) return
      if (addressLength > 0 && size > addressLength && this.names.length < 100_000) {
        const text = latin.decode(b.subarray(p + 4 + addressLength, p + 4 + size))
        const name = text.split("\0")[0] ?? ""
        if (name !== "") this.names.push({ address: b.slice(p + 4, p + 4 + addressLength), name })
      }
      p += 4 + ((size + 3) & ~3)
    }
  }

  /** isb_ifdrop counts from the start of the capture, so only what is more than last time is new. */
  private statistics(window: Window, at: number, length: number): void {
    const b = window.bytes
    const from = this.interfaces[this.u32(b, at + 8)]
    if (from === undefined || length < 24) return
    this.options(b, at + 20, at + length - 4, (code, start, size) => {
      if (code !== 5 || size < 8) return
      const [low, high] = this.little
        ? [this.u32(b, start), this.u32(b, start + 4)]
        : [this.u32(b, start + 4), this.u32(b, start)]
      from.drops = Math.max(from.drops, high * 4294967296 + low)
    })
  }

  private options(
    b: Uint8Array,
    from: number,
    end: number,
    each: (code: number, from: number, size: number) => void,
  ): void {
    for (let p = from; p + 4 <= end;) {
      const code = this.u16(b, p)
      const size = this.u16(b, p + 2)
      if (code === 0 || p + 4 + size > end) return
      each(code, p + 4, size)
      p += 4 + ((size + 3) & ~3)
    }
  }

  private skip(window: Window): boolean {
    const step = Math.min(this.toSkip, window.left)
    window.at += step
    this.toSkip -= step
    return this.toSkip === 0
  }

  private bad(window: Window, at: number, why: string): false {
    const message = `A block at byte ${window.base + at} is damaged: ${why}. It was passed over; reading went on after it.`
    this.report({ code: "damaged-block", offset: window.base + at, message })
    return false
  }

  private short(window: Window, wanted: number): Step {
    if (!window.complete) return "more"
    this.over = true
    if (window.left > 0 || this.toSkip > 0) {
      const message = `The file ends inside a block at byte ${window.offset}: ${wanted} bytes were announced, ${window.left} are there. Everything before it was read.`
      this.report({ code: "cut-short", offset: window.offset, message })
    }
    return "end"
  }

  /** A block length that can't be: nothing after it can be told apart until the next section begins. */
  private resync(window: Window): Step {
    const lostAt = window.offset
    for (let p = window.at + 4; p + 12 <= window.end; p += 4) {
      const order = this.big(window.bytes, p + 8)
      if (this.big(window.bytes, p) !== sectionHeader || (order !== 0x1a2b3c4d && order !== 0x4d3c2b1a)) continue
      window.at = p
      const message = `The block length at byte ${lostAt} is impossible. Reading went on at the next section, at byte ${window.offset}.`
      this.report({ code: "damaged-block", offset: lostAt, message })
      return "more"
    }
    this.over = true
    const message = `The block length at byte ${lostAt} is impossible, and no further section follows nearby. Everything before it was read.`
    this.report({ code: "damaged-block", offset: lostAt, message })
    return "end"
  }

  private big(b: Uint8Array, at: number): number {
    return ((b[at]! << 24) | (b[at + 1]! << 16) | (b[at + 2]! << 8) | b[at + 3]!) >>> 0
  }

  private u16(b: Uint8Array, at: number): number {
    return this.little ? b[at]! | (b[at + 1]! << 8) : (b[at]! << 8) | b[at + 1]!
  }

  private u32(b: Uint8Array, at: number): number {
    return this.little ? (b[at]! | (b[at + 1]! << 8) | (b[at + 2]! << 16) | (b[at + 3]! << 24)) >>> 0 : this.big(b, at)
  }
}

type PacketParts = {
  readonly interface: number
  readonly high: number
  readonly low: number
  readonly captured: number
  readonly wire: number
  readonly data: number
  readonly end: number
}

const latin = new TextDecoder("utf-8")
