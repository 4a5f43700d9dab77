/** TCP segments and UDP datagrams to whole messages, and which dissector they belong to. */
import { limits } from "../flows/limits.ts"
import type { Packet } from "../flows/packet.ts"
import { ahead, type Kept } from "../flows/segment.ts"
import type { Stream } from "../flows/stream.ts"
import type { Dissector } from "../protocols/dissector.ts"
import { anyTcpPort, anyUdpPort, onTcp, onUdp } from "./catalogue.ts"
import { alone, decided, undecided, type Conversation } from "./conversation.ts"
import type { Dissection } from "./dissection.ts"
import { keep } from "./keep.ts"
import { isWatched, markDatagram, markStream } from "./markers.ts"
import { StreamMessages } from "./stream-messages.ts"
import { Underway } from "./underway.ts"

const fin = 1
const syn = 2
const reset = 4
const ackFlag = 16
/** A jump in sequence numbers beyond any window is a new connection on the same ports. */
const jump = 1 << 26
/** Off its port and seen in one direction only: so many consistent messages name a protocol. */
const oneSided = 3
/** Bytes that are too few to recognise most protocols by, and so many that all would have been. */
const shortBeginning = 24
const longBeginning = 64

export class Transport {
  /** Segments that came twice; gaps that were skipped. */
  retransmissions = 0
  gaps = 0
  readonly messages: StreamMessages
  readonly underway: Underway
  private readonly dissection: Dissection

  private readonly mark = (indicator: number): void => this.dissection.mark(indicator)

  constructor(dissection: Dissection) {
    this.dissection = dissection
    this.messages = new StreamMessages(dissection)
    this.underway = new Underway(dissection)
  }

  udp(conversation: Conversation, packet: Packet): void {
    this.messages.named = false
    const { bytes, payload: from, payloadEnd: to } = packet
    if (conversation.state === decided) {
      const dissector = conversation.dissector!
      if (dissector.probe(bytes, from, to)) this.messages.named = this.dissection.message(dissector, bytes, from, to)
      else this.decideUdp(conversation, bytes, from, to, false)
    } else if (conversation.state === undecided) this.decideUdp(conversation, bytes, from, to, true)
    if (conversation.channel !== null || !this.dissection.channels.isEmpty)
      this.underway.datagram(conversation, bytes, from, to)
    if (isWatched(conversation)) markDatagram(conversation, this.dissection.side, bytes, from, to, this.mark)
  }

  tcp(conversation: Conversation, packet: Packet): void {
    const side = this.dissection.side
    const stream = conversation.stream(side)
    const flags = packet.flags
    const length = packet.payloadEnd - packet.payload
    this.messages.named = true
    if ((flags & syn) !== 0) this.open(conversation, stream, packet)
    else if (!stream.started) {
      stream.started = true
      stream.next = packet.sequence
    }
    if ((flags & ackFlag) !== 0)
      this.acknowledged(conversation, side === 0 ? conversation.stream1 : conversation.stream0, packet)
    if (length > 0) this.segment(conversation, stream, packet)
    if ((flags & (fin | reset)) !== 0) this.ended(conversation, stream, packet)
    if ((flags & fin) !== 0 && stream.held.length === 0 && stream.length > 0) stream.drop()
  }

  private ended(conversation: Conversation, stream: Stream, packet: Packet): void {
    const { side } = this.dissection
    const isReset = (packet.flags & reset) !== 0
    conversation.end(side, isReset)
    if (conversation.channel === null && conversation.memory === null) return
    const end = (packet.sequence + packet.payloadEnd - packet.payload) >>> 0
    if (isReset) this.underway.abandoned(conversation)
    else if (stream.held.length === 0) this.underway.ended(conversation, side, stream.next === end)
  }

  private open(conversation: Conversation, stream: Stream, packet: Packet): void {
    const first = (packet.sequence + 1) >>> 0
    if (stream.started && stream.next !== first && (packet.flags & ackFlag) === 0) {
      this.underway.abandoned(conversation)
      conversation.restart()
    }
    if (conversation.began === 0) conversation.began = this.dissection.time
    if ((packet.flags & ackFlag) === 0) this.underway.opened(conversation)
    const fresh = conversation.stream(this.dissection.side)
    fresh.started = true
    fresh.next = first
    fresh.lost = false
  }

  /** The receiver has bytes that never came past here: waiting for them is in vain. */
  private acknowledged(conversation: Conversation, other: Stream | null, packet: Packet): void {
    if (other === null) return conversation.acknowledges(packet.acknowledgement)
    if (other.held.length === 0) return
    if (ahead(packet.acknowledgement, other.held[0]!.sequence) <= 0) return
    this.flip()
    this.skipGap(conversation, other)
    this.flip()
  }

  private segment(conversation: Conversation, stream: Stream, packet: Packet): void {
    const sequence = (packet.flags & syn) !== 0 ? (packet.sequence + 1) >>> 0 : packet.sequence
    const distance = ahead(sequence, stream.next)
    const { payload, payloadEnd } = packet
    if (distance === 0) {
      this.accept(conversation, stream, packet.bytes, payload, payloadEnd, null, packet.missing)
    } else if (distance > jump || distance < -jump) {
      stream.drop()
      stream.held = []
      stream.heldBytes = 0
      stream.next = sequence
      stream.lost = true
      this.accept(conversation, stream, packet.bytes, payload, payloadEnd, null, packet.missing)
    } else if (distance < 0) {
      if (distance + (payloadEnd - payload) <= 0) {
        this.retransmissions++
        this.messages.named = conversation.state === decided
        return
      }
      this.accept(conversation, stream, packet.bytes, payload - distance, payloadEnd, null, packet.missing)
    } else {
      this.early(conversation, stream, packet, sequence)
      return
    }
    if (stream.held.length > 0) this.drain(conversation, stream)
  }

  private early(conversation: Conversation, stream: Stream, packet: Packet, sequence: number): void {
    const { frame, time } = this.dissection
    const named = conversation.state === decided
    const kept = keep(frame, packet.payload, packet.payloadEnd)
    if (packet.bytes !== frame.bytes) {
      // Put together from IP fragments: the payload is not in the frame, so it is kept by itself.
      stream.hold(
        sequence,
        {
          ...kept,
          whole: false,
          bytes: packet.bytes.slice(packet.payload, packet.payloadEnd),
          payload: 0,
          length: packet.payloadEnd - packet.payload,
        },
        time,
      )
    } else if (!stream.hold(sequence, kept, time)) {
      this.skipGap(conversation, stream)
      this.segment(conversation, stream, packet)
      return
    }
    if (time - stream.gapSince > limits.heldTime) this.skipGap(conversation, stream)
    this.messages.named = named
  }

  /** Goes on behind the first gap: what is missing never comes. */
  skipGap(conversation: Conversation, stream: Stream): void {
    const first = stream.held[0]
    if (first === undefined) return
    this.gaps++
    stream.drop()
    stream.lost = true
    stream.next = first.sequence
    this.drain(conversation, stream)
  }

  /** What waited is read with the time at which it came: answers would look late by the time that they waited behind a gap. */
  private drain(conversation: Conversation, stream: Stream): void {
    const { dissection } = this
    const now = dissection.time
    for (let held = stream.release(false); held !== undefined; held = stream.release(false)) {
      const { kept } = held
      const skip = -ahead(held.sequence, stream.next)
      if (skip >= kept.length) {
        this.retransmissions++
        continue
      }
      dissection.time = now - kept.time > 0 && now - kept.time < limits.answerTime ? kept.time : now
      this.accept(conversation, stream, kept.bytes, kept.payload + skip, kept.payload + kept.length, kept, 0)
    }
    dissection.time = now
  }

  /** The next bytes of a stream, in order. `kept` when they waited behind a gap; else they are in the current frame. */
  private accept(
    conversation: Conversation,
    stream: Stream,
    bytes: Uint8Array,
    from: number,
    to: number,
    kept: Kept | null,
    missing: number,
  ): void {
    stream.next = (stream.next + (to - from) + missing) >>> 0
    if (conversation.state === decided) this.messages.consume(conversation.dissector!, stream, bytes, from, to, kept)
    else if (conversation.state === undecided) this.decideTcp(conversation, stream, bytes, from, to, kept)
    else this.messages.named = false
    const isFirst = conversation.watched === null || conversation.watched.sent[this.dissection.side] === 0
    if (isFirst && conversation.state !== decided) this.underway.beginning(conversation, bytes, from, to)
    if (conversation.channel !== null) this.underway.segment(conversation, stream, bytes, from, to, missing)
    if (isWatched(conversation)) markStream(conversation, this.dissection.side, bytes, from, to, missing, this.mark)
    if (missing > 0) {
      // The capture cut the segment: what follows does not continue the bytes that are here.
      if (stream.length > 0) this.dissection.ranOut = true
      stream.drop()
      stream.lost = true
    }
  }

  private decideTcp(
    conversation: Conversation,
    stream: Stream,
    bytes: Uint8Array,
    from: number,
    to: number,
    kept: Kept | null,
  ): void {
    const dissector = this.recognise(conversation, bytes, from, to)
    if (dissector !== undefined) {
      if (stream.length > 0 && conversation.tentative !== dissector) stream.drop()
      return this.decide(conversation, dissector, stream, bytes, from, to, kept)
    }
    if (this.hopeful) return void this.messages.wait(stream, from, to, kept)
    const hinted = onTcp[conversation.serverPort]!.length > 0 || onTcp[conversation.clientPort]!.length > 0
    if (stream.length > 0 || (hinted && to - from < shortBeginning))
      return this.beginning(conversation, stream, from, to, kept)
    this.unrecognised(conversation, stream)
  }

  /** The bytes look like a protocol off its port that the other side has not confirmed yet. */
  private hopeful = false

  private recognise(conversation: Conversation, bytes: Uint8Array, from: number, to: number): Dissector | undefined {
    this.hopeful = false
    for (const dissector of onTcp[conversation.serverPort]!) if (dissector.probe(bytes, from, to)) return dissector
    for (const dissector of onTcp[conversation.clientPort]!) if (dissector.probe(bytes, from, to)) return dissector
    for (const dissector of anyTcpPort) {
      if (!dissector.probe(bytes, from, to)) continue
      if (this.agreed(conversation, dissector)) return dissector
      this.hopeful = true
      this.messages.named = false
      return undefined
    }
    return undefined
  }

  /** The first bytes of a stream came in pieces too small to tell: they are put together before they are judged. */
  private beginning(conversation: Conversation, stream: Stream, from: number, to: number, kept: Kept | null): void {
    this.messages.wait(stream, from, to, kept)
    stream.lost = false
    this.messages.named = false
    const dissector = this.recognise(conversation, stream.buffer, 0, stream.length)
    if (dissector !== undefined) {
      conversation.state = decided
      conversation.dissector = dissector
      this.messages.named = true
      this.messages.replay(dissector, stream)
      return
    }
    if (!this.hopeful && stream.length >= longBeginning) this.unrecognised(conversation, stream)
  }

  /** Off its port a protocol is named when both sides speak it, or one side has said it often enough. */
  private agreed(conversation: Conversation, dissector: Dissector): boolean {
    const side = this.dissection.side
    if (conversation.tentative !== dissector) {
      conversation.tentative = dissector
      conversation.tentativeSide = side
      conversation.tentativeCount = 1
      return false
    }
    conversation.tentativeCount++
    return conversation.tentativeSide !== side || conversation.tentativeCount >= oneSided
  }

  private decide(
    conversation: Conversation,
    dissector: Dissector,
    stream: Stream,
    bytes: Uint8Array,
    from: number,
    to: number,
    kept: Kept | null,
  ): void {
    conversation.state = decided
    conversation.dissector = dissector
    const other = this.dissection.side === 0 ? conversation.stream1 : conversation.stream0
    if (other !== null && other.length > 0) {
      this.flip()
      this.messages.replay(dissector, other)
      this.flip()
    }
    if (stream.length > 0) this.messages.replay(dissector, stream)
    this.messages.named = true
    this.messages.consume(conversation.dissector, stream, bytes, from, to, kept)
  }

  private unrecognised(conversation: Conversation, stream: Stream): void {
    this.messages.named = false
    if (stream.length > 0) stream.drop()
    if (++conversation.tries < limits.tries) return
    conversation.state = alone
    conversation.stream0?.drop()
    conversation.stream1?.drop()
  }

  private decideUdp(conversation: Conversation, bytes: Uint8Array, from: number, to: number, count: boolean): void {
    const hints = onUdp[conversation.serverPort]!
    const backHints = onUdp[conversation.client === 0 ? conversation.port0 : conversation.port1]!
    for (const dissector of hints)
      if (dissector.probe(bytes, from, to)) return this.takeUdp(conversation, dissector, bytes, from, to)
    for (const dissector of backHints)
      if (dissector.probe(bytes, from, to)) return this.takeUdp(conversation, dissector, bytes, from, to)
    for (const dissector of anyUdpPort) {
      if (!dissector.probe(bytes, from, to)) continue
      if (this.agreed(conversation, dissector)) this.takeUdp(conversation, dissector, bytes, from, to)
      return
    }
    if (count && ++conversation.tries >= limits.tries) conversation.state = alone
  }

  private takeUdp(conversation: Conversation, dissector: Dissector, bytes: Uint8Array, from: number, to: number): void {
    conversation.state = decided
    conversation.dissector = dissector
    this.messages.named = this.dissection.message(dissector, bytes, from, to)
  }

  /** Turns the point of view: the other side is the sender while its kept bytes are read. */
  private flip(): void {
    const d = this.dissection
    d.side = 1 - d.side
    d.direction = -d.direction
    const { sourcePort, sender } = d
    d.sourcePort = d.targetPort
    d.targetPort = sourcePort
    d.sender = d.receiver
    d.receiver = sender
  }
}
