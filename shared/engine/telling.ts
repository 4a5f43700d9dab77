/** What is told of a pair: which protocol it speaks, what a message says beside its function, what contradicts its protocol, and which indicator passed. */
import type { Fact, Said } from "../facts/fact.ts"
import { declaredProtocols, type Protocol } from "../protocols/protocol.ts"
import type { Pairs } from "./pairs.ts"
import type { Passing } from "./passing.ts"

export class Telling {
  /** Pairs and protocols that are known to speak, as one number. */
  private readonly speaking = new Set<number>()
  private readonly passing: Passing
  private readonly pairs: Pairs
  private readonly sink: (fact: Fact) => void

  constructor(passing: Passing, pairs: Pairs, sink: (fact: Fact) => void) {
    this.passing = passing
    this.pairs = pairs
    this.sink = sink
  }

  /** `swapped`: the sender of the pair's frames answers, so it is the server. */
  spoken(pair: number, protocol: Protocol, swapped: boolean): void {
    const { pairs } = this
    const shown = pairs.protocol[pair]!
    const family = shown < 0 ? "network" : declaredProtocols()[shown]!.family
    if (family === "network" || (family !== "ot" && protocol.family === "ot")) pairs.protocol[pair] = protocol.id
    pairs.mark(pair)
    if (protocol.family === "network") return
    const key = (pair * 1024 + protocol.id) * 2 + (swapped ? 1 : 0)
    if (this.speaking.has(key)) return
    this.speaking.add(key)
    const [client, server] = [pairs.client(pair), pairs.server(pair)]
    this.sink({
      kind: "protocol",
      client: swapped ? server : client,
      server: swapped ? client : server,
      protocol: protocol.name,
      ot: protocol.family === "ot",
      port: pairs.port(pair),
      time: this.passing.time,
    })
  }

  said(said: Said): void {
    this.sink(this.fact(said, this.passing.dissector!.protocol.name))
  }

  /** What became known of a conversation beside its messages. */
  told(pair: number, protocol: string, said: Said): void {
    if (pair >= 0) this.sink({ ...said, ...this.ends(pair), protocol, time: this.passing.time })
  }

  fact(said: Said, protocol: string): Fact {
    return { ...said, ...this.ends(this.passing.pair), protocol, time: this.passing.time }
  }

  /** The message contradicts its own protocol. */
  malformed({ name }: Protocol): void {
    const { pair, sender, time } = this.passing
    this.sink({ kind: "malformed", ...this.ends(pair), sender, protocol: name, time })
  }

  /** The bytes of this indicator passed. */
  marked(indicator: number): void {
    const { pair, time, conversation } = this.passing
    const carrier = conversation === null ? "icmp" : conversation.tcp ? "tcp" : "udp"
    const protocol = conversation?.dissector?.protocol.name ?? carrier
    this.sink({ kind: "marker", indicator, ...this.ends(pair), protocol, time })
  }

  /** Who speaks what is told once more, as after a restart. */
  tellAgain(): void {
    this.speaking.clear()
  }

  private ends(pair: number): { readonly client: number; readonly server: number } {
    return { client: this.pairs.client(pair), server: this.pairs.server(pair) }
  }
}
