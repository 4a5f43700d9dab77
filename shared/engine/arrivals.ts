/** What shows itself for the first time: endpoints, the network cards behind them, how far away they are. */
import { perhapsHere, type Fact } from "../facts/fact.ts"
import type { Packet } from "../flows/packet.ts"
import type { Tunnels } from "../flows/tunnels.ts"
import type { Endpoints } from "./endpoints.ts"

export class Arrivals {
  /** The network card behind the last source; -1 where it is the source itself, or there is none. */
  card = -1
  private readonly packet: Packet
  private readonly endpoints: Endpoints
  private readonly tunnels: Tunnels
  private readonly tell: (fact: Fact) => void

  constructor(packet: Packet, endpoints: Endpoints, tunnels: Tunnels, tell: (fact: Fact) => void) {
    this.packet = packet
    this.tunnels = tunnels
    this.endpoints = endpoints
    this.tell = tell
  }

  /** The endpoint that the walked packet comes from; -1 when the table is full. */
  source(time: number): number {
    const { packet: p, endpoints } = this
    const known = endpoints.count
    const source = endpoints.id(p.hasSourceMac, p.sourceHigh, p.sourceLow, p.vlan, p.family, p.source, p.tunnel)
    if (source === known) this.newEndpoint(source, time)
    else this.earlier(source, time)
    this.card = p.hasSourceMac && p.family !== 0 ? this.cardOf(time) : -1
    if (source >= 0) this.sends(source, time)
    return source
  }

  /** The endpoint that it goes to; -1 when the table is full. */
  target(time: number): number {
    const { packet: p, endpoints } = this
    const known = endpoints.count
    const target = endpoints.id(p.hasMac, p.targetHigh, p.targetLow, p.vlan, p.family, p.target, p.tunnel)
    if (target === known) this.newEndpoint(target, time)
    else this.earlier(target, time)
    return target
  }

  /** Somebody acknowledges what this endpoint sent: it is there, even if its own frames do not pass here. */
  answers(endpoint: number, time: number): void {
    this.endpoints.alive[endpoint] = 1
    this.tell({ kind: "alive", endpoint, time })
  }

  /** The network card behind a sender with an address: a router is a device even if no address of its own is ever seen. */
  private cardOf(time: number): number {
    const { packet: p, endpoints } = this
    const known = endpoints.count
    const card = endpoints.id(true, p.sourceHigh, p.sourceLow, p.vlan, 0, 0, p.tunnel)
    if (card === known) this.newEndpoint(card, time)
    else this.earlier(card, time)
    if (card < 0 || endpoints.hops[card]! < 255) return card
    endpoints.hops[card] = 0
    this.tell({ kind: "distance", endpoint: card, hops: 0, time })
    return card
  }

  /** A capture that is read later may be the older one. */
  private earlier(endpoint: number, time: number): void {
    if (endpoint >= 0 && time > 0 && time < this.endpoints.first[endpoint]!) this.endpoints.first[endpoint] = time
  }

  private newEndpoint(id: number, time: number): void {
    const { endpoints } = this
    endpoints.first[id] = time
    endpoints.last[id] = time
    const [mac, vlan, address] = [endpoints.mac(id), endpoints.vlan(id), endpoints.address(id)]
    const tunnel = this.tunnels.scope(endpoints.tunnel(id))
    this.tell({ kind: "endpoint", endpoint: id, mac, vlan, address, ...(tunnel === "" ? {} : { tunnel }), time })
  }

  /** Initial values of the time to live in use are 32, 64, 128 and 255; what is missing was taken off by routers. */
  private sends(endpoint: number, time: number): void {
    const { ttl, family } = this.packet
    const start = ttl <= 32 ? 32 : ttl <= 64 ? 64 : ttl <= 128 ? 128 : 255
    // Values of a few are set by purpose (link-local protocols, path tracing), not left over.
    const hops = family === 0 || ttl <= 4 ? 0 : ttl === 30 || ttl === 60 ? perhapsHere : start - ttl
    if (hops >= this.endpoints.hops[endpoint]!) return
    this.endpoints.hops[endpoint] = hops
    this.tell({ kind: "distance", endpoint, hops, time })
  }
}
