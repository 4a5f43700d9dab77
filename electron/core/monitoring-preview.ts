/** A look at an interface before it is trusted: a capture program that writes to us, a thread that decodes, both ended some seconds after the last question. */
import { spawn } from "node:child_process"
import type { ChildProcess } from "node:child_process"
import { performance } from "node:perf_hooks"
import { Worker } from "node:worker_threads"
import type { MonitoringState, Preview } from "../../shared/api/contract/monitoring.ts"
import type { PreviewFigures } from "../capture/capture-preview.ts"
import { CaptureReport } from "../capture/capture-report.ts"
import { pipeArguments } from "../capture/capture-tool.ts"
import type { CaptureTool, Wanted } from "../capture/capture-tool.ts"
import { readValue } from "../capture/interface-counters.ts"
import type { KnownProtocols } from "../handlers/answers/protocols.ts"
import type { MonitoringWorld } from "./monitoring-world.ts"
import { previewVerdict } from "./preview-verdict.ts"

type Obstacle = MonitoringState["obstacle"]
type FromThread = { readonly figures?: PreviewFigures; readonly taken?: number }

/** Milliseconds after the last question. */
const patience = 8000
/** Bytes on their way to the thread; beyond, the capture program has to wait. */
const mostWaiting = 8_000_000
const mostPoints = 120

const nothingSeen: PreviewFigures = {
  packets: 0,
  wireBytes: 0,
  protocols: {},
  devices: 0,
  vlans: [],
  unicastOfOthers: 0,
}

/** One look. It ends when told, or with its capture program. */
class RunningPreview {
  readonly wanted: Wanted
  readonly #child: ChildProcess
  readonly #thread: Worker
  readonly #report = new CaptureReport()
  readonly #began = performance.now()
  readonly #points: number[] = []
  readonly #ticker: NodeJS.Timeout
  #figures = nothingSeen
  #waiting = 0
  #counted = 0
  #wireBytes = 0
  #bitsPerSecond = 0
  #why = ""

  constructor(tool: CaptureTool, wanted: Wanted, entry: URL, mac: string) {
    this.wanted = wanted
    this.#thread = new Worker(entry, { workerData: mac })
    this.#thread.on("message", (message: FromThread) => this.#heard(message))
    this.#thread.on("error", (error) => (this.#why = `The preview stopped: ${String(error)}`))
    this.#child = spawn(tool.path, pipeArguments(tool, wanted), {
      stdio: ["ignore", "pipe", "pipe"],
      windowsHide: true,
    })
    this.#child.stdout!.on("data", (piece: Buffer) => this.#pass(piece))
    this.#child.stderr!.on("data", (piece: Buffer) => this.#report.hear(piece.toString()))
    this.#child.on("error", (error) => (this.#why = `The capture program could not be started: ${error.message}`))
    this.#child.on("close", () => {
      this.#report.end()
      this.#why ||= this.#report.complaint || "The capture program ended."
    })
    this.#ticker = setInterval(() => this.#point(), 1000)
  }

  get why(): string {
    return this.#why
  }

  end(): void {
    clearInterval(this.#ticker)
    this.#child.kill("SIGKILL")
    void this.#thread.terminate()
  }

  look(known: KnownProtocols): Preview {
    const figures = this.#figures
    const seconds = (performance.now() - this.#began) / 1000
    const packetsPerSecond = this.#points.at(-1) ?? Math.round(figures.packets / Math.max(1, seconds))
    const unicastOfOthers = figures.packets === 0 ? 0 : figures.unicastOfOthers / figures.packets
    const protocols = listed(figures.protocols, known)
    const ot = protocols.filter((one) => one.ot).map((one) => one.title)
    const seen = { seconds, packets: figures.packets, packetsPerSecond, unicastOfOthers, devices: figures.devices, ot }
    return {
      interface: this.wanted.interface,
      seconds: Math.round(seconds * 10) / 10,
      packets: figures.packets,
      packetsPerSecond,
      bitsPerSecond: this.#bitsPerSecond,
      history: [...this.#points],
      protocols,
      devices: figures.devices,
      vlans: figures.vlans.slice(0, 200),
      unicastOfOthers,
      ...previewVerdict(seen),
      ...(this.#why === "" ? {} : { verdict: "silent" as const, sentence: this.#why.slice(0, 500), remedy: remedy }),
      obstacle: null,
    }
  }

  #heard({ figures, taken }: FromThread): void {
    if (figures) this.#figures = figures
    this.#waiting -= taken ?? 0
    if (this.#waiting < mostWaiting) this.#child.stdout!.resume()
  }

  #pass(piece: Buffer): void {
    const bytes = new Uint8Array(piece)
    this.#waiting += bytes.length
    this.#thread.postMessage(bytes, [bytes.buffer])
    if (this.#waiting >= mostWaiting) this.#child.stdout!.pause()
  }

  #point(): void {
    const { packets, wireBytes } = this.#figures
    this.#points.push(packets - this.#counted)
    if (this.#points.length > mostPoints) this.#points.shift()
    this.#bitsPerSecond = (wireBytes - this.#wireBytes) * 8
    this.#counted = packets
    this.#wireBytes = wireBytes
  }
}

const remedy = "Check that the interface is switched on, and choose it again."

/** Process control first, then by packets. */
function listed(protocols: PreviewFigures["protocols"], known: KnownProtocols): Preview["protocols"] {
  return Object.entries(protocols)
    .map(([name, packets]) => {
      const { title = name, ot = false } = known.get(name) ?? {}
      return { name: name.slice(0, 60), title: title.slice(0, 100), packets, ot }
    })
    .sort((one, other) => Number(other.ot) - Number(one.ot) || other.packets - one.packets)
    .slice(0, 100)
}

export class PreviewDesk {
  readonly #entry: URL
  readonly #world: MonitoringWorld
  #running: RunningPreview | null = null
  #timer: NodeJS.Timeout | undefined

  constructor(entry: URL, world: MonitoringWorld) {
    this.#entry = entry
    this.#world = world
  }

  /** The first question begins the look; each one keeps it going. */
  look(tool: CaptureTool | null, obstacle: Obstacle, wanted: Wanted, known: KnownProtocols): Preview {
    if (tool === null || obstacle !== null) return nothingOf(wanted.interface, obstacle)
    const { interface: name, filter } = wanted
    const running = this.#running
    if (running?.wanted.interface !== name || running.wanted.filter !== filter) this.#begin(tool, wanted)
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.end(), patience)
    this.#timer.unref()
    return this.#running!.look(known)
  }

  end(): void {
    clearTimeout(this.#timer)
    this.#running?.end()
    this.#running = null
  }

  #begin(tool: CaptureTool, wanted: Wanted): void {
    this.end()
    const mac = this.#world.sysfs === "" ? "" : readValue(this.#world.sysfs, wanted.interface, "address")
    this.#running = new RunningPreview(tool, wanted, this.#entry, mac)
  }
}

const nothingOf = (name: string, obstacle: Obstacle): Preview => ({
  interface: name,
  seconds: 0,
  packets: 0,
  packetsPerSecond: 0,
  bitsPerSecond: 0,
  history: [],
  protocols: [],
  devices: 0,
  vlans: [],
  unicastOfOthers: 0,
  verdict: "silent",
  sentence: obstacle?.reason ?? "There is no capture program.",
  remedy: (obstacle?.steps.join(" ") ?? "").slice(0, 500),
  obstacle,
})
