/** One site's engine, from its saved state on: captures go in one after the other, batches come out. */
import { CaptureReader } from "../capture/capture-reader.ts"
import { Frame } from "../capture/frame.ts"
import { linkTypeName } from "../net/link-types.ts"
import { ipv4At, ipv6At } from "../net/ip.ts"
import type { Detection } from "../detections/detection.ts"
import { firstPolicy, type Policy } from "../detections/policy.ts"
import type { CaptureHealth } from "../model/capture-health.ts"
import type { Accounting, Batch, CaptureFacts, Problem } from "./batch.ts"
import { Engine } from "./engine.ts"
import { batchAt, Report } from "./report.ts"
import { restore, save } from "./state.ts"

export type Given = {
  /** The maker of a network card by its MAC; "" where unknown. */
  readonly vendorOf: (mac: string) => string
  readonly state: Uint8Array | null
  /** How traffic is judged; without it the sensor learns. */
  readonly policy?: Policy
  /** What judges; everything where it is absent. Rules of the user's own always do. */
  readonly using?: readonly Detection[]
}

/** Where frames come from: the reader of one file, or what follows a live capture. */
export type FrameSource = Pick<
  CaptureReader,
  "next" | "fileType" | "linkTypes" | "names" | "problems" | "unlistedProblems"
>

export class Analysis {
  readonly engine: Engine
  readonly report: Report
  private readonly frame = new Frame()
  private before: Accounting
  private reader: FrameSource = new CaptureReader()
  private name = ""
  private capture = ""
  private bytes = 0
  private wireBytes = 0
  private packets = 0
  private first = 0
  private last = 0
  private batches = 0
  private nextBatch = 0
  private startUnreliable = 0

  constructor(given: Given) {
    this.report = new Report(given.vendorOf)
    this.engine = new Engine(this.frame, this.report)
    this.report.attach(this.engine, given.policy ?? firstPolicy, given.using)
    if (given.state !== null) restore(given.state, this.engine, this.report)
    this.before = this.engine.accounting
  }

  /** Begins a capture. Its frames are read from the returned reader's window, which the caller fills. */
  begin(name: string, capture: string): CaptureReader {
    const reader = new CaptureReader()
    this.start(name, capture, reader, batchAt(0))
    return reader
  }

  /** Begins a part of a live capture. Its caller says when a batch is cut. */
  follow(name: string, capture: string, source: FrameSource): void {
    this.start(name, capture, source, Infinity)
  }

  private start(name: string, capture: string, source: FrameSource, firstBatch: number): void {
    this.reader = source
    this.name = name
    this.capture = capture
    this.before = this.engine.accounting
    this.bytes = this.wireBytes = this.packets = this.first = this.last = this.batches = 0
    this.nextBatch = firstBatch
    this.startUnreliable = this.engine.clock.unreliable
    this.engine.beginCapture()
    this.report.begin(capture)
  }

  /**
   * Reads up to `most` frames. more: fill the window. busy: call again. batch: take one with `batch()` and call again.
   * end: take the last with `batch()`.
   */
  step(most: number): "more" | "busy" | "batch" | "end" {
    const { frame, reader, engine } = this
    for (let n = 0; n < most; n++) {
      const step = reader.next(frame)
      if (step !== "frame") return step
      this.packets++
      this.bytes += frame.end - frame.start
      this.wireBytes += frame.wireLength
      if (this.first === 0) this.first = frame.time
      if (frame.time < this.last) engine.health.back()
      if ((this.packets & 63) === 1) engine.health.stamp(frame.time)
      this.last = frame.time
      engine.take()
      if (this.packets < this.nextBatch) continue
      this.nextBatch += batchAt(++this.batches)
      return "batch"
    }
    return "busy"
  }

  /** The hash of the capture is known now: what it proved carries it from here on, into the saved state too. */
  nameCapture(sha256: string): void {
    this.report.nameCapture(this.capture, sha256)
    this.capture = sha256
  }

  /** What is new since the last batch. `last`: the capture is at its end. */
  batch(last: boolean, extra: readonly Problem[] = [], keepState = last): Batch {
    if (last) {
      this.engine.finish()
      this.nameFromFile()
    }
    const { accounting, ...batch } = this.report.batch()
    return {
      ...batch,
      accounting: minus(accounting, this.before),
      health: this.health(),
      last,
      capture: this.facts(extra),
      ...(keepState ? { state: save(this.engine, this.report) } : {}),
    }
  }

  /** What the capture can show, as far as it was read. */
  health(): CaptureHealth {
    const { health } = this.engine
    health.span(this.first, this.last)
    return health.figures(this.wireBytes)
  }

  /** Instead of `batch`, for who wants the last one only: nothing is written out. */
  pass(): void {
    this.report.pass()
  }

  /** Frames by class, of this capture. */
  get accounting(): Accounting {
    return minus(this.engine.accounting, this.before)
  }

  /** Names that the capture file itself gives to addresses: what its author's machine knew, not what traffic proves. */
  private nameFromFile(): void {
    for (const { address, name } of this.reader.names) {
      const text = address.length === 4 ? ipv4At(address, 0) : ipv6At(address, 0)
      const about = { mac: "", address: text, vlan: -1 }
      const rule = "name resolution block of the capture file"
      const fact = {
        kind: "claim",
        about,
        field: "hostname",
        value: name,
        rule,
        confidence: 0.5,
        time: this.last,
        spans: [],
      } as const
      this.report.proof({ fact, frames: [] })
    }
  }

  facts(extra: readonly Problem[]): CaptureFacts {
    const { fileType, linkTypes } = this.reader
    const { packets, bytes, wireBytes, first, last } = this
    return {
      file: this.name,
      sha256: this.capture,
      fileType,
      linkTypes,
      packets,
      bytes,
      wireBytes,
      first,
      last,
      problems: [...this.problems(), ...extra],
    }
  }

  /** What found no place in a table that is full, and what became of it. */
  private overflows(): readonly (readonly [number, string])[] {
    const { engine, report } = this
    return [
      [
        engine.overflow,
        "Packets of addresses or connections beyond the limit of the tables, which were counted, not kept apart:",
      ],
      [report.model.refused, "Addresses beyond the limit of devices, which were counted, not shown:"],
      [
        engine.pairs.places.table.refused,
        "Requests that reached places beyond the limit of the table, whose functions were counted, not where they reached:",
      ],
      [
        report.judge.alerts.refused,
        "Alerts beyond the limit of those that are followed at the same time, which are not shown (learn or mute what is usual, and import again):",
      ],
      [
        report.happeningsRefused,
        "Sign-ins, files, sessions or names beyond the limit of one step of reading, which are not listed with their devices:",
      ],
    ]
  }

  private problems(): readonly Problem[] {
    const { engine, reader } = this
    const found: Problem[] = [...reader.problems]
    const add = (code: Problem["code"], message: string): void => void found.push({ code, offset: 0, message })
    if (reader.unlistedProblems > 0)
      add("damaged-block", `Further damaged places, not listed: ${reader.unlistedProblems}.`)
    for (const [linkType, packets] of engine.unsupported) {
      add(
        "unsupported-link-type",
        `Packets of a link type that is not read (${linkTypeName(linkType)}), which were counted: ${packets}.`,
      )
    }
    const unreliable = engine.clock.unreliable - this.startUnreliable
    if (unreliable > 0)
      add(
        "unreliable-time",
        `Packets that carry a time far off their neighbours, and count under the time around them: ${unreliable}.`,
      )
    for (const [count, words] of this.overflows()) if (count > 0) add("table-overflow", `${words} ${count}.`)
    if (engine.transport.messages.givenUp > 0)
      add(
        "stream-limit",
        `Messages in TCP streams longer than is put together, whose beginning was not decoded: ${engine.transport.messages.givenUp}.`,
      )
    if (engine.fragmentsGivenUp > 0)
      add("fragment-limit", `Fragmented datagrams that never became whole: ${engine.fragmentsGivenUp}.`)
    for (const { dissector, error, errors } of engine.dissection.bench.benched) {
      add(
        "dissector-benched",
        `The ${dissector} dissector failed ${errors} times (${error}) and was switched off for this run. Please report this with the capture.`,
      )
    }
    if (this.packets === 0 && found.length === 0) add("no-packets", "The file holds no packets.")
    return found
  }
}

const minus = (a: Accounting, b: Accounting): Accounting => ({
  read: a.read - b.read,
  decoded: a.decoded - b.decoded,
  recognised: a.recognised - b.recognised,
  truncated: a.truncated - b.truncated,
  malformed: a.malformed - b.malformed,
  unsupportedLink: a.unsupportedLink - b.unsupportedLink,
})
