/** Frames in, facts and counts out: the one loop that every packet passes. What it costs is the speed of the product. */
import type { Frame } from "../capture/frame.ts"
import { Fragments } from "../flows/fragments.ts"
import { layer } from "../flows/layers.ts"
import { limits } from "../flows/limits.ts"
import { cut, ok, Packet, unsupportedLink } from "../flows/packet.ts"
import { Tunnels } from "../flows/tunnels.ts"
import { networkProtocols } from "../protocols/network.ts"
import { inside } from "../protocols/tunnels/opening.ts"
import type { Accounting, MeasuredMinute } from "./batch.ts"
import { ipName } from "./catalogue.ts"
import { CaptureClock } from "./clock.ts"
import type { Conversation } from "./conversation.ts"
import { Conversations } from "./conversations.ts"
import { Arrivals } from "./arrivals.ts"
import { Copies } from "./copies.ts"
import { Dissection, type Sink } from "./dissection.ts"
import { Endpoints } from "./endpoints.ts"
import { Folding } from "./folding.ts"
import { Health } from "./health.ts"
import type { Ledger } from "./ledger.ts"
import { LinkFrames } from "./link-frames.ts"
import { IcmpMarkers } from "./markers.ts"
import { MinuteMeasures } from "./minute-measures.ts"
import { overEthernet, overIp, Pairs } from "./pairs.ts"
import { Paths } from "./paths.ts"
import { RingPairs } from "./ring-pairs.ts"
import { Segments } from "./segments.ts"
import { Tallies } from "./tallies.ts"
import { Transport } from "./transport.ts"

const minute = 60e6

export class Engine {
  readonly packet = new Packet(limits.distinct)
  readonly endpoints = new Endpoints(this.packet.addresses6)
  readonly tunnels = new Tunnels(this.packet.addresses6)
  readonly pairs = new Pairs()
  readonly tallies = new Tallies()
  readonly dissection: Dissection
  readonly transport: Transport
  readonly clock = new CaptureClock()
  /** Frames per link type that is not read. */
  readonly unsupported = new Map<number, number>()
  read = 0
  decoded = 0
  recognised = 0
  truncated = 0
  malformed = 0
  unsupportedLinks = 0
  /** Minutes that are over, since they were last taken away. */
  measured: MeasuredMinute[] = []
  private readonly measures = new MinuteMeasures()
  private readonly paths = new Paths()
  readonly conversations = new Conversations(
    this.packet,
    this.endpoints,
    this.pairs,
    this.paths,
    this.clock,
    this.tunnels,
  )
  readonly copies = new Copies()
  readonly health = new Health(this)
  private readonly arrivals: Arrivals
  private readonly segments: Segments
  private readonly link: LinkFrames
  private readonly folding: Folding
  private readonly fragments = new Fragments()
  private readonly icmpMarkers = new IcmpMarkers()
  private readonly frame: Frame
  private readonly sink: Sink
  /** Tunnels around the packet, and the layers that the frame showed outside of it. */
  private depth = 0
  private seen = 0
  /** Set by who wants to know what happens. */
  ledger: Ledger | null = null
  private minuteNow = 0
  private minutesBack = 0
  private freshPackets = 0
  private freshBytes = 0

  constructor(frame: Frame, sink: Sink) {
    this.frame = frame
    this.sink = sink
    this.dissection = new Dissection(frame, this.pairs, this.tallies, this.measures, sink, (endpoint) =>
      this.endpoints.mac(endpoint),
    )
    this.transport = new Transport(this.dissection)
    const { packet, paths, conversations, endpoints, pairs, dissection, transport, health } = this
    const arrivals = new Arrivals(packet, endpoints, this.tunnels, sink.fact)
    this.arrivals = arrivals
    const read = { frame, packet, paths, conversations, endpoints, pairs, arrivals, dissection, transport }
    const ended = (conversation: Conversation): void => health.ended(conversation)
    this.segments = new Segments({ ...read, sink: sink.fact, ended })
    this.link = new LinkFrames(packet, dissection, sink.fact)
    this.folding = new Folding(paths, endpoints, pairs, this.tallies, health, this.measures)
    this.dissection.homeOf = new RingPairs(endpoints, pairs).home
    this.dissection.scopeOf = (tunnel) => this.tunnels.scope(tunnel)
  }

  /** Endpoints with traffic since the last batch that are no end of its pair: network cards, and a second MAC of the same address. */
  get beside(): Set<number> {
    return this.folding.beside
  }

  get accounting(): Accounting {
    return {
      read: this.read,
      decoded: this.decoded,
      recognised: this.recognised,
      truncated: this.truncated,
      malformed: this.malformed,
      unsupportedLink: this.unsupportedLinks,
    }
  }

  /** Packets whose endpoints found no place. */
  get overflow(): number {
    return this.endpoints.overflowPackets
  }

  get fragmentsGivenUp(): number {
    return this.fragments.givenUp + this.fragments.count
  }

  /** Another capture begins: its time has nothing to do with the last one's. */
  beginCapture(): void {
    this.clock.restart()
    this.minuteNow = 0
    this.minutesBack = 0
    this.dissection.timing.restart()
    this.dissection.forget()
    this.unsupported.clear()
    this.copies.restart()
    this.health.restart()
  }

  /** Takes the frame that the engine was made with. */
  take(): void {
    const { frame, packet } = this
    this.read++
    packet.walk(frame.bytes, frame.start, frame.end, frame.wireLength, frame.linkType)
    const time = this.clock.tick(frame.time)
    const now = Math.floor(time / minute)
    if (now !== this.minuteNow) this.turn(now)
    this.freshPackets++
    this.freshBytes += frame.wireLength
    if (packet.short) this.health.short(frame.end - frame.start)
    if (packet.state === unsupportedLink) return this.unread()
    if (this.paths.full) this.forgetPaths()
    const known = this.paths.count
    const path = this.paths.id(packet)
    if (path === known) this.newPath(path, time)
    const pause = time - this.paths.last(path)
    this.paths.count1(path, frame.wireLength, time)
    if (packet.state !== ok && packet.payloadEnd <= packet.payload) return this.failed()
    const isCopy = packet.state === ok && this.copies.look(packet, path, time, pause)
    // A segment that comes twice is one to TCP in any case.
    if ((packet.layers & layer.tcp) !== 0 && !packet.fragment) this.segment(path, time)
    else if (isCopy) this.again(path)
    else this.once(path, time)
  }

  /** Not TCP, whose streams know what they have: what becomes of it is kept for its copies. */
  private once(path: number, time: number): void {
    const { packet, tallies, decoded, recognised, malformed } = this
    tallies.told = 0
    if ((packet.layers & (layer.tcp | layer.udp)) !== 0) this.segment(path, time)
    else if (packet.fragment) this.part(path, time)
    else this.other(path, time)
    const outcome = this.decoded > decoded ? 0 : this.recognised > recognised ? 1 : this.malformed > malformed ? 2 : 3
    this.copies.settle(outcome, tallies.told)
  }

  /** A copy of a frame: it is counted as that one was, and says nothing once more. */
  private again(path: number): void {
    const { copies, frame } = this
    if (copies.outcome === 0) this.decoded++
    else if (copies.outcome === 1) this.recognised++
    else if (copies.outcome === 2) this.malformed++
    else this.truncated++
    this.tallies.again(copies.told, this.read, frame.wireLength)
    if (copies.originalPath !== path) this.speaksAs(path, copies.originalPath)
  }

  /** What is seen on another VLAN, or behind a router, speaks the same protocol there. */
  private speaksAs(path: number, original: number): void {
    const { pairs, paths } = this
    const [pair, first] = [paths.pairOf(path), paths.pairOf(original)]
    if (pair < 0 || first < 0 || pairs.protocol[pair]! >= 0 || pairs.protocol[first]! < 0) return
    pairs.protocol[pair] = pairs.protocol[first]!
    pairs.mark(pair)
  }

  /** Adds what was counted to endpoints, pairs and protocols, and the series of the current minute. */
  fold(): void {
    this.folding.fold(this.ledger)
    if (this.freshPackets === 0) return
    this.measures.everything(this.freshPackets, this.freshBytes)
    this.freshPackets = 0
    this.freshBytes = 0
  }

  /** The capture ends: everything is counted, nothing waits any more. */
  finish(): void {
    for (const conversation of this.conversations.live.values()) this.segments.readWaiting(conversation)
    this.fold()
    this.closeMinute()
    this.clock.settle()
    this.paths.clear()
    this.conversations.live.clear()
  }

  /** Frames a little out of order count under the minute that is open; a real step back opens that minute again. */
  private turn(now: number): void {
    if (now < this.minuteNow) {
      if (now === this.minuteNow - 1 || this.minutesBack >= limits.minutesBack) return
      this.minutesBack++
    }
    this.tick(now)
  }

  private closeMinute(): void {
    const minute = this.measures.take(this.minuteNow)
    if (minute === undefined) return
    this.measured.push(minute)
    this.sink.minute(minute)
  }

  private tick(now: number): void {
    this.fold()
    this.closeMinute()
    this.minuteNow = now
    if (this.conversations.live.size <= limits.liveConversations) return
    this.conversations.forget(this.segments.readWaiting)
    this.paths.letGo()
  }

  private unread(): void {
    this.unsupportedLinks++
    const { linkType } = this.frame
    this.unsupported.set(linkType, (this.unsupported.get(linkType) ?? 0) + 1)
  }

  private failed(): void {
    if (this.packet.state === cut) this.truncated++
    else this.malformed++
  }

  private newPath(path: number, time: number): void {
    const { paths, packet: p } = this
    const source = this.arrivals.source(time)
    const target = this.arrivals.target(time)
    const toGroup = this.isGroup()
    paths.begin(path, source, target, this.arrivals.card, toGroup)
    if (p.tags !== 0) paths.stands(path, p.tunnel !== 0, p.isLabelled)
    this.health.path(p, source, target, toGroup)
    if ((p.layers & (layer.tcp | layer.udp)) !== 0) this.conversations.join(path, source, target)
    else if (source >= 0 && target >= 0) this.plainPair(path, source, target, time)
  }

  private isGroup(): boolean {
    const { packet: p } = this
    if (p.family === 4 && (p.target >>> 28 === 14 || p.target === -1)) return true
    return p.hasMac && ((p.targetHigh >>> 24) & 1) === 1
  }

  private plainPair(path: number, source: number, target: number, time: number): void {
    const { packet: p, pairs } = this
    const [carrier, port] = p.family === 0 ? [overEthernet, p.etherType & 0xfffff] : [overIp, p.protocol]
    // Both directions of a tunnel are one connection.
    const isEven = source > target && (p.family === 0 ? tunnelTypes : tunnelProtocols).has(port)
    const [one, other] = isEven ? [target, source] : [source, target]
    this.paths.pair[path] = pairs.seen(pairs.id(one, other, carrier, port), time)
  }

  private segment(path: number, time: number): void {
    const named = this.segments.take(path, time, this.read)
    // Tunnels over streams are not opened: their messages need not lie in the packet.
    if ((this.packet.layers & layer.tcp) !== 0) this.classify(named)
    else this.classifyOpened(named, time)
  }

  /** What a dissector found inside the message, if anything, is counted instead of the message. */
  private classifyOpened(named: boolean, time: number): void {
    if (this.dissection.opening.as === inside.nothing || !this.opens(time)) this.classify(named)
  }

  private classify(named: boolean): void {
    const { dissection: d, packet: p } = this
    if (p.state !== ok) this.failed()
    else if (d.contradicted) this.malformed++
    else if (d.ranOut && (p.short || p.missing > 0)) this.truncated++
    else if (d.ranOut) this.malformed++
    else if (!named || d.unnamedInside) this.recognised++
    else this.decoded++
  }

  /** A part of a datagram: counted where it stands; the part that completes it carries the whole. */
  private part(path: number, time: number): void {
    const { packet: p, frame } = this
    const whole = this.fragments.add(p, time)
    if (whole === undefined) {
      this.decoded++
      return
    }
    p.bytes = whole
    p.transport = 0
    p.transportEnd = whole.length
    p.missing = 0
    p.readTransport(p.protocol, 0)
    if ((p.layers & (layer.tcp | layer.udp)) === 0) return this.other(path, time)
    // The transport layer is counted for this frame only; the path stays that of the part.
    if (this.depth === 0 || (p.layers & ~this.seen) !== 0)
      this.tallies.layer(networkId(p.layers), this.read, frame.wireLength)
    this.wholeDatagram(path, time)
  }

  private wholeDatagram(path: number, time: number): void {
    const { packet: p, paths } = this
    const [talk, side] = [paths.talk[path], paths.side(path)]
    this.conversations.join(path, paths.source(path), paths.target(path))
    this.segment(path, time)
    paths.joins(path, talk, side)
    p.bytes = this.frame.bytes
  }

  /** What a dissector found inside the message is a frame of its own, counted in its tunnel. False when it stays closed. */
  private opens(time: number): boolean {
    const { packet: p, dissection: d, tunnels } = this
    const { as, from, to } = d.opening
    d.opening.shut()
    d.unnamedInside = true
    if (p.state !== ok || d.contradicted || d.ranOut || this.depth >= limits.tunnelDepth) return false
    const tunnel = tunnels.id(p, d.opening)
    if (tunnel < 0) return false
    const length = tunnels.isBeneathIp(tunnel) ? to - from + p.missing : this.frame.wireLength
    this.seen = this.depth === 0 ? p.layers : this.seen | p.layers
    if (!p.walkInside(as, from, to, tunnel)) return false
    this.depth++
    this.passInside(length, time)
    this.depth--
    return true
  }

  private passInside(length: number, time: number): void {
    const { packet: p, paths, tallies, frame } = this
    const fresh = p.layers & ~this.seen
    networkProtocols.forEach(({ id }, bit) => {
      if ((fresh & (1 << bit)) !== 0) tallies.layer(id, this.read, frame.wireLength)
    })
    const known = paths.count
    const path = paths.id(p)
    if (path === known) this.newPath(path, time)
    paths.count1(path, length, time)
    if (p.state !== ok && p.payloadEnd <= p.payload) return this.failed()
    if ((p.layers & (layer.tcp | layer.udp)) !== 0) this.segment(path, time)
    else if (p.fragment) this.part(path, time)
    else this.other(path, time)
  }

  private other(path: number, time: number): void {
    const { packet: p, dissection: d, paths } = this
    d.begin()
    d.frameCount = this.read
    d.time = time
    d.vlan = p.vlan
    d.tunnel = p.tunnel
    d.sender = paths.source(path)
    d.receiver = paths.target(path)
    d.pair = paths.pair[path]!
    d.sourcePort = d.targetPort = 0
    d.side = 0
    d.direction = 0
    d.toMany = paths.toMany(path)
    d.transport = "ethernet"
    if (p.family === 0) {
      const named = this.link.read()
      paths.pair[path] = d.pair
      return this.classifyOpened(named, time)
    }
    if (p.protocol === 58) this.link.neighbours()
    if ((p.layers & layer.icmp) !== 0) this.icmpMarkers.look(d.pair, p.bytes, p.transport, p.transportEnd, d.mark)
    const known = (p.layers & (layer.icmp | layer.icmpv6)) !== 0
    if (known || p.protocol === 59) return this.classify(true)
    const named = d.payload(ipName(p.protocol), p.bytes, p.transport, p.transportEnd)
    this.classifyOpened(named || p.protocol === 2, time)
  }

  private forgetPaths(): void {
    this.fold()
    this.paths.clear()
    this.copies.forget()
  }
}

/** Tunnels directly over IP (4 and 41 IP, 47 GRE, 115 L2TP, 137 MPLS) and over Ethernet (PPPoE, MPLS). */
const tunnelProtocols: ReadonlySet<number> = new Set([4, 41, 47, 115, 137])
const tunnelTypes: ReadonlySet<number> = new Set([0x8864, 0x8847, 0x8848])

const tcpId = networkProtocols.findIndex((p) => p.name === "tcp")
const udpId = networkProtocols.findIndex((p) => p.name === "udp")
const networkId = (layers: number): number => networkProtocols[(layers & layer.tcp) !== 0 ? tcpId : udpId]!.id
