/**
 * Looks for the bytes of published indicators in what no dissector of process control reads: office traffic, and what nobody knows. Each
 * side of a conversation is read as far as malware shows itself, and no further.
 */
import { indicators } from "../detections/catalogue/indicators.ts"
import { decided, type Conversation } from "./conversation.ts"
import { holds, patternOf, standsAt, type Pattern } from "./marker-patterns.ts"
import { mostKept, Watched, type Found } from "./watched.ts"

/** Bytes of each side. */
const mostRead = 262_144
const mostPairs = 10_000

type Over = "tcp" | "udp" | "smb" | "icmp" | "http"

const over = (carrier: Over): readonly Pattern[] =>
  indicators.flatMap((indicator, number) => {
    const { what, where } = indicator
    const fits = carrier === "http" ? what === "http-body" : what === "bytes" && where?.over === carrier
    return fits ? [patternOf(indicator, number)] : []
  })

const anywhere = ({ at }: Pattern): boolean => at < 0
const fixed = ({ at }: Pattern): boolean => at >= 0
const tcpAnywhere = over("tcp").filter(anywhere)
const tcpFixed = over("tcp").filter(fixed)
const httpAnywhere = [...tcpAnywhere, ...over("http")]
const udp = over("udp")
const icmp = over("icmp")
const smb = over("smb")

/** Process control is left alone: ask before anything else. */
export const isWatched = ({ state, dissector }: Conversation): boolean =>
  state !== decided || dissector!.protocol.family === "office"

/** The next bytes of a stream, in order; `missing` follow that were not captured. */
export function markStream(
  conversation: Conversation,
  side: number,
  bytes: Uint8Array,
  from: number,
  to: number,
  missing: number,
  found: Found,
): void {
  const watched = (conversation.watched ??= new Watched())
  const before = watched.sent[side]!
  if (before >= mostRead) return
  watched.sent[side] = before + (to - from) + missing
  const isClient = conversation.client === side
  const isHttp = conversation.dissector?.protocol.name === "http"
  const segment = bytes.subarray(isHttp ? bodyAt(bytes, from, to) : from, to)
  const patterns = isHttp ? httpAnywhere : tcpAnywhere
  if (segment.length < to - from) watched.breaks(side)
  const seam = watched.seam(side, segment)
  if (seam !== null) search(patterns, seam, isClient, watched, found)
  search(patterns, segment, isClient, watched, found)
  watched.keep(side, seam !== null && segment.length <= mostKept ? seam : segment, patterns)
  if (missing > 0) watched.breaks(side)
  if (!conversation.isAttempted) return // where the stream began was not seen
  for (const pattern of tcpFixed) {
    const at = pattern.at - before
    if (at < 0 || !isBy(pattern, isClient) || (pattern.length >= 0 && pattern.length !== to - from)) continue
    if (pattern.afterLength >= 0 && pattern.afterLength !== watched.sent[1 - side]) continue
    if (standsAt(pattern, bytes, from + at, to)) watched.once(pattern.indicator, found)
  }
}

/** One datagram. */
export function markDatagram(
  conversation: Conversation,
  side: number,
  bytes: Uint8Array,
  from: number,
  to: number,
  found: Found,
): void {
  const watched = (conversation.watched ??= new Watched())
  if (watched.sent[side]! >= mostRead) return
  watched.sent[side]! += to - from
  search(udp, bytes.subarray(from, to), conversation.client === side, watched, found)
}

/** One whole message of SMB, its length in front. */
export function markMessage(
  conversation: Conversation,
  side: number,
  bytes: Uint8Array,
  from: number,
  to: number,
  found: Found,
): void {
  const watched = (conversation.watched ??= new Watched())
  for (const pattern of smb) {
    if (!isBy(pattern, conversation.client === side) || !standsAt(pattern, bytes, from + pattern.at, to)) continue
    watched.once(pattern.indicator, found)
  }
}

/** Packets of ICMP, which have no conversations: told once a pair. */
export class IcmpMarkers {
  private readonly pairs = new Map<number, Watched>()

  look(pair: number, bytes: Uint8Array, from: number, to: number, found: Found): void {
    for (const pattern of icmp) {
      if (!holds(pattern, bytes.subarray(from, to))) continue
      let watched = this.pairs.get(pair)
      if (watched === undefined) {
        if (this.pairs.size >= mostPairs) return
        watched = new Watched()
        this.pairs.set(pair, watched)
      }
      watched.once(pattern.indicator, found)
    }
  }
}

const isBy = ({ by }: Pattern, isClient: boolean): boolean => by === "either" || (by === "client") === isClient

function search(
  patterns: readonly Pattern[],
  bytes: Uint8Array,
  isClient: boolean,
  watched: Watched,
  found: Found,
): void {
  for (const pattern of patterns)
    if (isBy(pattern, isClient) && holds(pattern, bytes)) watched.once(pattern.indicator, found)
}

/** Behind the empty line where a head begins here, else at once. */
function bodyAt(bytes: Uint8Array, from: number, to: number): number {
  const first = bytes[from]!
  if (first < 0x41 || first > 0x5a) return from
  for (let at = from; at + 3 < to; at++)
    if (bytes[at] === 0x0d && bytes[at + 1] === 0x0a && bytes[at + 2] === 0x0d && bytes[at + 3] === 0x0a) return at + 4
  return from
}
