/** What paths counted since the last time goes to endpoints, pairs, protocols and the current minute: a few times a minute instead of with every frame. */
import { mpls } from "../protocols/tunnels/mpls.ts"
import type { Endpoints } from "./endpoints.ts"
import type { Health } from "./health.ts"
import type { Ledger } from "./ledger.ts"
import type { MinuteMeasures } from "./minute-measures.ts"
import type { Pairs } from "./pairs.ts"
import type { Paths } from "./paths.ts"
import { RemoteSessions } from "./remote-sessions.ts"
import type { Tallies } from "./tallies.ts"

export class Folding {
  /** Endpoints with traffic since the last batch that are no end of its pair: network cards, and a second MAC of the same address. */
  readonly beside = new Set<number>()
  private readonly paths: Paths
  private readonly endpoints: Endpoints
  private readonly pairs: Pairs
  private readonly tallies: Tallies
  private readonly health: Health
  private readonly measures: MinuteMeasures
  private readonly sessions: RemoteSessions

  constructor(
    paths: Paths,
    endpoints: Endpoints,
    pairs: Pairs,
    tallies: Tallies,
    health: Health,
    measures: MinuteMeasures,
  ) {
    this.paths = paths
    this.endpoints = endpoints
    this.pairs = pairs
    this.tallies = tallies
    this.health = health
    this.measures = measures
    this.sessions = new RemoteSessions(pairs)
  }

  /** Adds what the paths counted to endpoints, pairs and protocols, and the series of the current minute. */
  fold(ledger: Ledger | null): void {
    const { paths } = this
    for (let n = 0; n < paths.dirtyCount; n++) this.path(paths.dirty[n]!)
    paths.dirtyCount = 0
    if (ledger !== null) this.sessions.tell(ledger)
    this.foldPairs()
  }

  private path(path: number): void {
    const { paths } = this
    const packets = paths.packets(path)
    const bytes = paths.bytes(path)
    const last = paths.last(path)
    paths.taken(path)
    if (!paths.isInside(path)) {
      this.tallies.stack(paths.layers(path), packets, bytes)
      if (paths.isLabelled(path)) this.tallies.stacked(mpls.protocol.id, packets, bytes)
      this.health.passed(paths.layers(path), paths.toMany(path), packets)
    }
    this.passed(paths.card[path]!, last)
    this.sent(paths.source(path), packets, bytes, last)
    this.received(paths.target(path), packets, bytes, last)
    const talk = paths.talk[path]
    if (talk !== undefined && !talk.forgotten) this.sessions.count(talk, paths.side(path), bytes, last)
    const pair = paths.pairOf(path)
    if (pair >= 0) this.pair(pair, path, packets, bytes, last)
  }

  private sent(source: number, packets: number, bytes: number, last: number): void {
    const { endpoints } = this
    if (source < 0) {
      endpoints.overflowPackets += packets
      return
    }
    endpoints.sentPackets[source]! += packets
    endpoints.sentBytes[source]! += bytes
    if (last > endpoints.last[source]!) endpoints.last[source] = last
  }

  private received(target: number, packets: number, bytes: number, last: number): void {
    if (target < 0) return
    const { endpoints } = this
    endpoints.receivedPackets[target]! += packets
    endpoints.receivedBytes[target]! += bytes
    if (last > endpoints.last[target]!) endpoints.last[target] = last
  }

  private pair(pair: number, path: number, packets: number, bytes: number, last: number): void {
    const { paths, pairs } = this
    this.standsBeside(paths.source(path), pair)
    this.standsBeside(paths.target(path), pair)
    pairs.freshPackets[pair]! += packets
    pairs.freshBytes[pair]! += bytes
    if (last > pairs.last[pair]!) pairs.last[pair] = last
    pairs.mark(pair)
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
  }
}
