/** What every scene of the sample plant works with. */
import { arp } from "./name-messages.ts"
import type { Host } from "./host.ts"
import { BROADCAST, Network } from "./network.ts"
import type { Random } from "./random.ts"
import { TcpConnection } from "./tcp-connection.ts"
import type { Timeline } from "./timeline.ts"

export const SECOND = 1_000_000
export const MINUTE = 60 * SECOND
export const HOUR = 60 * MINUTE

export class Stage {
  readonly timeline: Timeline
  readonly network: Network
  readonly random: Random
  private readonly ports = new Map<Host, number>()

  constructor(timeline: Timeline, random: Random, router: Host) {
    this.timeline = timeline
    this.random = random
    this.network = new Network(timeline.sink, router)
  }

  /** The next free port of a client, as its system counts them. */
  port(host: Host): number {
    const port = (this.ports.get(host) ?? 49152 + (host.ip[3]! % 64) * 16) + 1
    this.ports.set(host, port > 65000 ? 49152 : port)
    return port
  }

  connect(client: Host, server: Host, port: number): TcpConnection {
    return new TcpConnection(this.network, this.random, client, server, this.port(client), port)
  }

  /** `asker` wants the MAC of `owner`, and gets it. Both are on one VLAN. */
  resolve(time: number, asker: Host, owner: Host): void {
    const zero = [0, 0, 0, 0, 0, 0]
    this.network.frame(time, BROADCAST, asker.mac, asker.vlan, 0x0806, arp(1, asker.mac, asker.ip, zero, owner.ip))
    const answer = arp(2, owner.mac, owner.ip, asker.mac, asker.ip)
    this.network.frame(time + this.random.within(150, 800), asker.mac, owner.mac, asker.vlan, 0x0806, answer)
  }
}
