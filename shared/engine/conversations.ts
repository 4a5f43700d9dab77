/** TCP and UDP conversations: each counted once, the live ones with their state, and which of their sides asks. */
import { IdTable } from "../flows/id-table.ts"
import { layer } from "../flows/layers.ts"
import { limits } from "../flows/limits.ts"
import type { Packet } from "../flows/packet.ts"
import type { Tunnels } from "../flows/tunnels.ts"
import { onTcp, onUdp } from "./catalogue.ts"
import type { CaptureClock } from "./clock.ts"
import { Conversation } from "./conversation.ts"
import type { Endpoints } from "./endpoints.ts"
import { overTcp, overUdp, type Pairs } from "./pairs.ts"
import type { Paths } from "./paths.ts"

/** Ports of tunnels that both ends send to, from a port of each flow's own (RFC 7348, section 5; RFC 8926, section 3.3): one connection between them. */
const evenPorts: ReadonlySet<number> = new Set([4789, 4790, 6081, 8472])

export class Conversations {
  /** {address:port} pairs, each counted once. */
  readonly tcp = new IdTable(4, limits.distinct, 1024)
  readonly udp = new IdTable(4, limits.distinct, 1024)
  /** The same in tunnels, beneath another IP header. */
  readonly innerTcp = new IdTable(4, limits.distinct, 16)
  readonly innerUdp = new IdTable(4, limits.distinct, 16)
  readonly live = new Map<number, Conversation>()
  private readonly key = new Int32Array(4)
  private readonly packet: Packet
  private readonly endpoints: Endpoints
  private readonly pairs: Pairs
  private readonly paths: Paths
  private readonly clock: CaptureClock
  private readonly tunnels: Tunnels

  constructor(packet: Packet, endpoints: Endpoints, pairs: Pairs, paths: Paths, clock: CaptureClock, tunnels: Tunnels) {
    this.tunnels = tunnels
    this.packet = packet
    this.endpoints = endpoints
    this.pairs = pairs
    this.paths = paths
    this.clock = clock
  }

  /** Finds the conversation of a new path, or begins it. */
  join(path: number, source: number, target: number): void {
    const { packet: p, paths } = this
    const tcp = (p.layers & layer.tcp) !== 0
    const isInner = p.tunnel !== 0 && this.tunnels.isBeneathIp(p.tunnel)
    const table = isInner ? (tcp ? this.innerTcp : this.innerUdp) : tcp ? this.tcp : this.udp
    const id = this.conversationId(p.source, p.target, p.sourcePort, p.targetPort, table)
    if (id < 0 || source < 0 || target < 0) return
    const number = id + limits.distinct * ((tcp ? 0 : 1) + (isInner ? 2 : 0))
    const known = this.live.get(number)
    if (known === undefined) {
      const begun = this.begin(number, tcp, source, target)
      this.live.set(number, begun)
      paths.joins(path, begun, 0)
      return
    }
    const sameEnd = known.port0 === p.sourcePort && this.sameAddress(known.endpoint0, source)
    paths.joins(path, known, sameEnd ? 0 : 1)
  }

  private sameAddress(a: number, b: number): boolean {
    const { table } = this.endpoints
    return table.word(a, 4) === table.word(b, 4)
  }

  private begin(id: number, tcp: boolean, source: number, target: number): Conversation {
    const { sourcePort, targetPort } = this.packet
    const ends = { endpoint0: source, endpoint1: target, port0: sourcePort, port1: targetPort }
    const conversation = new Conversation(id, tcp, ends, this.asks(tcp))
    this.orient(conversation)
    conversation.began = this.clock.now
    return conversation
  }

  /** Which side asks: the handshake tells, else a port that a dissector knows, else the lower port serves. */
  private asks(tcp: boolean): 0 | 1 {
    const { sourcePort, targetPort, flags } = this.packet
    if (tcp && (flags & 2) !== 0) return (flags & 16) !== 0 ? 1 : 0
    const table = tcp ? onTcp : onUdp
    const [from, to] = [table[sourcePort]!.length > 0, table[targetPort]!.length > 0]
    if (from !== to) return to ? 0 : 1
    if (sourcePort < 1024 !== targetPort < 1024) return targetPort < 1024 ? 0 : 1
    if (!tcp) return 0
    return targetPort <= sourcePort ? 0 : 1
  }

  /** Finds the pair that a conversation belongs to, from the side that asks. */
  orient(conversation: Conversation): void {
    conversation.counters = null // they belong to the pair of before
    const { endpoint0, endpoint1, client, tcp } = conversation
    const [asking, serving] = client === 0 ? [endpoint0, endpoint1] : [endpoint1, endpoint0]
    const port = conversation.serverPort
    const isEven = !tcp && evenPorts.has(port) && asking > serving
    const [a, b] = isEven ? [serving, asking] : [asking, serving]
    conversation.pair = this.pairs.seen(this.pairs.id(a, b, tcp ? overTcp : overUdp, port), this.clock.now)
  }

  private conversationId(
    source: number,
    target: number,
    sourcePort: number,
    targetPort: number,
    table: IdTable,
  ): number {
    const { key } = this
    const swap = source > target || (source === target && sourcePort > targetPort)
    key[0] = swap ? target : source
    key[1] = swap ? source : target
    key[2] = swap ? (targetPort << 16) | sourcePort : (sourcePort << 16) | targetPort
    key[3] = this.packet.family | (this.packet.tunnel << 4)
    return table.id(key)
  }

  /**
   * Conversations that ended, and those quiet for a minute of capture time, lose what they remember; while there are still
   * too many live ones, so do those quiet for five seconds, then for one.
   */
  forget(readWaiting: (conversation: Conversation) => void): void {
    for (const patience of [60e6, 5e6, 1e6]) {
      for (const [id, conversation] of this.live) {
        if (this.clock.now - conversation.last <= (conversation.ended ? 1e6 : patience)) continue
        readWaiting(conversation)
        conversation.forget()
        this.live.delete(id)
      }
      if (this.live.size <= limits.liveConversations) break
    }
  }
}
