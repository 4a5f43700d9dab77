/**
 * Looks for the bytes of published indicators in what no dissector of process control reads: office traffic, and what nobody knows. Each
 * side of a conversation is read as far as malware shows itself, and no further.
 */
import { indicators, type Indicator } from "../detections/catalogue/indicators.ts"
import { decided, type Conversation } from "./conversation.ts"

/** Bytes of each side. */
const mostRead = 262_144
/** One less than the longest text that is looked for: what may begin in one segment and end in the next. */
const mostKept = 67
const mostPairs = 10_000

type By = "client" | "server" | "either"
type Over = "tcp" | "udp" | "smb" | "icmp" | "http"
type Found = (indicator: number) => void

/** -1 stands for any byte. */
type Bytes = Int16Array

type Pattern = {
  readonly indicator: number
  readonly by: By
  /** Behind each other, with anything between them. */
  readonly texts: readonly Bytes[]
  readonly unless: readonly Bytes[]
  /** Where the first stands; -1: anywhere. */
  readonly at: number
  /** Of the packet; -1: any. */
  readonly length: number
  /** What the other side sent before; -1: any. */
  readonly afterLength: number
}

const fromHex = (text: string): Bytes =>
  Int16Array.from(text.match(/../g) ?? [], (two) => (two === "??" ? -1 : parseInt(two, 16)))
const fromText = (text: string): Bytes => Int16Array.from(text, (letter) => letter.charCodeAt(0))

function patternOf({ what, value, then = [], unless = [], where }: Indicator, indicator: number): Pattern {
  const bytes = what === "bytes" ? fromHex : fromText
  return {
    indicator,
    by: where?.by ?? "either",
    texts: [value, ...then].map(bytes),
    unless: unless.map(bytes),
    at: where?.at ?? -1,
    length: where?.length ?? -1,
    afterLength: where?.afterLength ?? -1,
  }
}

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

/** What is remembered of a conversation that is looked through. */
export class Watched {
  /** Bytes that each side sent, lost ones too. */
  readonly sent = [0, 0]
  private readonly told: number[] = []
  private readonly tails: (Uint8Array | null)[] = [null, null]
  private readonly kept = [0, 0]

  /** The end of what this side sent before, and the beginning of this, in one piece; null where nothing was kept. */
  seam(side: number, bytes: Uint8Array): Uint8Array | null {
    const kept = this.kept[side]!
    if (kept === 0) return null
    const begins = Math.min(bytes.length, mostKept)
    scratch.set(this.tails[side]!.subarray(0, kept))
    scratch.set(bytes.subarray(0, begins), kept)
    return scratch.subarray(0, kept + begins)
  }

  /** Keeps the end of these bytes where one of the texts may begin in it. */
  keep(side: number, bytes: Uint8Array, patterns: readonly Pattern[]): void {
    let from = bytes.length
    for (const { texts } of patterns) from = Math.min(from, beginningOf(texts[0]!, bytes))
    this.kept[side] = bytes.length - from
    if (from < bytes.length) (this.tails[side] ??= new Uint8Array(mostKept)).set(bytes.subarray(from))
  }

  /** Told once. */
  once(indicator: number, found: Found): void {
    if (this.told.includes(indicator)) return
    this.told.push(indicator)
    found(indicator)
  }

  /** Bytes were lost: what comes does not go on from here. */
  breaks(side: number): void {
    this.kept[side] = 0
  }
}

const scratch = new Uint8Array(mostKept * 2)

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

function holds({ texts }: Pattern, bytes: Uint8Array): boolean {
  let at = 0
  for (const text of texts) {
    at = placeOf(text, bytes, at)
    if (at < 0) return false
    at += text.length
  }
  return true
}

/** The first byte is never any. */
function placeOf(text: Bytes, bytes: Uint8Array, from: number): number {
  const last = bytes.length - text.length
  for (let at = bytes.indexOf(text[0]!, from); at >= 0 && at <= last; at = bytes.indexOf(text[0]!, at + 1))
    if (fits(text, bytes, at, bytes.length)) return at
  return -1
}

/** Where the text begins whose end has not come yet; the length of the bytes where it does not. */
function beginningOf(text: Bytes, bytes: Uint8Array): number {
  const end = bytes.length
  const first = text[0]!
  if (end === 0 || !text.includes(bytes[end - 1]!)) return end
  for (let at = Math.max(0, end - text.length + 1); at < end; at++) {
    if (bytes[at] !== first) continue
    let n = 1
    while (at + n < end && bytes[at + n] === text[n]) n++
    if (at + n === end) return at
  }
  return end
}

function standsAt({ texts, unless }: Pattern, bytes: Uint8Array, at: number, to: number): boolean {
  return fits(texts[0]!, bytes, at, to) && !unless.some((other) => fits(other, bytes, at, to))
}

function fits(text: Bytes, bytes: Uint8Array, at: number, to: number): boolean {
  if (at + text.length > to) return false
  for (let n = 0; n < text.length; n++) if (text[n]! >= 0 && bytes[at + n] !== text[n]) return false
  return true
}

/** Behind the empty line where a head begins here, else at once. */
function bodyAt(bytes: Uint8Array, from: number, to: number): number {
  const first = bytes[from]!
  if (first < 0x41 || first > 0x5a) return from
  for (let at = from; at + 3 < to; at++)
    if (bytes[at] === 0x0d && bytes[at + 1] === 0x0a && bytes[at + 2] === 0x0d && bytes[at + 3] === 0x0a) return at + 4
  return from
}
