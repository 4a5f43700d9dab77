/** What happened in the current minute of capture time, by pair and by function: taken away when the minute is over, never per packet. */
import { wider } from "../flows/wider.ts"
import type { Outcome } from "../protocols/dissector.ts"
import type { MeasuredMinute } from "./batch.ts"

/** Numbers per function: requests, responses, exceptions, messages; then times as `timingOf` says. */
const countsOf = 4
const timingOf = 6

export class MinuteMeasures {
  private packets = new Float64Array(1024)
  private bytes = new Float64Array(1024)
  private readonly pairs: number[] = []
  private counted = new Float64Array(1024 * countsOf)
  private timed = new Float64Array(1024 * timingOf)
  private marked = new Uint8Array(1024)
  private readonly functions: number[] = []
  private allPackets = 0
  private allBytes = 0

  traffic(pair: number, packets: number, bytes: number): void {
    if (pair >= this.packets.length) this.growPairs(pair)
    if (this.packets[pair] === 0) this.pairs.push(pair)
    this.packets[pair]! += packets
    this.bytes[pair]! += bytes
  }

  everything(packets: number, bytes: number): void {
    this.allPackets += packets
    this.allBytes += bytes
  }

  count(operation: number, outcome: Outcome): void {
    this.mark(operation)
    const column = outcome === "request" ? 0 : outcome === "response" ? 1 : outcome === "exception" ? 2 : 3
    this.counted[operation * countsOf + column]! += 1
  }

  /** An answer came after so many microseconds. */
  answered(operation: number, after: number): void {
    this.mark(operation)
    const at = operation * timingOf
    this.timed[at]! += 1
    this.timed[at + 1]! += after
    if (after > this.timed[at + 2]!) this.timed[at + 2] = after
  }

  /** An equal request came after so many microseconds; the pause before it was so much longer or shorter. */
  interval(operation: number, pause: number, difference: number): void {
    this.mark(operation)
    const at = operation * timingOf
    this.timed[at + 3]! += 1
    this.timed[at + 4]! += pause
    this.timed[at + 5]! += difference
  }

  /** The minute is over: what it held, or undefined where nothing happened. Pairs and functions by their numbers. */
  take(minute: number): MeasuredMinute | undefined {
    if (this.allPackets === 0) return undefined
    const traffic = new Float64Array(3 + this.pairs.length * 3)
    traffic.set([-1, this.allPackets, this.allBytes])
    let at = 3
    for (const pair of this.pairs) {
      traffic[at] = pair
      traffic[at + 1] = this.packets[pair]!
      traffic[at + 2] = this.bytes[pair]!
      at += 3
      this.packets[pair] = 0
      this.bytes[pair] = 0
    }
    const taken = { minute, traffic, ...this.takeFunctions() }
    this.pairs.length = 0
    this.allPackets = this.allBytes = 0
    return taken
  }

  private takeFunctions(): Pick<MeasuredMinute, "counts" | "timing"> {
    const { functions, counted, timed, marked } = this
    const counts = new Float64Array(functions.length * (1 + countsOf))
    const timing: number[] = []
    functions.forEach((fn, n) => {
      counts[n * (1 + countsOf)] = fn
      counts.set(counted.subarray(fn * countsOf, (fn + 1) * countsOf), n * (1 + countsOf) + 1)
      counted.fill(0, fn * countsOf, (fn + 1) * countsOf)
      const at = fn * timingOf
      if (timed[at]! + timed[at + 3]! > 0) timing.push(fn, ...timed.subarray(at, at + timingOf))
      timed.fill(0, at, at + timingOf)
      marked[fn] = 0
    })
    functions.length = 0
    return { counts, timing: Float64Array.from(timing) }
  }

  private mark(operation: number): void {
    if (operation >= this.marked.length) this.growFunctions(operation)
    if (this.marked[operation] !== 0) return
    this.marked[operation] = 1
    this.functions.push(operation)
  }

  private growPairs(pair: number): void {
    const size = twice(this.packets.length, pair)
    this.packets = wider(this.packets, size)
    this.bytes = wider(this.bytes, size)
  }

  private growFunctions(operation: number): void {
    const size = twice(this.marked.length, operation)
    this.counted = wider(this.counted, size * countsOf)
    this.timed = wider(this.timed, size * timingOf)
    const marked = new Uint8Array(size)
    marked.set(this.marked)
    this.marked = marked
  }
}

function twice(size: number, until: number): number {
  while (size <= until) size *= 2
  return size
}
