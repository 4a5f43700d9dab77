/** What a Forward Open that succeeded tells of the cyclic data to come (CIP volume 1 section 3-5.5.2): which assembly, how often, under which identifiers. */
import { segmentEnd } from "./cip-path.ts"
import { cipIoProtocol, inputs, outputs, type IoConnection } from "./cip-io-protocol.ts"
import type { Findings } from "../dissector.ts"

/** What was asked for; the answer gives the identifiers and the intervals. */
export type IoRequest = {
  readonly slot: number
  /** Types of both connections: 0 none, 1 multicast, 2 point to point. */
  readonly toTarget: number
  readonly toOriginator: number
  readonly consumes: number
  readonly produces: number
}

const ASSEMBLY = 4
const NONE = -1

/** `trigger`: transport class and trigger. Classes 0 and 1 are cyclic, the others carry messages; null there. */
export function ioRequest(
  bytes: Uint8Array,
  from: number,
  to: number,
  slot: number,
  trigger: number,
  toTarget: number,
  toOriginator: number,
): IoRequest | null {
  if ((trigger & 15) > 1) return null
  const points = assembliesOf(bytes, from, to)
  const both = toTarget !== 0 && toOriginator !== 0
  // Table 3-5.13: of three paths the first is the configuration, of two with data both ways none is.
  const first = points.length >= 3 || (points.length === 2 && !both) ? 1 : 0
  const consumes = points[first] ?? NONE
  const produces = both ? (points[first + 1] ?? consumes) : consumes
  return { slot, toTarget, toOriginator, consumes, produces }
}

/** Instances and connection points behind the class, where it is Assembly. */
function assembliesOf(bytes: Uint8Array, from: number, to: number): number[] {
  const points: number[] = []
  let isAssembly = false
  for (let at = from, end = segmentEnd(bytes, at, to); end > 0 && at < to; end = segmentEnd(bytes, at, to)) {
    const segment = bytes[at]!
    const kind = segment >> 5 === 1 && segment !== 0x34 ? segment & 0x1c : -1
    const value = end - at === 2 ? bytes[at + 1]! : bytes[at + 2]! | (bytes[at + 3]! << 8)
    if (kind === 0) isAssembly = value === ASSEMBLY
    else if (isAssembly && (kind === 0x04 || kind === 0x0c)) points.push(value)
    at = end
  }
  return points
}

/** The originator sends under the first identifier, the target under the second; intervals in microseconds, as granted. */
export function announceIo(
  out: Findings,
  asked: IoRequest,
  toTarget: number,
  toOriginator: number,
  toTargetEvery: number,
  toOriginatorEvery: number,
): void {
  const { slot } = asked
  if (asked.toTarget !== 0)
    out.announce(cipIoProtocol, "receiver", toTarget, told(outputs, slot, asked.consumes, toTarget, toTargetEvery))
  if (asked.toOriginator !== 0)
    out.announce(
      cipIoProtocol,
      "sender",
      toOriginator,
      told(inputs, slot, asked.produces, toOriginator, toOriginatorEvery),
    )
}

function told(code: number, slot: number, point: number, identifier: number, every: number): IoConnection {
  const where = slot >= 0 && slot < 255 ? slot + 1 : 0
  const area =
    (code === inputs ? 1 << 26 : 0) |
    (where << 18) |
    (identifier >>> 31 === 1 ? 1 << 17 : 0) |
    (point >= 0 ? (1 << 16) | (point & 0xffff) : 0)
  return { code, area, from: identifier & 0x7fffffff, count: Math.min(every, 0x7fffffff) }
}
