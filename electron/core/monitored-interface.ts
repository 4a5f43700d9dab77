/** Keeps one interface captured: starts the capture program, starts it again when it dies, waits for the link, pauses for space, and counts. */
import type { MonitoringState } from "../../shared/api/contract/monitoring.ts"
import { LiveCapture } from "../capture/live-capture.ts"
import type { Ended } from "../capture/live-capture.ts"
import type { CaptureTool } from "../capture/capture-tool.ts"
import { readCounters } from "../capture/interface-counters.ts"
import type { Counters } from "../capture/interface-counters.ts"
import { PacketRates } from "../capture/packet-rates.ts"
import { endOrphan } from "../capture/orphan.ts"
import { packetsAfter } from "../capture/ring-files.ts"
import type { Heard } from "../store/live.ts"
import { RingKeeper } from "./ring-keeper.ts"
import { UnheardPackets } from "./unheard-packets.ts"

export type InterfaceOrder = {
  readonly name: string
  readonly filter: string
  readonly folder: string
  readonly ringBytes: number
  readonly quietSeconds: number
  /** The folder of sysfs; "" on systems that have none. */
  readonly sysfs: string
  /** Microseconds since 1970 UTC. */
  readonly now: () => number
  readonly changed: () => void
}

/** Kept over a restart of the sensor. */
export type KeptCounts = {
  readonly dropped: number
  readonly restarts: number
  readonly transmittedBefore: number | null
}

type Shown = MonitoringState["interfaces"][number]

export const noCounts: KeptCounts = { dropped: 0, restarts: 0, transmittedBefore: null }

const second = 1e6
/** A run this long was a good one: the next pause before a start is short again. */
const goodRun = 60 * second
const longestPause = 30

/** `base`: packets of the runs before. `over`: it has ended and was counted. */
type Run = {
  readonly capture: LiveCapture
  readonly at: number
  readonly base: number
  readonly over: Promise<void>
}

export class MonitoredInterface {
  readonly name: string
  readonly #order: InterfaceOrder
  readonly #ring: RingKeeper
  readonly #rates = new PacketRates()
  #run: Run | null = null
  #heard: Heard
  #counters: Counters
  /** Packets of earlier runs. */
  #base = 0
  #dropped: number
  #restarts: number
  #transmittedBefore: number | null
  #failures = 0
  #retryAt = 0
  #why = ""
  readonly #unheard: UnheardPackets
  #grownTo = 0
  #grownAt: number
  #rate = { packetsPerSecond: 0, bitsPerSecond: 0 }

  constructor(order: InterfaceOrder, kept: KeptCounts, heard: Heard) {
    this.name = order.name
    this.#order = order
    this.#heard = heard
    this.#ring = new RingKeeper(order.folder, order.ringBytes)
    // With a filter, the system's counter says nothing of what was wanted.
    const received = (): number | null => readCounters(order.sysfs, order.name).receivedPackets
    this.#unheard = new UnheardPackets(order.filter === "" ? received : () => null)
    this.#counters = readCounters(order.sysfs, order.name)
    this.#dropped = kept.dropped
    this.#restarts = kept.restarts
    const now = this.#counters.transmittedPackets
    const before = kept.transmittedBefore
    this.#transmittedBefore = before === null || now === null || before > now ? now : before
    this.#grownAt = order.now()
  }

  get kept(): KeptCounts {
    return { dropped: this.dropped, restarts: this.#restarts, transmittedBefore: this.#transmittedBefore }
  }

  /** Takes over what an earlier program left in the ring, and ends the capture program it may have left behind. */
  async begin(): Promise<void> {
    await endOrphan(this.#order.folder)
    await this.#countRing()
  }

  /** The engine has read on. */
  hear(heard: Heard, settled: Heard): void {
    this.#heard = heard
    this.#ring.settle(settled.place)
  }

  /** Called every second. `mayWrite`: the disk has space. */
  tick(tool: CaptureTool | null, mayWrite: boolean): void {
    this.#counters = readCounters(this.#order.sysfs, this.name)
    this.#ring.look()
    this.#run?.capture.askFigures()
    if (this.#run) this.#unheard.written(this.received - this.#run.base + this.#run.capture.report.dropped)
    const { receivedPackets, receivedBytes } = this.#counters
    this.#rate = this.#rates.note(
      this.name,
      this.#order.now() / 1000,
      receivedPackets ?? this.received,
      receivedBytes ?? 0,
    )
    this.#noteGrowth()
    if (this.#run && (!mayWrite || this.#ring.full)) void this.stop()
    else if (!this.#run && tool && mayWrite && !this.#ring.full && this.#mayStart) this.#start(tool)
  }

  /** Ends the run; resolves when its last packet is in the ring. */
  async stop(): Promise<void> {
    const run = this.#run
    await run?.capture.stop()
    await run?.over
  }

  get received(): number {
    return Math.max(this.#base + (this.#run?.capture.report.packets ?? 0), this.#heard.analysed)
  }

  get dropped(): number {
    return this.#dropped + this.#unheard.missed + (this.#run?.capture.report.dropped ?? 0)
  }

  get behind(): number {
    return this.#ring.behind(this.#heard.place)
  }

  get isSilent(): boolean {
    return this.#order.now() - this.#grownAt >= this.#order.quietSeconds * second
  }

  get silentSince(): number {
    return this.#grownAt
  }

  get hasLink(): boolean {
    return this.#counters.link !== "down" && this.#counters.link !== "gone"
  }

  get isRunning(): boolean {
    return this.#run !== null
  }

  get isFailing(): boolean {
    return this.#failures > 2 && this.#run === null
  }

  get lastReason(): string {
    return this.#why
  }

  get shown(): Shown {
    const { link, transmittedPackets } = this.#counters
    return {
      name: this.name,
      link,
      ...this.#rate,
      received: this.received,
      dropped: this.dropped,
      analysed: this.#heard.analysed,
      lastPacketAt: this.#heard.newest === 0 ? null : this.#heard.newest,
      silent: this.isSilent,
      transmittedBefore: this.#transmittedBefore,
      transmittedNow: transmittedPackets,
      restarts: this.#restarts,
      problem: this.#problem.slice(0, 500),
    }
  }

  get #problem(): string {
    const { link } = this.#counters
    if (link === "gone") return "The interface is gone. Plug it in again; capturing goes on by itself."
    if (link === "down")
      return "The interface has no link. Plug the cable in, or switch the interface on; capturing goes on by itself."
    if (this.#ring.full)
      return "The engine is behind and the ring on the disk is full: capturing pauses until it has caught up. What passes meanwhile counts as dropped."
    if (this.#run === null && this.#why !== "")
      return `The capture program stopped: ${this.#why}. It is started again soon.`
    return ""
  }

  get #mayStart(): boolean {
    const { link } = this.#counters
    return (link === "up" || link === "unknown") && this.#order.now() >= this.#retryAt
  }

  #start(tool: CaptureTool): void {
    const { name, filter, folder, now } = this.#order
    const capture = new LiveCapture(tool, { interface: name, filter }, folder, this.#ring.fileBytes, () =>
      this.#unheard.sample(capture.report.packets),
    )
    const over = capture.ended.then((ended) => this.#ended(ended))
    this.#run = { capture, at: now(), base: this.#base, over }
  }

  async #ended(ended: Ended): Promise<void> {
    const run = this.#run!
    const { closing, dropped } = ended.report
    if (!ended.asked) this.#failed(ended)
    if (closing) this.#base += closing.received
    else await this.#countRing()
    const told = closing?.dropped ?? dropped
    this.#dropped += told + this.#unheard.ended(this.#base - run.base + told)
    this.#run = null
    this.#order.changed()
  }

  #failed(ended: Ended): void {
    const { now, sysfs } = this.#order
    this.#why = ended.why
    const { link } = readCounters(sysfs, this.name)
    if (link === "gone" || link === "down") return
    this.#restarts++
    this.#failures = now() - this.#run!.at > goodRun ? 1 : this.#failures + 1
    this.#retryAt = now() + Math.min(longestPause, 2 ** (this.#failures - 1)) * second
  }

  #noteGrowth(): void {
    const { received } = this
    if (received <= this.#grownTo) return
    this.#grownTo = received
    this.#grownAt = this.#order.now()
  }

  /** Everything that was received by now: what the engine has read, and what still lies in the ring. */
  async #countRing(): Promise<void> {
    const { analysed, place } = this.#heard
    this.#base = analysed + (await packetsAfter(this.#order.folder, place))
  }
}
