/** Bytes of a capture file in, frames out. The format is told by the first bytes, never by the file's name. */
import type { Format, Step } from "./format.ts"
import type { Frame } from "./frame.ts"
import { isPcap, Pcap } from "./pcap.ts"
import { PcapNg, type FileName } from "./pcapng.ts"
import type { CaptureProblem } from "./problem.ts"
import { Window } from "./window.ts"

/** One read of the file; a frame that spans two is moved to the front of the window. */
const windowSize = 1 << 19
/** Kept word for word; beyond, only counted. */
const mostProblems = 200

export class CaptureReader {
  readonly window = new Window(windowSize)
  private readonly listed: CaptureProblem[] = []
  private format: Format | null = null
  private unknown = false
  private frames = 0
  private unlisted = 0

  /** Asks for the next frame. After "more": fill `window.room()` and say `window.filled(count)`, or set `window.complete`. */
  next(frame: Frame): Step {
    if (this.format === null) {
      if (this.unknown) return "end"
      if (this.window.left < 24 && !this.window.complete) return "more"
      this.sniff()
      return this.next(frame)
    }
    let step: Step
    do step = this.format.next(this.window, frame)
    while (step === "more" && this.window.complete)
    if (step === "frame") frame.number = ++this.frames
    return step
  }

  get fileType(): "pcap" | "pcapng" | "unknown" {
    return this.format?.fileType ?? "unknown"
  }

  get linkTypes(): readonly number[] {
    return this.format?.linkTypes ?? []
  }

  /** Names that the file gives to addresses (pcapng name resolution blocks). */
  get names(): readonly FileName[] {
    return this.format instanceof PcapNg ? this.format.names : []
  }

  get problems(): readonly CaptureProblem[] {
    return this.format instanceof PcapNg ? [...this.listed, ...this.format.drops] : this.listed
  }

  get unlistedProblems(): number {
    return this.unlisted
  }

  private sniff(): void {
    const { bytes, at, left } = this.window
    const magic =
      left >= 4 ? ((bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!) >>> 0 : 0
    if (magic === 0x0a0d0d0a) this.format = new PcapNg(this.report)
    else if (isPcap(magic) && left >= 24) this.format = new Pcap(this.window, this.report)
    else this.refuse(magic, left)
  }

  private refuse(magic: number, left: number): void {
    this.unknown = true
    if (isPcap(magic)) {
      this.report({
        code: "cut-short",
        offset: 0,
        message: `The file ends inside its own header: ${left} of 24 bytes are there.`,
      })
    } else if (left === 0) {
      this.report({
        code: "unknown-file-type",
        offset: 0,
        message: "The file is empty. Save the capture again, as pcap or pcapng.",
      })
    } else if ((magic & 0xffff0000) >>> 0 === 0xa1b20000 || (magic & 0xffff) === 0xb2a1) {
      const message = `This is a pcap variant (first bytes ${magic.toString(16).padStart(8, "0")}) that is not read. Open it in Wireshark and save it as pcapng.`
      this.report({ code: "unsupported-pcap-variant", offset: 0, message })
    } else {
      const message = `This is neither pcap nor pcapng (first bytes ${magic.toString(16).padStart(8, "0")}). Save the capture as pcap or pcapng in the tool that made it.`
      this.report({ code: "unknown-file-type", offset: 0, message })
    }
  }

  private readonly report = (problem: CaptureProblem): void => {
    if (this.listed.length < mostProblems) this.listed.push(problem)
    else this.unlisted++
  }
}
