/**
 * Runs dissectors over messages and takes what they find: counts at once, novelty as facts.
 * It is both the Findings that a dissector writes to and the About that it reads from; one object serves all messages.
 */
import { Malformed, Reader, Truncated, type Trace } from "../bytes/reader.ts"
import type { Frame } from "../capture/frame.ts"
import type { ClaimField } from "../facts/claim-field.ts"
import type { Binding, Fact, FactSpan, Part, Said } from "../facts/fact.ts"
import { IdTable } from "../flows/id-table.ts"
import { limits } from "../flows/limits.ts"
import type { Kept } from "../flows/segment.ts"
import type { Channel } from "../protocols/carrying.ts"
import type { About, Dissector, Findings, NameList, Outcome, Whose } from "../protocols/dissector.ts"
import { declaredProtocols, type Protocol } from "../protocols/protocol.ts"
import { Opening } from "../protocols/tunnels/opening.ts"
import type { MeasuredMinute } from "./batch.ts"
import { Bench } from "./bench.ts"
import { over } from "./catalogue.ts"
import { Channels, OpenChannel } from "./channels.ts"
import { counterSlots, type Conversation } from "./conversation.ts"
import { operationFact, placeFact, refusalFact } from "./first-times.ts"
import { keep } from "./keep.ts"
import { markMessage } from "./markers.ts"
import type { MinuteMeasures } from "./minute-measures.ts"
import { detailCodes, type Pairs } from "./pairs.ts"
import { wholeDevice } from "./places.ts"
import { Repeats, type Counted, type Remembered } from "./repeats.ts"
import type { Tallies } from "./tallies.ts"
import { Timing, Waiting } from "./timing.ts"
import { ToldClaims } from "./told-claims.ts"
import type { Watch } from "./watch.ts"

/** A claim that passed the filter of repeats, with the frames that prove it. */
export type Proof = { readonly fact: Fact & { kind: "claim" }; readonly frames: readonly Kept[] }

/** Who takes what the engine finds. */
export type Sink = {
  readonly fact: (fact: Fact) => void
  readonly proof: (proof: Proof) => void
  /** A minute of capture time is over. */
  readonly minute: (minute: MeasuredMinute) => void
  /** The frames in which a command reached a place for the first time. */
  readonly witness: (place: number, frames: readonly Kept[]) => void
}

export class Dissection implements About, Findings {
  time = 0
  transport: "tcp" | "udp" | "ethernet" = "ethernet"
  sourcePort = 0
  targetPort = 0
  direction = 0
  side = 0
  toMany = false

  /** Set by the engine for every frame. */
  frame: Frame
  frameCount = 0
  vlan = -1
  /** 0: none. What dissectors find inside messages, and what tells tunnels apart in facts. */
  tunnel = 0
  scopeOf = (_tunnel: number): string => ""
  readonly opening = new Opening()
  sender = -1
  receiver = -1
  pair = -1
  conversation: Conversation | null = null
  /** The kept frames that the current message was put together from; null: it lies in the frame itself. */
  parts: readonly Kept[] | null = null

  /** What became of the frame's messages; cleared by `begin`. */
  ranOut = false
  contradicted = false
  unnamedInside = false
  /** Explaining one packet: nothing is counted, fields go here. */
  trace: Trace | null = null
  /** Whom every message is told; null: nobody looks. */
  watch: Watch | null = null
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
  private readonly readers: Reader[] = Array.from({ length: limits.inner + 1 }, () => new Reader())
  private depth = 0
  private repeats = new Repeats()
  /** What the message being read counts, while that is to be remembered. */
  private counting: Counted[] | null = null
  /** What it says beside, for rules that count each time. */
  private saying: Said[] = []
  private answered = false
  /** The function or detail that was counted last, whose places are told next; -1: none. */
  private placing = -1
  private isAsking = false
  private isActing = false
  /** It acts on the device and named no place yet. */
  private isBare = false
  private placed = -1
  /** Where the answered request's places stand in what waits, how many they are, and which one is answered next. */
  private answering = -1
  private answerCount = 0
  private answerNext = 0
  /** How the answer as a whole judged the places of its request. */
  private answerGood = false
  /** What was asked last to take an inner payload, and who listens there. */
  private carrier = ""
  private carried: readonly Dissector[] = []
  private unspoken: Protocol | null = null
  private dissector: Dissector | null = null
  private readonly known = new Set<string>()
  private claims = new ToldClaims()
  /** Pairs and protocols that are known to speak, as one number. */
  private readonly speaking = new Set<number>()
  /** Endpoint, protocol and part that were told. */
  private toldParts = new IdTable(3, limits.distinct, 256)
  private readonly partKey = new Int32Array(3).fill(-1)
  /** What dissectors remember where there are no conversations: by pair and protocol as one number. */
  private readonly pairMemory = new Map<number, unknown>()
  private readonly pairs: Pairs
  private readonly tallies: Tallies
  private readonly measures: MinuteMeasures
  readonly timing: Timing
  private readonly sink: (fact: Fact) => void
  private readonly prove: (proof: Proof) => void
  private readonly witness: (place: number, frames: readonly Kept[]) => void

  private readonly macOf: (endpoint: number) => string

  constructor(
    frame: Frame,
    pairs: Pairs,
    tallies: Tallies,
    measures: MinuteMeasures,
    { fact, proof, witness }: Sink,
    macOf: (endpoint: number) => string,
  ) {
    this.macOf = macOf
    this.frame = frame
    this.pairs = pairs
    this.tallies = tallies
    this.measures = measures
    this.timing = new Timing(measures)
    this.sink = fact
    this.prove = proof
    this.witness = witness
  }

  /** Before the first message of a frame. */
  begin(): void {
    this.ranOut = false
    this.contradicted = false
    this.unnamedInside = false
    this.conversation = null
    this.parts = null
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
      this.count(operation, outcome)
      this.timed(operation, outcome, isNumbered ? number : reference, question)
    }
    this.watch?.settle()
    if (this.saidAgain === null || (this.againOf !== "" && this.againOf !== dissector.protocol.name)) return
    for (const one of said) {
      if (this.recount !== null && this.recount(one, this.time)) continue
      this.saidAgain(this.spokenFact(one, dissector.protocol.name), one)
    }
  }

  private read(dissector: Dissector, bytes: Uint8Array, from: number, to: number): void {
    const outer = this.dissector
    const reader = this.readers[this.depth]!
    reader.open(bytes, from, to)
    reader.trace = this.trace
    this.dissector = dissector
    this.answered = false
    if (this.isBare) this.reachDevice()
    this.placing = this.placed = this.answering = -1
    if (this.trace !== null) this.trace.group(dissector.protocol.title, from)
    this.layer(dissector.protocol)
    try {
      dissector.read(reader, this, this)
    } catch (error) {
      this.failed(dissector, error)
    }
    if (this.isBare) this.reachDevice()
    if (this.trace !== null) this.trace.end(to)
    if (this.unspoken !== null) this.spoken(this.pair, this.unspoken, this.answered)
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
    this.spoken(pair, protocol, false)
  }

  operation(protocol: Protocol, code: number, outcome: Outcome, reference = -1, question = -1): void {
    if (this.trace !== null || this.pair < 0) return
    const known = this.pairs.operations.count
    const operation = this.counterOf(protocol, code)
    if (operation === known) this.sink(operationFact(this.pairs, operation, outcome, this.time))
    else if (this.pairs.awaited.size > 0 && outcome !== "response" && outcome !== "exception")
      this.tellAwaited(operation, outcome)
    if (outcome === "response") this.answered = true
    if (this.isBare) this.reachDevice()
    this.placing = operation
    if (operation < 0) return
    this.watch?.operation(protocol.id, operation, outcome, this.time)
    this.isAsking = outcome === "request"
    this.isActing = this.isAsking || outcome === "message"
    this.isBare = this.isActing && this.pairs.isCommand[operation] === 1
    if (this.counting !== null) this.counting.push({ operation, outcome, reference, isNumbered: false, question })
    this.count(operation, outcome)
    this.timed(operation, outcome, reference, question)
  }

  /** A person removed it from the baseline. */
  private tellAwaited(operation: number, outcome: Outcome): void {
    if (this.pairs.awaited.delete(operation)) this.sink(operationFact(this.pairs, operation, outcome, this.time))
  }

  private timed(operation: number, outcome: Outcome, reference: number, question: number): void {
    const conversation = this.conversation
    if (conversation === null || outcome === "message") return
    const waiting = (conversation.waiting ??= new Waiting())
    if (outcome === "request") return this.timing.asked(waiting, operation, reference, question, this.time)
    this.answering = this.timing.answered(waiting, operation, reference, this.time)
    if (this.answering >= 0) this.judge(waiting, outcome === "response")
  }

  detail(protocol: Protocol, code: number): void {
    if (this.trace !== null || this.pair < 0) return
    const known = this.pairs.operations.count
    const operation = this.counterOf(protocol, detailCodes + code)
    if (operation < 0) return
    if (operation === known) this.sink(operationFact(this.pairs, operation, "message", this.time))
    else if (this.pairs.awaited.size > 0) this.tellAwaited(operation, "message")
    this.count(operation, "message")
    this.placing = operation
    this.watch?.detail(protocol.id, operation, this.time)
    this.isBare = this.isActing && this.pairs.isCommand[operation] === 1
  }

  place(area: number, from: number, count: number): void {
    if (this.placing >= 0) this.reach(this.pairs.places.id(this.placing, area, from, count))
  }

  named(area: number, at: number, length: number): void {
    if (this.placing < 0) return
    this.reach(this.pairs.places.named(this.placing, area, this.readers[this.depth]!.bytes, at, length))
  }

  written(at: number, length: number): void {
    if (this.placed >= 0) this.remember(this.placed, at, length)
  }

  result(good: boolean, at = 0, length = 0): void {
    if (this.answerNext >= this.answerCount || this.answering < 0) return
    const place = this.conversation!.waiting!.place(this.answering, this.answerNext++)
    if (!good) {
      if (this.answerGood) this.pairs.places.corrected(place)
      this.watch?.corrected(place)
    } else if (length > 0) this.remember(place, at, length)
  }

  private remember(place: number, at: number, length: number): void {
    this.watch?.valued(place, this.readers[this.depth]!.bytes, at, length)
    this.pairs.places.value(place, this.time, this.readers[this.depth]!.bytes, at, length)
  }

  private reachDevice(): void {
    this.reach(this.pairs.places.id(this.placing, wholeDevice, 0, 0))
  }

  private reach(place: number): void {
    this.isBare = false
    this.placed = place
    if (place < 0) return
    const { places } = this.pairs
    if (places.first[place]! <= 0) this.firstReach(place)
    places.count(place, this.time)
    this.watch?.reached(place)
    if (this.isAsking) this.conversation?.waiting?.reaches(place)
  }

  /** The packet of a first command is kept: somebody will ask for it. */
  private firstReach(place: number): void {
    const { places } = this.pairs
    places.first[place] = places.firstOf(place) || this.time
    if (this.pairs.isCommand[this.placing] === 1) {
      const frames = this.proof()
      places.frame[place] = frames[0]!.frame
      this.witness(place, frames)
    }
    this.sink(placeFact(this.pairs, this.placing, place, this.time))
  }

  /** An answer judges all places of its request alike, until it says more of one. */
  private judge(waiting: Waiting, good: boolean): void {
    const { places } = this.pairs
    this.answerNext = 0
    this.answerGood = good
    this.answerCount = waiting.placeCount(this.answering)
    for (let n = 0; n < this.answerCount; n++) {
      places.answered(waiting.place(this.answering, n), good)
      this.watch?.answered(waiting.place(this.answering, n))
    }
  }

  private counterOf(protocol: Protocol, code: number): number {
    const conversation = this.conversation
    if (conversation === null) return this.pairs.operation(this.pair, protocol.id, code)
    const counters = (conversation.counters ??= noCounters.slice())
    const at = ((protocol.id + code * 5 + (code >> 5)) & (counterSlots - 1)) * 3
    if (counters[at] === code && counters[at + 1] === protocol.id) return counters[at + 2]!
    const operation = this.pairs.operation(this.pair, protocol.id, code)
    counters[at] = code
    counters[at + 1] = protocol.id
    counters[at + 2] = operation
    return operation
  }

  private count(operation: number, outcome: Outcome): void {
    const { pairs } = this
    this.measures.count(operation, outcome)
    pairs.counted[operation] = this.time
    if (outcome === "request") pairs.requests[operation]! += 1
    else if (outcome === "response") pairs.responses[operation]! += 1
    else if (outcome === "message") pairs.messages[operation]! += 1
    else if ((pairs.exceptions[operation]! += 1) === 1) this.sink(refusalFact(pairs, operation, this.time))
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
    if (this.trace !== null || value === "") return
    const about = this.who(whose)
    if (about === undefined) return
    if (!this.claims.isNew(about, field, rule, value)) return
    const frames = this.proof()
    const spans = this.spans(frames, at, length)
    this.prove({ fact: { kind: "claim", about, field, value, rule, confidence, time: this.time, spans }, frames })
  }

  part(protocol: Protocol, part: number): void {
    if (this.trace !== null || this.sender < 0) return
    const { partKey } = this
    // Cyclic traffic answers for the same part over and over.
    if (partKey[0] === this.sender && partKey[1] === protocol.id && partKey[2] === part) return
    partKey[0] = this.sender
    partKey[1] = protocol.id
    partKey[2] = part
    const known = this.toldParts.count
    if (this.toldParts.id(partKey) !== known) return
    this.sink({ kind: "part", part: this.partOf(protocol, part), time: this.time })
  }

  standsFor(part: number): void {
    if (this.conversation !== null) this.conversation.part = part
  }

  get behind(): number {
    return this.conversation?.part ?? -1
  }

  private partOf(protocol: Protocol, part: number): Part {
    return { endpoint: this.sender, protocol: protocol.name, name: protocol.partText?.(part) ?? String(part) }
  }

  binding(said: string, address: string, how: Binding): void {
    if (this.trace !== null) return
    const mac = said === "sender" ? (this.sender < 0 ? "" : this.macOf(this.sender)) : said
    if (mac === "") return
    const key = `${mac}|${this.vlan}|${address}|${how}|${this.tunnel}`
    if (this.known.has(key)) return
    if (this.known.size < limits.distinct) this.known.add(key)
    this.sink({ kind: "binding", mac, vlan: this.vlan, address, how, ...this.within(), time: this.time })
  }

  name(list: NameList, value: string): void {
    if (this.trace !== null) return
    const names = this.names[list]
    if (value !== "" && names.size < 1_000_000) names.add(value)
  }

  /** The bytes of this indicator passed. */
  readonly mark = (indicator: number): void => {
    if (this.trace !== null || this.pair < 0) return
    const { pair, pairs, time, conversation } = this
    const carrier = conversation === null ? "icmp" : conversation.tcp ? "tcp" : "udp"
    const protocol = conversation?.dissector?.protocol.name ?? carrier
    this.sink({
      kind: "marker",
      indicator,
      client: pairs.client(pair),
      server: pairs.server(pair),
      protocol,
      time,
    })
  }

  /** Looks through a whole message of SMB. */
  markMessage(bytes: Uint8Array, from: number, to: number): void {
    if (this.conversation !== null) markMessage(this.conversation, this.side, bytes, from, to, this.mark)
  }

  tell(said: Said): void {
    if (this.trace !== null || this.pair < 0) return
    if (this.counting !== null) this.saying.push(said)
    this.sink(this.spokenFact(said, this.dissector!.protocol.name))
  }

  /** What became known of a conversation beside its messages. */
  told(pair: number, protocol: string, said: Said): void {
    const { pairs, time } = this
    if (pair >= 0) this.sink({ ...said, client: pairs.client(pair), server: pairs.server(pair), protocol, time })
  }

  expects(whose: "sender" | "receiver", port: number, channel: Channel): void {
    if (this.trace !== null || this.pair < 0) return
    const open = new OpenChannel(this.pair, this.dissector!.protocol.name, channel)
    const endpoint = whose === "sender" ? this.sender : this.receiver
    this.channels.expect(this.transport === "tcp", endpoint, port, open)
  }

  private spokenFact(said: Said, protocol: string): Fact {
    const { pair, pairs, time } = this
    return { ...said, client: pairs.client(pair), server: pairs.server(pair), protocol, time }
  }

  inner(name: string, reader: Reader, from: number, to: number): boolean {
    this.depth++
    const taken = this.depth < limits.inner && this.payload(name, reader.bytes, from, to)
    this.depth--
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
    const conversation = this.conversation
    const id = this.dissector!.protocol.id
    if (conversation === null) return this.recallPair(this.pair * 1024 + id, make)
    const memories = (conversation.memory ??= [])
    // Each dissector asks with one type only.
    for (let at = 0; at < memories.length; at += 2) if (memories[at] === id) return memories[at + 1] as Memory
    const memory = make()
    memories.push(id, memory)
    return memory
  }

  /** Without conversation the pair remembers, in its one direction. When there are too many, the oldest is forgotten. */
  private recallPair<Memory>(key: number, make: () => Memory): Memory {
    const memories = this.pairMemory
    const known = memories.get(key)
    if (known !== undefined) return known as Memory // each dissector asks with one type only
    const memory = make()
    if (key < 0) return memory
    if (memories.size >= limits.pairMemories)
      for (const oldest of memories.keys()) {
        memories.delete(oldest)
        break
      }
    memories.set(key, memory)
    return memory
  }

  /** Who speaks what, what is claimed and what stands behind whom is told once more, as after a restart. */
  tellAgain(): void {
    this.speaking.clear()
    this.claims = new ToldClaims()
    this.toldParts = new IdTable(3, limits.distinct, 256)
    this.partKey.fill(-1)
    this.repeats = new Repeats()
  }

  /** Another capture begins: no sequence goes on in it. */
  forget(): void {
    this.pairMemory.clear()
  }

  /** `swapped`: the sender of the pair's frames answers, so it is the server. */
  private spoken(pair: number, protocol: Protocol, swapped: boolean): void {
    const shown = this.pairs.protocol[pair]!
    const family = shown < 0 ? "network" : declaredProtocols()[shown]!.family
    if (family === "network" || (family !== "ot" && protocol.family === "ot")) this.pairs.protocol[pair] = protocol.id
    this.pairs.mark(pair)
    if (protocol.family === "network") return
    const key = (pair * 1024 + protocol.id) * 2 + (swapped ? 1 : 0)
    if (this.speaking.has(key)) return
    this.speaking.add(key)
    this.sink({
      kind: "protocol",
      client: swapped ? this.pairs.server(pair) : this.pairs.client(pair),
      server: swapped ? this.pairs.client(pair) : this.pairs.server(pair),
      protocol: protocol.name,
      ot: protocol.family === "ot",
      port: this.pairs.port(pair),
      time: this.time,
    })
  }

  private tellMalformed({ protocol }: Dissector): void {
    const { pair, pairs, sender, time } = this
    if (pair < 0 || this.trace !== null) return
    const ends = { client: pairs.client(pair), server: pairs.server(pair), sender }
    this.sink({ kind: "malformed", ...ends, protocol: protocol.name, time })
  }

  private failed(dissector: Dissector, error: unknown): void {
    this.counting = null
    if (error instanceof Truncated) {
      if (this.trace === null) this.ranOut = true
      return
    }
    this.contradicted = true
    if (error instanceof Malformed) return this.tellMalformed(dissector)
    // A bug in the dissector: it must not stop the analysis, and it must not stay hidden.
    this.bench.failed(dissector, error)
  }

  private who(whose: Whose): (Fact & { kind: "claim" })["about"] | undefined {
    if (whose === "sender") return this.sender < 0 ? undefined : this.sender
    if (whose === "receiver") return this.receiver < 0 ? undefined : this.receiver
    if ("part" in whose) return this.sender < 0 ? undefined : this.partOf(this.dissector!.protocol, whose.part)
    const named = { mac: whose.mac ?? "", address: whose.address ?? "", vlan: this.vlan }
    return this.tunnel === 0 ? named : { ...named, ...this.within() }
  }

  /** Which tunnel a fact is told of. */
  private within(): { readonly tunnel?: string } {
    return this.tunnel === 0 ? {} : { tunnel: this.scopeOf(this.tunnel) }
  }

  private proof(): readonly Kept[] {
    if (this.parts !== null) return this.parts
    return [keep(this.frame, this.frame.start, this.frame.end)]
  }

  /** Where `length` bytes at `at` of the current reader's buffer stand in the frames. */
  private spans(frames: readonly Kept[], at: number, length: number): readonly FactSpan[] {
    const bytes = this.readers[this.depth]!.bytes
    if (bytes === this.frame.bytes) return [{ frame: this.frame.number, offset: at - this.frame.start, length }]
    if (this.parts !== null && bytes === this.buffer) {
      const spans: FactSpan[] = []
      for (const part of this.parts) {
        const from = Math.max(at, part.at)
        const to = Math.min(at + length, part.at + part.length)
        if (to > from) spans.push({ frame: part.frame, offset: part.payload + from - part.at, length: to - from })
      }
      if (spans.length > 0) return spans.slice(0, limits.spansPerClaim)
    }
    // A payload that the dissector put together itself: the frames are known, the place within them is their payload.
    return frames
      .slice(0, limits.spansPerClaim)
      .map((part) => ({ frame: part.frame, offset: part.payload, length: part.length }))
  }

  /** The stream buffer that `parts` describe. */
  buffer: Uint8Array | null = null
}

/** Small whole numbers in a plain array: making one costs a tenth of a typed array. */
const noCounters: readonly number[] = Array.from({ length: counterSlots * 3 }, () => -1)

/** DNS and its relatives number their messages in the first two bytes. */
const numberOf = (bytes: Uint8Array, from: number): number => (bytes[from]! << 8) | bytes[from + 1]!
