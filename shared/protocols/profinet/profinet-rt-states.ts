/** The states that cyclic data of PROFINET end with: IEC 61158-6-10 section 4.7.2.1.3 (data status) and 4.7.2.1.4 (transfer status). */
import type { Findings } from "../dissector.ts"
import { rtProtocol } from "./profinet-rt-names.ts"

/**
 * Data status: bit 0 the primary of a redundant pair, 2 valid data, 4 the sender runs, 5 no problem, 7 not to be looked at; 3 and 6 are never set.
 * Whether the sender runs is told by the primary with valid data.
 */
export const CERTAIN = 0b1100_1101
export const VALID = 0b0000_0101
export const RUNNING = 0b0001_0000
const PRIMARY = 1
const DATA_VALID = 4
const NO_PROBLEM = 0x20
const IGNORED = 0x80

/** For each bit: the details where it is 0 and where it is 1. */
const bits: readonly (readonly [bit: number, clear: number, set: number])[] = [
  [PRIMARY, 0, 1],
  [DATA_VALID, 2, 3],
  [RUNNING, 4, 5],
  [NO_PROBLEM, 6, 7],
]
/** What is as it should be. */
const USUAL = PRIMARY | DATA_VALID | RUNNING | NO_PROBLEM
const TRANSFER_FAILED = 8
const TRANSFER_GOOD = 9

/** Frame identifiers of one source and target, and the status of each; the oldest is replaced. */
const MOST = 32

class States {
  private readonly ids = new Int32Array(MOST)
  private readonly values = new Int32Array(MOST).fill(-1)
  private count = 0

  /** Keeps the value; the one before, -1 where this is the first. */
  change(id: number, value: number): number {
    for (let at = 0; at < MOST && at < this.count; at++) {
      if (this.ids[at] !== id) continue
      const before = this.values[at]!
      this.values[at] = value
      return before
    }
    const at = this.count++ % MOST
    this.ids[at] = id
    this.values[at] = value
    return -1
  }
}

export const noStates = (): States => new States()

/** What changed; of the first message only what is not as usual. `before`: transfer and data status. */
export function tellStates(out: Findings, before: number, status: number, transfer: number): void {
  const earlier = before < 0 ? 0 : before >> 8
  if (transfer !== 0 && earlier === 0) out.detail(rtProtocol, TRANSFER_FAILED)
  else if (transfer === 0 && earlier !== 0) out.detail(rtProtocol, TRANSFER_GOOD)
  // What the transfer spoiled, and what the sender takes back itself, says nothing.
  if (transfer !== 0 || (status & IGNORED) !== 0) return
  const changed = status ^ (before < 0 ? USUAL : before & 255)
  for (const [bit, clear, set] of bits)
    if ((changed & bit) !== 0) out.detail(rtProtocol, (status & bit) === 0 ? clear : set)
}
