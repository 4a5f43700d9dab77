/** What messages say of devices: their properties, parts and addresses. What was told before is not told again. */
import type { ClaimField } from "../facts/claim-field.ts"
import type { Binding, Fact, Part, RingWay } from "../facts/fact.ts"
import { IdTable } from "../flows/id-table.ts"
import { limits } from "../flows/limits.ts"
import type { Kept } from "../flows/segment.ts"
import type { Whose } from "../protocols/dissector.ts"
import type { Protocol } from "../protocols/protocol.ts"
import type { Passing } from "./passing.ts"
import { ToldClaims } from "./told-claims.ts"

/** A claim that passed the filter of repeats, with the frames that prove it. */
export type Proof = { readonly fact: Fact & { kind: "claim" }; readonly frames: readonly Kept[] }

export class Claiming {
  private readonly known = new Set<string>()
  private claims = new ToldClaims()
  /** Endpoint, protocol and part that were told. */
  private toldParts = new IdTable(3, limits.distinct, 256)
  /** Sender and way of rings. */
  private readonly toldRings = new IdTable(2, limits.distinct, 16)
  private readonly ringKey = new Int32Array(2)
  private readonly partKey = new Int32Array(3).fill(-1)
  private readonly passing: Passing
  private readonly sink: (fact: Fact) => void
  private readonly prove: (proof: Proof) => void
  private readonly macOf: (endpoint: number) => string

  constructor(
    passing: Passing,
    sink: (fact: Fact) => void,
    prove: (proof: Proof) => void,
    macOf: (endpoint: number) => string,
  ) {
    this.passing = passing
    this.sink = sink
    this.prove = prove
    this.macOf = macOf
  }

  claim(
    whose: Whose,
    field: ClaimField,
    value: string,
    rule: string,
    confidence: number,
    at: number,
    length: number,
  ): void {
    const about = this.who(whose)
    if (about === undefined) return
    if (!this.claims.isNew(about, field, rule, value)) return
    const { passing } = this
    const frames = passing.proofOf(at, length)
    const spans = passing.spans(frames, at, length)
    this.prove({ fact: { kind: "claim", about, field, value, rule, confidence, time: passing.time, spans }, frames })
  }

  part(protocol: Protocol, part: number): void {
    const { partKey } = this
    const { sender, time } = this.passing
    // Cyclic traffic answers for the same part over and over.
    if (partKey[0] === sender && partKey[1] === protocol.id && partKey[2] === part) return
    partKey[0] = sender
    partKey[1] = protocol.id
    partKey[2] = part
    const known = this.toldParts.count
    if (this.toldParts.id(partKey) !== known) return
    this.sink({ kind: "part", part: this.partOf(protocol, part), time })
  }

  binding(said: string, address: string, how: Binding): void {
    const { sender, vlan, tunnel, time } = this.passing
    const mac = said === "sender" ? (sender < 0 ? "" : this.macOf(sender)) : said
    if (mac === "") return
    const key = `${mac}|${vlan}|${address}|${how}|${tunnel}`
    if (this.known.has(key)) return
    if (this.known.size < limits.distinct) this.known.add(key)
    this.sink({ kind: "binding", mac, vlan, address, how, ...this.passing.within(), time })
  }

  ring(way: RingWay): void {
    const { sender, vlan, time } = this.passing
    this.ringKey[0] = sender
    this.ringKey[1] = way === "out" ? 0 : 1
    const known = this.toldRings.count
    if (this.toldRings.id(this.ringKey) !== known) return
    const mac = this.macOf(sender)
    if (mac !== "") this.sink({ kind: "ring", mac, vlan, way, ...this.passing.within(), time })
  }

  /** What is claimed and what stands behind whom is told once more, as after a restart. */
  tellAgain(): void {
    this.claims = new ToldClaims()
    this.toldParts = new IdTable(3, limits.distinct, 256)
    this.partKey.fill(-1)
  }

  private who(whose: Whose): (Fact & { kind: "claim" })["about"] | undefined {
    const { passing } = this
    if (whose === "sender") return passing.sender < 0 ? undefined : passing.sender
    if (whose === "receiver") return passing.receiver < 0 ? undefined : passing.receiver
    if ("part" in whose) return passing.sender < 0 ? undefined : this.partOf(passing.dissector!.protocol, whose.part)
    const named = { mac: whose.mac ?? "", address: whose.address ?? "", vlan: passing.vlan }
    return passing.tunnel === 0 ? named : { ...named, ...passing.within() }
  }

  private partOf(protocol: Protocol, part: number): Part {
    return {
      endpoint: this.passing.sender,
      protocol: protocol.name,
      name: protocol.partText?.(part) ?? String(part),
    }
  }
}
