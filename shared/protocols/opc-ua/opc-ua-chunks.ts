/** Messages of OPC UA that come in chunks, put together (OPC 10000-6 section 6.7.2). */
import type { Reader } from "../../bytes/reader.ts"

/** Longer messages are counted by their beginning only. */
const MOST = 262_144

/** Bytes of signature behind the contents, by policy (in the order of the list in opc-ua-details.ts); OPC 10000-7. */
export const signatures: readonly number[] = [0, 0, 20, 20, 32, 32, 32, 32, 48, 16, 32, 48]

export class Chunks {
  /** Whose message is under way; -1: none. */
  request = -1
  isWhole = true
  private bytes = nothing
  private length = 0

  add(request: number, bytes: Uint8Array, from: number, to: number): void {
    if (this.request !== request) {
      this.request = request
      this.length = 0
      this.isWhole = true
    }
    const more = Math.max(0, to - from)
    if (this.length + more > MOST) {
      this.isWhole = false
      if (this.length > 0) return
    }
    const kept = Math.min(more, MOST)
    if (this.bytes.length < this.length + kept) {
      const wider = new Uint8Array(Math.min(MOST, (this.length + kept) * 2))
      wider.set(this.bytes.subarray(0, this.length))
      this.bytes = wider
    }
    this.bytes.set(bytes.subarray(from, from + kept), this.length)
    this.length += kept
  }

  /** Points the reader at what was put together, and is empty for the next message. */
  openIn(r: Reader): void {
    r.open(this.bytes, 0, this.length)
    this.request = -1
    this.length = 0
    this.bytes = nothing
  }
}

const nothing = new Uint8Array()
