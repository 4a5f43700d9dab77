/** Frames in, facts and counts out: the one loop that every packet passes. What it costs is the speed of the product. */
import type { Frame } from "../capture/frame.ts"
import { Fragments } from "../flows/fragments.ts"
import { IdTable } from "../flows/id-table.ts"
import { layer } from "../flows/layers.ts"
import { limits } from "../flows/limits.ts"
import { cut, ok, Packet, unsupportedLink } from "../flows/packet.ts"
import { Tunnels } from "../flows/tunnels.ts"
import { ipv4Text } from "../net/ip.ts"
import { networkProtocols } from "../protocols/network.ts"
import { mpls } from "../protocols/tunnels/mpls.ts"
import { inside } from "../protocols/tunnels/opening.ts"
import type { Accounting, MeasuredMinute } from "./batch.ts"
import { onEtherType, ipName } from "./catalogue.ts"
import { CaptureClock } from "./clock.ts"
import type { Conversation } from "./conversation.ts"
import { Conversations } from "./conversations.ts"
import { Arrivals } from "./arrivals.ts"
import { Copies } from "./copies.ts"
import { Dissection, type Sink } from "./dissection.ts"
import { Endpoints } from "./endpoints.ts"
import { Health } from "./health.ts"
import type { Ledger } from "./ledger.ts"
import { readArp, readNeighbourDiscovery } from "./neighbours.ts"
import { snapName } from "./snap-name.ts"
import { IcmpMarkers } from "./markers.ts"
import { MinuteMeasures } from "./minute-measures.ts"
import { overEthernet, overIp, Pairs } from "./pairs.ts"
import { Paths } from "./paths.ts"
import { RemoteSessions } from "./remote-sessions.ts"
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
  /** Endpoints with traffic since the last batch that are no end of its pair: network cards, and a second MAC of the same address. */
  readonly beside = new Set<number>()
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
  private readonly fragments = new Fragments()
  private readonly icmpMarkers = new IcmpMarkers()
  private readonly arpSeen = new IdTable(4, limits.distinct, 256)
  private readonly arpAsked = new IdTable(2, limits.distinct, 256)
  private readonly key = new Int32Array(4)
  private readonly frame: Frame
  private readonly sink: Sink
  /** Tunnels around the packet, and the layers that the frame showed outside of it. */
  private depth = 0
  private seen = 0
  private readonly sessions = new RemoteSessions(this.pairs)
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
    this.arrivals = new Arrivals(this.packet, this.endpoints, this.tunnels, sink.fact)
    this.dissection.scopeOf = (tunnel) => this.tunnels.scope(tunnel)
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

  /** Adds what the paths counted to endpoints, pairs and protocols, and the series of the current minute. */
  fold(): void {
    const { paths, endpoints, pairs } = this
    for (let n = 0; n < paths.dirtyCount; n++) {
      const path = paths.dirty[n]!
      const packets = paths.packets(path)
      const bytes = paths.bytes(path)
      const last = paths.last(path)
      paths.taken(path)
      if (!paths.isInside(path)) {
        this.tallies.stack(paths.layers(path), packets, bytes)
        if (paths.isLabelled(path)) this.tallies.stacked(mpls.protocol.id, packets, bytes)
        this.health.passed(paths.layers(path), paths.toMany(path), packets)
      }
      const source = paths.source(path)
      const target = paths.target(path)
      this.passed(paths.card[path]!, last)
      if (source >= 0) {
        endpoints.sentPackets[source]! += packets
        endpoints.sentBytes[source]! += bytes
        if (last > endpoints.last[source]!) endpoints.last[source] = last
      } else endpoints.overflowPackets += packets
      if (target >= 0) {
        endpoints.receivedPackets[target]! += packets
        endpoints.receivedBytes[target]! += bytes
        if (last > endpoints.last[target]!) endpoints.last[target] = last
      }
      const talk = paths.talk[path]
      if (talk !== undefined && !talk.forgotten) this.sessions.count(talk, paths.side(path), bytes, last)
      const pair = paths.pairOf(path)
      if (pair < 0) continue
      this.standsBeside(source, pair)
      this.standsBeside(target, pair)
      pairs.freshPackets[pair]! += packets
      pairs.freshBytes[pair]! += bytes
      if (last > pairs.last[pair]!) pairs.last[pair] = last
      pairs.mark(pair)
    }
    paths.dirtyCount = 0
    if (this.ledger !== null) this.sessions.tell(this.ledger)
    this.foldPairs()
  }

  /** The capture ends: everything is counted, nothing waits any more. */
  finish(): void {
    for (const conversation of this.conversations.live.values()) this.readWaiting(conversation)
    this.fold()
    this.closeMinute()
    this.clock.settle()
    this.paths.clear()
    this.conversations.live.clear()
  }

  /** A card whose frames carry addresses of others is there as long as they pass. */
  private passed(card: number, time: number): void {
    if (card < 0 || time <= this.endpoints.last[card]!) return
    this.endpoints.last[card] = time
    this.beside.add(card)
  }

  private standsBeside(endpoint: number, pair: number): void {
    if (endpoint >= 0 && endpoint !== this.pairs.client(pair) && endpoint !== this.pairs.server(pair))
      this.beside.add(endpoint)
  }

  private foldPairs(): void {
    const { pairs, measures } = this
    for (const pair of pairs.dirty) {
      const packets = pairs.freshPackets[pair]!
      if (packets === 0) continue
      const bytes = pairs.freshBytes[pair]!
      pairs.packets[pair]! += packets
      pairs.bytes[pair]! += bytes
      pairs.freshPackets[pair] = 0
      pairs.freshBytes[pair] = 0
      measures.traffic(pair, packets, bytes)
      this.health.pair(pair, packets, bytes)
    }
    if (this.freshPackets === 0) return
    measures.everything(this.freshPackets, this.freshBytes)
    this.freshPackets = 0
    this.freshBytes = 0
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
    this.conversations.forget(this.readWaiting)
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
    const { packet: p, paths, dissection: d, frame } = this
    if (paths.talk[path]?.forgotten === true) this.conversations.join(path, paths.source(path), paths.target(path))
    const conversation = paths.talk[path]
    if (conversation === undefined) {
      this.recognised++
      return
    }
    conversation.last = time
    const side = paths.side(path)
    d.begin()
    d.frame = frame
    d.frameCount = this.read
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
    if (conversation.tcp) this.tcpSegment(conversation, side, time)
    else this.udpDatagram(conversation, side)
  }

  private tcpSegment(conversation: Conversation, side: number, time: number): void {
    const { packet: p, dissection: d } = this
    if ((p.flags & 2) !== 0) this.handshake(conversation, side)
    else if ((p.flags & 16) !== 0 && this.endpoints.alive[d.receiver] === 0) this.arrivals.answers(d.receiver, time)
    d.transport = "tcp"
    d.pair = conversation.pair
    d.direction = conversation.client === side ? 1 : -1
    this.transport.messages.source = p.bytes
    const carries = p.payloadEnd > p.payload
    this.transport.tcp(conversation, p)
    this.classify(!carries || this.transport.messages.named)
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
    sink.fact({ kind: "attempt", client: pairs.client(pair), server: pairs.server(pair), port, time: dissection.time })
  }

  private udpDatagram(conversation: Conversation, side: number): void {
    const { packet: p, dissection: d } = this
    d.transport = "udp"
    d.pair = conversation.pair
    d.direction = conversation.client === side ? 1 : -1
    this.transport.messages.source = p.bytes
    if (p.payloadEnd <= p.payload) return this.classify(true)
    this.transport.udp(conversation, p)
    if (d.opening.as !== inside.nothing && this.opens(d.time)) return
    this.classify(this.transport.messages.named)
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
    if (p.family === 0) return this.onLink()
    if (p.protocol === 58) readNeighbourDiscovery(p, this.bind)
    if ((p.layers & layer.icmp) !== 0) this.icmpMarkers.look(d.pair, p.bytes, p.transport, p.transportEnd, d.mark)
    const known = (p.layers & (layer.icmp | layer.icmpv6)) !== 0
    if (known || p.protocol === 59) return this.classify(true)
    const named = d.payload(ipName(p.protocol), p.bytes, p.transport, p.transportEnd)
    if (d.opening.as === inside.nothing || !this.opens(time)) this.classify(named || p.protocol === 2)
  }

  private onLink(): void {
    const { packet: p, dissection: d } = this
    if ((p.layers & layer.arp) !== 0) {
      const result = readArp(p, this.isNewArp() ? this.bind : nobody)
      if (result === "short") d.ranOut = true
      if (result === "read") this.askedByArp()
      return this.classify(result !== "unknown")
    }
    if (p.etherType === 0x20000) return this.classify(this.inside(snapName(p.snapOui, p.snapPid)))
    if (p.etherType >= 0x10000)
      return this.classify(this.inside(`llc:${(((p.etherType >> 8) & 255) | 0).toString(16)}`))
    for (const dissector of onEtherType.get(p.etherType) ?? []) {
      if (!dissector.probe(p.bytes, p.network, p.end)) continue
      const named = d.message(dissector, p.bytes, p.network, p.end)
      if (d.opening.as !== inside.nothing && this.opens(d.time)) return
      return this.classify(named)
    }
    this.classify(false)
  }

  /** A request (operation 1) for an address that this sender did not ask for yet. */
  private askedByArp(): void {
    const { packet: p, key, dissection: d } = this
    const b = p.bytes
    const at = p.network
    if (b[at + 7] !== 1 || d.sender < 0) return
    key[0] = d.sender
    key[1] = (b[at + 24]! << 24) | (b[at + 25]! << 16) | (b[at + 26]! << 8) | b[at + 27]!
    const known = this.arpAsked.count
    if (this.arpAsked.id(key) !== known) return
    this.sink.fact({ kind: "resolve", client: d.sender, address: ipv4Text(key[1]), time: d.time })
  }

  /** The same sender with the same address says nothing new; telling that must not cost a string. */
  private isNewArp(): boolean {
    const { packet: p, key } = this
    const b = p.bytes
    const at = p.network
    if (at + 28 > p.end) return true
    const word = (n: number): number => (b[n]! << 24) | (b[n + 1]! << 16) | (b[n + 2]! << 8) | b[n + 3]!
    key[0] = word(at + 8)
    key[1] = (b[at + 12]! << 8) | b[at + 13]! | (p.vlan << 16)
    key[2] = word(at + 14)
    key[3] = (word(at + 24) === key[2] ? 1 : 0) | (p.tunnel << 1)
    const known = this.arpSeen.count
    return this.arpSeen.id(key) === known
  }

  private inside(name: string): boolean {
    const { packet: p, dissection: d } = this
    return d.payload(name, p.bytes, p.network, p.end)
  }

  private readonly bind = (
    mac: string,
    address: string,
    how: "arp" | "arp-announcement" | "neighbour-discovery" | "dhcp" | "announcement",
  ): void => this.dissection.binding(mac, address, how)

  /** What still waits behind a gap when nothing more will come is read as it stands. */
  private readonly readWaiting = (conversation: Conversation): void => {
    const { dissection: d } = this
    this.health.ended(conversation)
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

  private forgetPaths(): void {
    this.fold()
    this.paths.clear()
    this.copies.forget()
  }
}

const nobody = (): void => undefined

/** Tunnels directly over IP (4 and 41 IP, 47 GRE, 115 L2TP, 137 MPLS) and over Ethernet (PPPoE, MPLS). */
const tunnelProtocols: ReadonlySet<number> = new Set([4, 41, 47, 115, 137])
const tunnelTypes: ReadonlySet<number> = new Set([0x8864, 0x8847, 0x8848])

const tcpId = networkProtocols.findIndex((p) => p.name === "tcp")
const udpId = networkProtocols.findIndex((p) => p.name === "udp")
const networkId = (layers: number): number => networkProtocols[(layers & layer.tcp) !== 0 ? tcpId : udpId]!.id
