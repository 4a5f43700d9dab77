/** What a capture can show and what it can't, counted in passing: by path, by conversation and by fold, hardly anything by frame. */
import { layer } from "../flows/layers.ts"
import type { Packet } from "../flows/packet.ts"
import { wider } from "../flows/wider.ts"
import { macText } from "../net/mac.ts"
import type { CaptureHealth } from "../model/capture-health.ts"
import type { Conversation } from "./conversation.ts"
import type { Conversations } from "./conversations.ts"
import type { Copies } from "./copies.ts"
import type { Endpoints } from "./endpoints.ts"
import { heardAddresses, isSpokenTo, sends } from "./health-addresses.ts"
import { protocolsSince, spokenBy, spokenSums, unreadTraffic, type Heard, type Spoken } from "./health-content.ts"
import type { Transport } from "./transport.ts"

/** The parts of the engine that know how a capture was heard. */
type Examined = Heard & {
  readonly read: number
  readonly transport: Transport
  readonly endpoints: Endpoints
  readonly conversations: Conversations
  readonly copies: Copies
}

export class Health {
  /** By endpoint: what it did in this capture. */
  did = new Uint8Array(1024)
  /** By pair: frames and bytes of this capture. */
  frames = new Float64Array(1024)
  bytes = new Float64Array(1024)
  private readonly engine: Examined
  private sums = noSums()
  private first = 0
  private last = 0
  /** Cards (upper and lower bits) that all traffic between two had in common so far; before the first of it: none. */
  private common: readonly (readonly [number, number])[] = []
  private isCommonKnown = false
  private proved = new Map<string, number>()
  /** How things stood when the capture began. */
  private before = { read: 0, gaps: 0, sentAgain: 0, questions: 0, answers: 0 }
  private spokenBefore: ReadonlyMap<number, Spoken> = new Map()

  constructor(engine: Examined) {
    this.engine = engine
  }

  /** Another capture begins. */
  restart(): void {
    this.sums = noSums()
    this.first = this.last = 0
    this.did.fill(0)
    this.frames.fill(0)
    this.bytes.fill(0)
    this.common = []
    this.isCommonKnown = false
    this.proved = new Map()
    const { transport, read, pairs } = this.engine
    const { gaps, retransmissions: sentAgain } = transport
    this.before = { read, gaps, sentAgain, ...spokenSums(pairs) }
    this.spokenBefore = spokenBy(this.engine)
  }

  /** The capture kept less of this frame than was on the wire. */
  short(captured: number): void {
    this.sums.cut++
    if (captured > this.sums.cutAt) this.sums.cutAt = captured
  }

  /** A sample of the time stamps: how fine they are. */
  stamp(time: number): void {
    this.sums.stamps++
    if (time % 1000 !== 0) this.sums.finerThanMilli++
    if (time % 1e6 !== 0) this.sums.finerThanSecond++
  }

  /** A stamp earlier than the one before it. */
  back(): void {
    this.sums.timeBack++
  }

  span(first: number, last: number): void {
    this.first = first
    this.last = last
  }

  /** A path that is new in this capture. */
  path(p: Packet, source: number, target: number, toGroup: boolean): void {
    this.mark(source, sends)
    if (toGroup) return
    this.mark(target, isSpokenTo)
    if (p.hasMac && (!this.isCommonKnown || this.common.length > 0)) this.keepCommon(p)
  }

  /** Frames of a path since the last fold. */
  passed(layers: number, toGroup: boolean, packets: number): void {
    const { sums } = this
    if (toGroup) sums.toMany += packets
    else sums.toOne += packets
    if ((layers & layer.vlan) !== 0) sums.tagged += packets
    if ((layers & layer.prp) !== 0) sums.redundant += packets
    if ((layers & layer.tcp) !== 0) sums.segments += packets
    if ((layers & layer.eth) === 0) sums.withoutMac += packets
  }

  pair(pair: number, packets: number, bytes: number): void {
    while (pair >= this.frames.length) {
      this.frames = wider(this.frames, this.frames.length * 2)
      this.bytes = wider(this.bytes, this.bytes.length * 2)
    }
    this.frames[pair]! += packets
    this.bytes[pair]! += bytes
  }

  claimed(field: string): void {
    this.proved.set(field, (this.proved.get(field) ?? 0) + 1)
  }

  /** A conversation is over. */
  ended(conversation: Conversation): void {
    const way = wayOf(conversation)
    if (way !== null) this.sums[way]++
  }

  figures(bytes: number): CaptureHealth {
    const { engine, before, first, last } = this
    const { questions, answers } = spokenSums(engine.pairs)
    const { gaps, retransmissions } = engine.transport
    return {
      ...this.withOpen(),
      frames: engine.read - before.read,
      bytes,
      copies: engine.copies.count,
      copiesElsewhere: engine.copies.elsewhere,
      gaps: gaps - before.gaps,
      sentAgain: Math.max(0, retransmissions - before.sentAgain - engine.copies.segments),
      questions: questions - before.questions,
      answers: answers - before.answers,
      ...heardAddresses(engine.endpoints, this.did),
      onlyCard: this.common.length === 1 ? macText(...this.common[0]!) : "",
      first,
      last,
      ...unreadTraffic(engine.pairs, this.frames, this.bytes),
      protocols: protocolsSince(engine, this.spokenBefore),
      proved: Object.fromEntries([...this.proved].sort(([a], [b]) => (a < b ? -1 : 1))),
    }
  }

  /** With the conversations that go on. */
  private withOpen(): ReturnType<typeof noSums> {
    const sums = { ...this.sums }
    for (const conversation of this.engine.conversations.live.values()) {
      const way = wayOf(conversation)
      if (way !== null) sums[way]++
    }
    return sums
  }

  private mark(endpoint: number, what: number): void {
    if (endpoint < 0) return
    while (endpoint >= this.did.length) {
      const more = new Uint8Array(this.did.length * 2)
      more.set(this.did)
      this.did = more
    }
    this.did[endpoint]! |= what
  }

  private keepCommon(p: Packet): void {
    const ends = [
      [p.sourceHigh, p.sourceLow],
      [p.targetHigh, p.targetLow],
    ] as const
    if (!this.isCommonKnown) {
      this.isCommonKnown = true
      this.common = ends
    } else this.common = this.common.filter(([high, low]) => ends.some((end) => end[0] === high && end[1] === low))
  }
}

const noSums = () => ({
  cut: 0,
  cutAt: 0,
  bothWays: 0,
  oneWay: 0,
  unanswered: 0,
  redundant: 0,
  segments: 0,
  toOne: 0,
  toMany: 0,
  tagged: 0,
  withoutMac: 0,
  timeBack: 0,
  stamps: 0,
  finerThanMilli: 0,
  finerThanSecond: 0,
})

/** Of TCP: who acknowledges, more and more, what never passed here, talks with somebody who is there. */
function wayOf(conversation: Conversation): "bothWays" | "oneWay" | "unanswered" | null {
  if (!conversation.tcp) return null
  const { stream0, stream1 } = conversation
  if (stream0?.started === true && stream1?.started === true) return "bothWays"
  if (conversation.isAnswered) return "oneWay"
  return conversation.isAttempted ? "unanswered" : null
}
