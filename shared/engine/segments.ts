/** TCP segments and UDP datagrams: which conversation they belong to, which side of it sends, and who asked for it. */
import type { Frame } from "../capture/frame.ts"
import type { Fact } from "../facts/fact.ts"
import type { Packet } from "../flows/packet.ts"
import type { Arrivals } from "./arrivals.ts"
import type { Conversation } from "./conversation.ts"
import type { Conversations } from "./conversations.ts"
import type { Dissection } from "./dissection.ts"
import type { Endpoints } from "./endpoints.ts"
import type { Pairs } from "./pairs.ts"
import type { Paths } from "./paths.ts"
import type { Transport } from "./transport.ts"

/** What segments are read with. */
export type Reading = {
  readonly frame: Frame
  readonly packet: Packet
  readonly paths: Paths
  readonly conversations: Conversations
  readonly endpoints: Endpoints
  readonly pairs: Pairs
  readonly arrivals: Arrivals
  readonly dissection: Dissection
  readonly transport: Transport
  readonly sink: (fact: Fact) => void
  /** A conversation is over: nothing more is asked of it. */
  readonly ended: (conversation: Conversation) => void
}

export class Segments {
  private readonly frame: Frame
  private readonly packet: Packet
  private readonly paths: Paths
  private readonly conversations: Conversations
  private readonly endpoints: Endpoints
  private readonly pairs: Pairs
  private readonly arrivals: Arrivals
  private readonly dissection: Dissection
  private readonly transport: Transport
  private readonly sink: (fact: Fact) => void
  private readonly ended: (conversation: Conversation) => void

  constructor(reading: Reading) {
    this.frame = reading.frame
    this.packet = reading.packet
    this.paths = reading.paths
    this.conversations = reading.conversations
    this.endpoints = reading.endpoints
    this.pairs = reading.pairs
    this.arrivals = reading.arrivals
    this.dissection = reading.dissection
    this.transport = reading.transport
    this.sink = reading.sink
    this.ended = reading.ended
  }

  /** Takes the segment or datagram that the packet of this path carries. True where somebody recognised it. */
  take(path: number, time: number, frameCount: number): boolean {
    const { packet: p, paths, dissection: d, frame } = this
    if (paths.talk[path]?.forgotten === true) this.conversations.join(path, paths.source(path), paths.target(path))
    const conversation = paths.talk[path]
    d.begin()
    if (conversation === undefined) return false
    conversation.last = time
    const side = paths.side(path)
    d.frame = frame
    d.frameCount = frameCount
    d.time = time
    d.conversation = conversation
    d.vlan = p.vlan
    d.tunnel = p.tunnel
    d.sender = paths.source(path)
    d.receiver = paths.target(path)
    d.sourcePort = p.sourcePort
    d.targetPort = p.targetPort
    d.side = side
    d.toMany = paths.toMany(path)
    return conversation.tcp ? this.tcpSegment(conversation, side, time) : this.udpDatagram(conversation, side)
  }

  private tcpSegment(conversation: Conversation, side: number, time: number): boolean {
    const { packet: p, dissection: d } = this
    if ((p.flags & 2) !== 0) this.handshake(conversation, side)
    else if ((p.flags & 16) !== 0 && this.endpoints.alive[d.receiver] === 0) this.arrivals.answers(d.receiver, time)
    d.transport = "tcp"
    d.pair = conversation.pair
    d.direction = conversation.client === side ? 1 : -1
    this.transport.messages.source = p.bytes
    const carries = p.payloadEnd > p.payload
    this.transport.tcp(conversation, p)
    return !carries || this.transport.messages.named
  }

  /** SYN: the sender asks. SYN and ACK: it is asked. */
  private handshake(conversation: Conversation, side: number): void {
    const isAnswer = (this.packet.flags & 16) !== 0
    const asking = isAnswer ? 1 - side : side
    if (conversation.client !== asking) {
      conversation.client = asking as 0 | 1
      this.conversations.orient(conversation)
    }
    if (!isAnswer && !conversation.isAttempted) this.attempt(conversation)
    conversation.sure = true
  }

  private attempt(conversation: Conversation): void {
    const { pairs, dissection, sink } = this
    conversation.isAttempted = true
    const { pair } = conversation
    if (pair < 0) return
    const port = conversation.serverPort
    sink({ kind: "attempt", client: pairs.client(pair), server: pairs.server(pair), port, time: dissection.time })
  }

  private udpDatagram(conversation: Conversation, side: number): boolean {
    const { packet: p, dissection: d } = this
    d.transport = "udp"
    d.pair = conversation.pair
    d.direction = conversation.client === side ? 1 : -1
    this.transport.messages.source = p.bytes
    if (p.payloadEnd <= p.payload) return true
    this.transport.udp(conversation, p)
    return this.transport.messages.named
  }

  /** What still waits behind a gap when nothing more will come is read as it stands. */
  readonly readWaiting = (conversation: Conversation): void => {
    const { dissection: d } = this
    this.ended(conversation)
    for (const side of [0, 1] as const) {
      const stream = side === 0 ? conversation.stream0 : conversation.stream1
      if (stream === null || stream.held.length === 0) continue
      this.pairs.mark(conversation.pair) // it may have had no frame since the last batch
      d.begin()
      d.conversation = conversation
      d.transport = "tcp"
      d.time = stream.held[0]!.kept.time
      d.pair = conversation.pair
      d.side = side
      d.direction = conversation.client === side ? 1 : -1
      d.toMany = false
      d.sender = side === 0 ? conversation.endpoint0 : conversation.endpoint1
      d.receiver = side === 0 ? conversation.endpoint1 : conversation.endpoint0
      d.sourcePort = side === 0 ? conversation.port0 : conversation.port1
      d.targetPort = side === 0 ? conversation.port1 : conversation.port0
      d.vlan = this.endpoints.vlan(d.sender)
      d.tunnel = this.endpoints.tunnel(d.sender)
      while (stream.held.length > 0) this.transport.skipGap(conversation, stream)
    }
    this.transport.underway.abandoned(conversation)
  }
}
