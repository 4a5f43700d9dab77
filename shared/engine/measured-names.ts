/** Says who stands behind the numbers of measures: each talk and function once, and again when it is seen otherwise. */
import type { Cast, Talk } from "../model/talk.ts"
import type { MeasuredKeys, MeasuredMinute } from "./batch.ts"
import type { Engine } from "./engine.ts"
import { functionOf } from "./naming.ts"
import { overEthernet, overTcp, overUdp } from "./pairs.ts"

const broadcastMac = "ff:ff:ff:ff:ff:ff"

export class MeasuredNames {
  /** Talks that were told, as they were told; what an earlier engine told is told again when it is measured again. */
  private readonly told = new Map<number, string>()
  private readonly toldFunctions = new Set<number>()
  private readonly again = new Set<number>()
  private readonly deviceOf: (endpoint: number) => string
  private readonly protocolOf: (pair: number) => string

  constructor(deviceOf: (endpoint: number) => string, protocolOf: (pair: number) => string) {
    this.deviceOf = deviceOf
    this.protocolOf = protocolOf
  }

  /** An end of the pair became another device, or its protocol was recognised. */
  changed(pair: number): void {
    this.again.add(pair)
  }

  /** Everything that was known until now is in the store. */
  settle(): void {
    this.again.clear()
  }

  of(engine: Engine, measured: readonly MeasuredMinute[]): MeasuredKeys {
    const talks: Talk[] = []
    const functions: MeasuredKeys["functions"][number][] = []
    const tell = (pair: number): void => {
      const { pairs } = engine
      const text = `${this.deviceOf(pairs.client(pair))}|${this.deviceOf(pairs.server(pair))}|${this.protocolOf(pair)}`
      if (this.told.get(pair) === text) return
      this.told.set(pair, text)
      talks.push(this.talk(engine, pair))
    }
    // A pair that was never measured is told when it is.
    for (const pair of this.again) if (engine.pairs.packets[pair]! > 0) tell(pair)
    this.again.clear()
    for (const { traffic, counts } of measured) {
      for (let at = 3; at < traffic.length; at += 3) if (!this.told.has(traffic[at]!)) tell(traffic[at]!)
      for (let at = 0; at < counts.length; at += 5) {
        const id = counts[at]!
        if (this.toldFunctions.has(id)) continue
        this.toldFunctions.add(id)
        const talk = engine.pairs.operations.word(id, 0)
        if (!this.told.has(talk)) tell(talk)
        functions.push({ id, talk, ...functionOf(engine.pairs, id) })
      }
    }
    return { talks, functions }
  }

  private talk({ pairs, endpoints }: Engine, pair: number): Talk {
    const [client, server, carrier] = [pairs.client(pair), pairs.server(pair), pairs.carrier(pair)]
    const name = (endpoint: number): string => endpoints.address(endpoint) || endpoints.mac(endpoint)
    const transport =
      carrier === overTcp ? "tcp" : carrier === overUdp ? "udp" : carrier === overEthernet ? "ethernet" : "ip"
    return {
      id: pair,
      client: this.deviceOf(client),
      server: this.deviceOf(server),
      clientAddress: name(client),
      serverAddress: name(server),
      vlan: Math.max(endpoints.vlan(client), endpoints.vlan(server)),
      transport,
      port: transport === "tcp" || transport === "udp" ? pairs.port(pair) : 0,
      protocol: this.protocolOf(pair),
      cast: strongest(castOf(endpoints.mac(client), name(client)), castOf(endpoints.mac(server), name(server))),
    }
  }
}

const order: readonly Cast[] = ["unicast", "multicast", "broadcast"]
const strongest = (a: Cast, b: Cast): Cast => (order.indexOf(a) > order.indexOf(b) ? a : b)

/** IEEE 802: the lowest bit of the first byte marks a group. Without a MAC (raw IP) the address tells: RFC 5771, RFC 4291, RFC 919. */
function castOf(mac: string, address: string): Cast {
  if (mac === broadcastMac || address === "255.255.255.255") return "broadcast"
  if (mac !== "") return (parseInt(mac.slice(1, 2), 16) & 1) === 1 ? "multicast" : "unicast"
  if (address.includes(":")) return address.startsWith("ff") ? "multicast" : "unicast"
  const first = Number(address.split(".")[0])
  return first >= 224 && first < 240 ? "multicast" : "unicast"
}
