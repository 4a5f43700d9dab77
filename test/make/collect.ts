/** Runs one dissector over bytes without the engine, and keeps what it reports as lines that a test can read. */
import { Malformed, Reader, Truncated } from "../../shared/bytes/reader.ts"
import type { Said } from "../../shared/facts/fact.ts"
import type { Channel } from "../../shared/protocols/carrying.ts"
import type { About, Dissector, Findings, NameList, Outcome, Whose } from "../../shared/protocols/dissector.ts"
import { Opening } from "../../shared/protocols/tunnels/opening.ts"
import type { PlaceFacts, Protocol } from "../../shared/protocols/protocol.ts"
import { Witness } from "./proofs.ts"

export type Reported = {
  readonly layers: string[]
  /** "modbus 3 request" with the function's key. */
  readonly operations: string[]
  /** "modbus unit 3". */
  readonly parts: string[]
  /** "s7comm pi:_INSE". */
  readonly details: string[]
  /** "modbus unit 1, holding registers 107 to 109": where requests reach; "written 555"; of answers "good 00ff" (the value's bytes) and "refused". */
  readonly places: string[]
  /** "sender vendor = Schneider Electric". */
  readonly claims: string[]
  /** The bytes each claim points at, in the same order. */
  readonly spans: { readonly at: number; readonly length: number }[]
  readonly bindings: string[]
  /** Which way its frames went on a ring: "out", "back". */
  readonly rings: string[]
  readonly names: string[]
  /** What was told beside: sign-ins, web requests, files. */
  readonly said: Said[]
  /** Files that pass elsewhere, as they were announced. */
  readonly expected: { readonly whose: "sender" | "receiver"; readonly port: number; readonly channel: Channel }[]
  /** What an end will send elsewhere. */
  readonly announced: {
    readonly protocol: Protocol
    readonly whose: "sender" | "receiver" | "anybody"
    readonly number: number
    readonly what: unknown
  }[]
  /** "cotp 17" for each inner payload: what it is over, and its length. */
  readonly inner: string[]
}

export const emptyReport = (): Reported => ({
  layers: [],
  operations: [],
  details: [],
  parts: [],
  places: [],
  claims: [],
  spans: [],
  bindings: [],
  rings: [],
  names: [],
  said: [],
  expected: [],
  announced: [],
  inner: [],
})

const whoseText = (whose: Whose): string =>
  typeof whose === "string"
    ? whose
    : "part" in whose
      ? `part ${whose.part}`
      : [whose.mac, whose.address].filter((part) => part !== undefined).join(" ")

/** Findings that write into `report` what `read` stands in; inner payloads go to those of `listeners` that take them. */
export function collect(
  report: Reported,
  listeners: readonly Dissector[],
  about: About,
  read: Reader,
  witness = new Witness(),
): Findings {
  let counted: { protocol: Protocol; code: number } | null = null
  let reached: PlaceFacts | null = null
  const protocolOf = (): Protocol => {
    if (counted === null) throw new Error("a place without an operation")
    return counted.protocol
  }
  const reach = (place: PlaceFacts): void => {
    const whole = (n: number): boolean => Number.isInteger(n) && n >= 0 && n < 2 ** 31
    if (!whole(place.area) || !whole(place.from) || !whole(place.count))
      throw new Error(`a place of ${place.area}, ${place.from}, ${place.count}`)
    const { name, placeText } = protocolOf()
    if (placeText === undefined) throw new Error(`${name} tells places and has no placeText`)
    reached = place
    witness.place()
    report.places.push(`${name} ${placeText(place)}`)
  }
  const opening = new Opening()
  const found: Findings = {
    layer: (protocol: Protocol) => void report.layers.push(protocol.name),
    operation(protocol: Protocol, code: number, outcome: Outcome, reference = -1) {
      if (!Number.isInteger(code) || code < 0 || code >= 2 ** 30) throw new Error(`${protocol.name}: code ${code}`)
      counted = { protocol, code }
      witness.operation(protocol, code, outcome, reference)
      report.operations.push(`${protocol.name} ${protocol.functionKey?.(code) ?? code} ${outcome}`)
    },
    detail(protocol: Protocol, code: number) {
      if (!Number.isInteger(code) || code < 0 || code >= 2 ** 30) throw new Error(`${protocol.name}: detail ${code}`)
      if (protocol.detailKey === undefined) throw new Error(`${protocol.name} counts details and has no detailKey`)
      counted = { protocol, code }
      witness.detail(protocol, code)
      report.details.push(`${protocol.name} ${protocol.detailKey(code)}`)
    },
    place: (area, from, count) => reach({ area, from, count, name: new Uint8Array() }),
    named: (area, at, length) =>
      reach({ area, from: 0, count: 0, name: read.bytes.slice(at, at + Math.min(length, 64)) }),
    written(at, length) {
      const { valueText } = protocolOf()
      if (reached === null) return // the engine passes over it
      const value = read.bytes.slice(at, at + Math.min(length, 16))
      report.places.push(`written ${valueText?.(reached, value, counted!.code) ?? Buffer.from(value).toString("hex")}`)
    },
    result(good, at = 0, length = 0) {
      protocolOf()
      const value = Buffer.from(read.bytes.slice(at, at + Math.min(length, 16))).toString("hex")
      report.places.push(`${good ? "good" : "refused"}${value === "" ? "" : ` ${value}`}`)
    },
    part(protocol, part) {
      if (!Number.isInteger(part) || part < 0 || part >= 2 ** 31) throw new Error(`${protocol.name}: part ${part}`)
      if (protocol.partText === undefined) throw new Error(`${protocol.name} tells parts and has no partText`)
      report.parts.push(`${protocol.name} ${protocol.partText(part)}`)
    },
    standsFor: (part) => void report.parts.push(`stands for ${part}`),
    claim(whose, field, value, _rule, confidence, at, length) {
      if (!(confidence > 0 && confidence <= 1)) throw new Error(`${field}: confidence ${confidence}`)
      if (value === "") throw new Error(`${field}: empty value`)
      witness.claim(field)
      report.claims.push(`${whoseText(whose)} ${field} = ${value}`)
      report.spans.push({ at, length })
    },
    ring: (way) => void report.rings.push(way),
    binding: (mac, address, how) => void report.bindings.push(`${mac} ${address} ${how}`),
    name: (list: NameList, value: string) => void report.names.push(`${list} ${value}`),
    tell: (said) => void report.said.push(said),
    announce: (protocol, whose, number, what) => void report.announced.push({ protocol, whose, number, what }),
    expects: (whose, port, channel) => void report.expected.push({ whose, port, channel }),
    gather: () => undefined,
    joined: () => undefined,
    opening,
    inner(over, reader, from, to, stream = 0) {
      report.inner.push(`${over} ${to - from}`)
      const listener = listeners.find((one) => one.over?.includes(over) === true && one.probe(reader.bytes, from, to))
      if (listener === undefined) return false
      report.layers.push(listener.protocol.name)
      // A payload that was put together lies in bytes of its own.
      const own = new Reader().open(reader.bytes, from, to)
      const inside = { ...about, stream }
      const within = reader.bytes === read.bytes ? found : collect(report, listeners, inside, own, witness)
      const around = witness.speaking
      witness.speaking = listener.protocol
      listener.read(own, inside, within)
      witness.speaking = around
      return true
    },
  }
  return found
}

export type Explained = {
  readonly fields: readonly { readonly name: string; readonly at: number; readonly length: number }[]
  readonly open: number
}

export type Circumstances = Partial<Omit<About, "recall" | "announced">>

/** One conversation: every message read through it shares the dissectors' memories. */
export class Conversation {
  /** What was found. Looking here proves nothing: that is for what tests of every dissector compare. */
  readonly found = emptyReport()
  /** The same, for tests of what a dissector tells. */
  readonly report: Reported
  private readonly witness = new Witness()
  private readonly memories = new Map<() => unknown, unknown>()
  /** What was announced of the sender. */
  readonly announced = new Map<number, unknown>()
  readonly announcedByAnybody = new Map<number, unknown>()
  private readonly dissector: Dissector
  private readonly listeners: readonly Dissector[]

  constructor(dissector: Dissector, listeners: readonly Dissector[] = []) {
    this.dissector = dissector
    this.listeners = listeners
    this.report = this.witness.watching(this.found)
  }

  /** Reads one message; throws what the dissector throws. */
  read(bytes: Uint8Array, circumstances: Circumstances = {}, from = 0): void {
    const about = this.about(circumstances)
    const reader = new Reader().open(bytes, from, bytes.length)
    this.witness.speaking = this.dissector.protocol
    this.dissector.read(reader, about, collect(this.found, this.listeners, about, reader, this.witness))
  }

  /** Reads one message and notes its named fields; `open` counts groups that were begun and not ended. */
  explain(bytes: Uint8Array, circumstances: Circumstances = {}): Explained {
    const fields: { name: string; at: number; length: number }[] = []
    let open = 0
    const reader = new Reader().open(bytes, 0, bytes.length)
    reader.trace = {
      field: (name, at, length) => void fields.push({ name, at, length }),
      group: () => void open++,
      end: () => void open--,
    }
    const about = this.about(circumstances)
    this.dissector.read(reader, about, collect(emptyReport(), [], about, reader))
    return { fields, open }
  }

  /** Reads one message; false where the dissector found it cut short or contradicting itself. Anything else it throws passes. */
  survives(bytes: Uint8Array, circumstances: Circumstances = {}): boolean {
    try {
      this.dissector.probe(bytes, 0, bytes.length)
      this.dissector.size?.(bytes, 0, bytes.length)
      this.read(bytes, circumstances)
      return true
    } catch (failure) {
      if (failure instanceof Truncated || failure instanceof Malformed) return false
      throw failure
    }
  }

  private about(circumstances: Circumstances): About {
    return {
      time: 0,
      transport: "tcp",
      sourcePort: 0,
      targetPort: 0,
      direction: 0,
      side: 0,
      behind: -1,
      piece: false,
      stream: 0,
      toMany: false,
      ...circumstances,
      recall: <Memory>(make: () => Memory): Memory => {
        if (!this.memories.has(make)) this.memories.set(make, make())
        return this.memories.get(make) as Memory
      },
      announced: <What>(number: number, byAnybody = false) =>
        (byAnybody ? this.announcedByAnybody : this.announced).get(number) as What | undefined,
    }
  }
}

/** For tests of who signs in and how that goes; how passwords are masked has tests of its own. */
export const withoutSecrets = (said: readonly Said[]): readonly object[] =>
  said.map((one) => ("mask" in one ? { ...one, mask: undefined } : one))
