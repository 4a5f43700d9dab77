/**
 * Runs dissectors over messages and takes what they find: counts at once, novelty as facts.
 * It is both the Findings that a dissector writes to and the About that it reads from; one object serves all messages.
 */
import { Malformed, Truncated, type Reader } from "../bytes/reader.ts"
import type { Frame } from "../capture/frame.ts"
import type { ClaimField } from "../facts/claim-field.ts"
import type { Binding, Fact, RingWay, Said } from "../facts/fact.ts"
import { limits } from "../flows/limits.ts"
import type { Kept } from "../flows/segment.ts"
import type { Channel } from "../protocols/carrying.ts"
import type { About, Dissector, Findings, NameList, Outcome, Whose } from "../protocols/dissector.ts"
import type { Protocol } from "../protocols/protocol.ts"
import { Opening } from "../protocols/tunnels/opening.ts"
import type { MeasuredMinute } from "./batch.ts"
import { Announced } from "./announced.ts"
import { Bench } from "./bench.ts"
import { over } from "./catalogue.ts"
import { Channels } from "./channels.ts"
import { Claiming, type Proof } from "./claiming.ts"
import { FunctionCounts } from "./function-counts.ts"
import { markMessage } from "./markers.ts"
import { Memories } from "./memories.ts"
import type { MinuteMeasures } from "./minute-measures.ts"
import type { Pairs } from "./pairs.ts"
import { OpenChannel } from "./open-channel.ts"
import { Passing } from "./passing.ts"
import { Reaching } from "./reaching.ts"
import { Repeats, type Counted, type Remembered } from "./repeats.ts"
import type { Tallies } from "./tallies.ts"
import { Telling } from "./telling.ts"
import type { Timing } from "./timing.ts"

/** Who takes what the engine finds. */
export type Sink = {
  readonly fact: (fact: Fact) => void
  readonly proof: (proof: Proof) => void
  /** A minute of capture time is over. */
  readonly minute: (minute: MeasuredMinute) => void
  /** The frames in which a command reached a place for the first time. */
  readonly witness: (place: number, frames: readonly Kept[]) => void
}

export class Dissection extends Passing implements About, Findings {
  readonly opening = new Opening()

  /** What became of the frame's messages; cleared by `begin`. */
  ranOut = false
  contradicted = false
  unnamedInside = false
  /** Told what a message says that says what it said before; null: nobody wants it. */
  saidAgain: ((fact: Fact, said: Said) => void) | null = null
  /** Asked before: true where counting what was said is all that is wanted; null: it never is. */
  recount: ((said: Said, time: number) => boolean) | null = null
  /** Of this protocol only; "": of all. */
  againOf = ""

  readonly names: Readonly<Record<NameList, Set<string>>> = {
    dns: new Set(),
    dhcpHostnames: new Set(),
    lldpSystems: new Set(),
  }
  readonly bench = new Bench()
  readonly channels = new Channels()
  private readonly announcements = new Announced()
  private readonly macOf: (endpoint: number) => string
  private repeats = new Repeats()
  /** What the message being read counts, while that is to be remembered. */
  private counting: Counted[] | null = null
  /** What it says beside, for rules that count each time. */
  private saying: Said[] = []
  private answered = false
  /** What was asked last to take an inner payload, and who listens there. */
  private carrier = ""
  private carried: readonly Dissector[] = []
  private unspoken: Protocol | null = null
  private readonly tallies: Tallies
  private readonly reaching: Reaching
  private readonly functions: FunctionCounts
  private readonly claiming: Claiming
  private readonly telling: Telling
  private readonly memories = new Memories()

  constructor(
    frame: Frame,
    pairs: Pairs,
    tallies: Tallies,
    measures: MinuteMeasures,
    { fact, proof, witness }: Sink,
    macOf: (endpoint: number) => string,
  ) {
    super(frame)
    this.tallies = tallies
    this.reaching = new Reaching(this, pairs, fact, witness)
    this.functions = new FunctionCounts(this, pairs, measures, this.reaching, fact)
    this.macOf = macOf
    this.claiming = new Claiming(this, fact, proof, macOf)
    this.telling = new Telling(this, pairs, fact)
  }

  get timing(): Timing {
    return this.functions.timing
  }

  /** Before the first message of a frame. */
  begin(): void {
    this.ranOut = false
    this.contradicted = false
    this.unnamedInside = false
    this.conversation = null
    this.parts = null
    this.joints.close()
  }

  /** Reads one whole message. False when the dissector is benched. */
  message(dissector: Dissector, bytes: Uint8Array, from: number, to: number): boolean {
    if (this.bench.holds(dissector)) return false
    if (dissector.protocol.family !== "name" || this.trace !== null || this.depth > 0) {
      this.read(dissector, bytes, from, to)
      return true
    }
    const before = this.repeats.of(bytes, from, to, this.sender, this.pair)
    if (before === undefined) this.readFirst(dissector, bytes, from, to)
    else this.countAgain(dissector, before, numberOf(bytes, from))
    return true
  }

  private readFirst(dissector: Dissector, bytes: Uint8Array, from: number, to: number): void {
    this.counting = []
    this.saying = []
    this.read(dissector, bytes, from, to)
    if (this.counting !== null)
      this.repeats.remember({ counted: this.counting, said: this.saying }, numberOf(bytes, from))
    this.counting = null
  }

  /** `number`: of this message, which is all that tells it from the earlier one. */
  private countAgain(dissector: Dissector, { counted, said }: Remembered, number: number): void {
    this.layer(dissector.protocol)
    this.unspoken = null
    for (const { operation, outcome, reference, isNumbered, question } of counted) {
      this.watch?.operation(dissector.protocol.id, operation, outcome, this.time)
      this.functions.count(operation, outcome)
      this.functions.timed(operation, outcome, isNumbered ? number : reference, question)
    }
    this.watch?.settle()
    if (this.saidAgain === null || (this.againOf !== "" && this.againOf !== dissector.protocol.name)) return
    for (const one of said) {
      if (this.recount !== null && this.recount(one, this.time)) continue
      this.saidAgain(this.telling.fact(one, dissector.protocol.name), one)
    }
  }

  private read(dissector: Dissector, bytes: Uint8Array, from: number, to: number): void {
    const outer = this.dissector
    const reader = this.readers[this.depth]!
    reader.open(bytes, from, to)
    reader.trace = this.trace
    this.dissector = dissector
    this.answered = this.onRing = false
    this.reaching.begin()
    if (this.trace !== null) this.trace.group(dissector.protocol.title, from)
    this.layer(dissector.protocol)
    try {
      dissector.read(reader, this, this)
    } catch (error) {
      this.failed(dissector, error)
    }
    this.reaching.end()
    if (this.trace !== null) this.trace.end(to)
    if (this.unspoken !== null) this.telling.spoken(this.pair, this.unspoken, this.answered)
    this.unspoken = null
    if (this.watch !== null && outer === null) this.watch.settle()
    this.dissector = outer
  }

  layer(protocol: Protocol): void {
    if (this.trace !== null) return
    this.tallies.layer(protocol.id, this.frameCount, this.frame.wireLength)
    const pair = this.pair
    if (pair < 0) return
    const conversation = this.conversation
    if (conversation !== null) {
      if (conversation.knows(protocol.id)) return
    } else if (this.transport === "ethernet") {
      // Who asks and who answers is known when the message was read.
      this.unspoken = protocol
      return
    }
    this.telling.spoken(pair, protocol, false)
  }

  operation(protocol: Protocol, code: number, outcome: Outcome, reference = -1, question = -1): void {
    if (this.trace !== null || this.pair < 0) return
    const operation = this.functions.operation(protocol, code, outcome)
    if (outcome === "response" && !this.onRing) this.answered = true
    this.reaching.operation(operation, outcome)
    if (operation < 0) return
    this.watch?.operation(protocol.id, operation, outcome, this.time)
    if (this.counting !== null) this.counting.push({ operation, outcome, reference, isNumbered: false, question })
    this.functions.count(operation, outcome)
    this.functions.timed(operation, outcome, reference, question)
  }

  detail(protocol: Protocol, code: number): void {
    if (this.trace !== null || this.pair < 0) return
    const operation = this.functions.detail(protocol, code)
    if (operation < 0) return
    this.functions.count(operation, "message")
    this.reaching.detail(operation)
    this.watch?.detail(protocol.id, operation, this.time)
  }

  place(area: number, from: number, count: number): void {
    this.reaching.place(area, from, count)
  }

  named(area: number, at: number, length: number): void {
    this.reaching.named(area, at, length)
  }

  written(at: number, length: number): void {
    this.reaching.written(at, length)
  }

  result(good: boolean, at = 0, length = 0): void {
    this.reaching.result(good, at, length)
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
    if (this.trace === null && value !== "") this.claiming.claim(whose, field, value, rule, confidence, at, length)
  }

  part(protocol: Protocol, part: number): void {
    if (this.trace === null && this.sender >= 0) this.claiming.part(protocol, part)
  }

  standsFor(part: number): void {
    if (this.conversation !== null) this.conversation.part = part
  }

  get behind(): number {
    return this.conversation?.part ?? -1
  }

  binding(said: string, address: string, how: Binding): void {
    if (this.trace === null) this.claiming.binding(said, address, how)
  }

  ring(way: RingWay): void {
    if (this.trace !== null || this.sender < 0) return
    this.claiming.ring(way)
    this.onRing = true
    if (way === "back" && this.conversation === null) this.pair = this.homeOf(this.pair)
  }

  name(list: NameList, value: string): void {
    if (this.trace !== null) return
    const names = this.names[list]
    if (value !== "" && names.size < 1_000_000) names.add(value)
  }

  /** The bytes of this indicator passed. */
  readonly mark = (indicator: number): void => {
    if (this.trace === null && this.pair >= 0) this.telling.marked(indicator)
  }

  /** Looks through a whole message of SMB. */
  markMessage(bytes: Uint8Array, from: number, to: number): void {
    if (this.conversation !== null) markMessage(this.conversation, this.side, bytes, from, to, this.mark)
  }

  tell(said: Said): void {
    if (this.trace !== null || this.pair < 0) return
    if (this.counting !== null) this.saying.push(said)
    this.telling.said(said)
  }

  /** What became known of a conversation beside its messages. */
  told(pair: number, protocol: string, said: Said): void {
    this.telling.told(pair, protocol, said)
  }

  expects(whose: "sender" | "receiver", port: number, channel: Channel): void {
    if (this.trace !== null || this.pair < 0) return
    const open = new OpenChannel(this.pair, this.dissector!.protocol.name, channel)
    const endpoint = whose === "sender" ? this.sender : this.receiver
    this.channels.expect(this.transport === "tcp", endpoint, port, open)
  }

  announce(protocol: Protocol, whose: "sender" | "receiver" | "anybody", number: number, what: unknown): void {
    const end = whose === "anybody" ? "" : this.stationOf(this[whose])
    if (this.trace === null) this.announcements.tell(protocol.id, end, number, what)
  }

  gather(joint: object, place: number, at: number, length: number): void {
    if (this.trace === null) this.joints.add(this, joint, place, at, length)
  }

  joined(joint: object, bytes: Uint8Array): void {
    if (this.trace === null) this.joints.open(joint, bytes)
  }

  announced<What>(number: number, byAnybody = false): What | undefined {
    const end = byAnybody ? "" : this.stationOf(this.sender)
    return this.announcements.of(this.dissector!.protocol.id, end, number) as What | undefined
  }

  /** Without addresses the card: a copy of its frames in another VLAN is the same station. */
  private stationOf(endpoint: number): string {
    return this.transport === "ethernet" ? this.macOf(endpoint) : String(endpoint)
  }

  inner(name: string, reader: Reader, from: number, to: number, stream = 0): boolean {
    const outer = this.stream
    this.stream = stream
    this.depth++
    const taken = this.depth < limits.inner && this.payload(name, reader.bytes, from, to)
    this.depth--
    this.stream = outer
    if (!taken) this.unnamedInside = true
    return taken
  }

  /** Gives bytes to the first dissector that listens over `name` and recognises them. */
  payload(name: string, bytes: Uint8Array, from: number, to: number): boolean {
    if (name !== this.carrier) {
      this.carrier = name
      this.carried = over.get(name) ?? []
    }
    for (const candidate of this.carried) {
      if (candidate.probe(bytes, from, to)) return this.message(candidate, bytes, from, to)
    }
    return false
  }

  recall<Memory>(make: () => Memory): Memory {
    return this.memories.recall(this.conversation, this.pair, this.dissector!.protocol.id, make)
  }

  /** Who speaks what, what is claimed and what stands behind whom is told once more, as after a restart. */
  tellAgain(): void {
    this.telling.tellAgain()
    this.claiming.tellAgain()
    this.repeats = new Repeats()
  }

  /** Another capture begins: no sequence goes on in it. */
  forget(): void {
    this.memories.forget()
    this.joints.forget()
    this.announcements.clear()
  }

  private failed(dissector: Dissector, error: unknown): void {
    this.counting = null
    if (error instanceof Truncated) {
      if (this.trace === null) this.ranOut = true
      return
    }
    this.contradicted = true
    if (error instanceof Malformed) {
      if (this.trace === null && this.pair >= 0) this.telling.malformed(dissector.protocol)
      return
    }
    // A bug in the dissector: it must not stop the analysis, and it must not stay hidden.
    this.bench.failed(dissector, error)
  }
}

/** DNS and its relatives number their messages in the first two bytes. */
const numberOf = (bytes: Uint8Array, from: number): number => (bytes[from]! << 8) | bytes[from + 1]!
