/** Reads captures as one site, as fast as they come, and hands back everything the result document needs. */
import { Analysis } from "../../shared/engine/analysis.ts"
import { AlertBook } from "../../shared/detections/alert-book.ts"
import { firstPolicy } from "../../shared/detections/policy.ts"
import type { Batch, CaptureFacts } from "../../shared/engine/batch.ts"
import type { Site } from "../../shared/engine/result-document.ts"
import { CaptureReader } from "../../shared/capture/capture-reader.ts"
import { Frame } from "../../shared/capture/frame.ts"
import type { Claim, Connection, Device } from "../../shared/model/device.ts"
import { CaptureFile, Unreadable } from "../capture/capture-file.ts"
import { FileHash } from "../capture/file-hash.ts"
import { gzipProblem } from "../capture/gzip-problem.ts"

export type Analysed = { readonly analysis: Analysis; readonly site: Site; readonly unreadable: readonly Unreadable[] }

const codesOfPart: readonly string[] = ["cut-short", "damaged-block", "bad-record-length", "gzip-damaged"]

/** 3: a file could not be read at all. 4: one was read in part. */
export function exitCode({ site, unreadable }: Analysed): number {
  const nothing = site.captures.some(
    ({ fileType, packets, problems }) =>
      packets === 0 && (fileType === "unknown" || problems.some((p) => p.code === "unsupported-pcap-variant")),
  )
  if (unreadable.length > 0 || nothing) return 3
  const partly = site.captures.some((capture) => capture.problems.some((p) => codesOfPart.includes(p.code)))
  return partly ? 4 : 0
}

/** `learn`: captures of what is normal, read first; what differs from them in `files` is judged. */
export async function analyse(
  files: readonly string[],
  vendorOf: (mac: string) => string,
  hashEntry: URL,
  learn: readonly string[] = [],
): Promise<Analysed> {
  const began = performance.now()
  const analysis = new Analysis({ vendorOf, state: null })
  const collected = new Collected()
  const unreadable: Unreadable[] = []
  const captures: CaptureFacts[] = []
  const read = async (path: string): Promise<void> =>
    void captures.push(await one(path, String(captures.length), analysis, collected, hashEntry))
  for (const path of await inOrder(learn, hashEntry, unreadable)) await read(path)
  if (learn.length > 0) {
    collected.forgetAlerts()
    analysis.report.judge.follow({ ...firstPolicy, learning: false, smartItLearning: false })
  }
  for (const path of await inOrder(files, hashEntry, unreadable)) await read(path)
  const seconds = (performance.now() - began) / 1000
  const { accounting } = analysis.engine
  const bytes = captures.reduce((sum, capture) => sum + capture.bytes, 0)
  const timing = {
    seconds,
    packetsPerSecond: Math.round(accounting.read / seconds),
    megabytesPerSecond: Math.round(bytes / seconds / 1e4) / 100,
    peakMemoryBytes: process.resourceUsage().maxRSS * 1024,
  }
  return { analysis, site: { captures, accounting, timing, ...collected.site() }, unreadable }
}

/** By first time stamp, then by hash: the order of the words does not matter. */
async function inOrder(files: readonly string[], hashEntry: URL, unreadable: Unreadable[]): Promise<readonly string[]> {
  const found: { readonly path: string; readonly first: number; sha256: string }[] = []
  for (const path of files) {
    try {
      found.push({ path, first: await firstTime(path), sha256: "" })
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error
      unreadable.push(error)
    }
  }
  for (const file of found) {
    if (found.some((other) => other !== file && other.first === file.first))
      file.sha256 = await new FileHash(hashEntry, file.path).sha256
  }
  return found.sort((a, b) => a.first - b.first || (a.sha256 < b.sha256 ? -1 : 1)).map(({ path }) => path)
}

async function firstTime(path: string): Promise<number> {
  const file = new CaptureFile(path)
  try {
    const reader = new CaptureReader()
    const frame = new Frame()
    for (;;) {
      const step = reader.next(frame)
      if (step === "frame") return frame.time
      if (step === "end") return 0
      await file.fill(reader.window)
    }
  } finally {
    file.close()
  }
}

async function one(
  path: string,
  capture: string,
  analysis: Analysis,
  collected: Collected,
  hashEntry: URL,
): Promise<CaptureFacts> {
  const file = new CaptureFile(path)
  const hash = new FileHash(hashEntry, path)
  try {
    const { window } = analysis.begin(path, capture)
    for (let step = analysis.step(100_000); step !== "end"; step = analysis.step(100_000)) {
      if (step === "batch") analysis.pass()
      if (step !== "more") continue
      const filling = file.fill(window)
      if (filling !== undefined) await filling
    }
    const last = analysis.batch(true, gzipProblem(file), false)
    collected.add(last)
    return { ...last.capture, sha256: await hash.sha256 }
  } finally {
    file.close()
    await hash.stop()
  }
}

/** What the batches add up to. */
class Collected {
  private readonly devices = new Map<string, Device>()
  private readonly claims = new Map<string, readonly Claim[]>()
  private readonly connections = new Map<string, Connection>()
  private alerts = new AlertBook()

  add(batch: Batch): void {
    this.alerts.add(batch.alerts)
    for (const { id } of batch.merged) {
      this.devices.delete(id)
      this.claims.delete(id)
    }
    for (const device of batch.devices) this.devices.set(device.id, device)
    for (const { device, claims } of batch.claims) this.claims.set(device, claims)
    for (const id of batch.droppedConnections) this.connections.delete(id)
    for (const connection of batch.connections) this.connections.set(connection.id, connection)
  }

  /** What was raised while the normal was learned is not asked for. */
  forgetAlerts(): void {
    this.alerts = new AlertBook()
  }

  site(): Pick<Site, "devices" | "claims" | "connections" | "alerts"> {
    return {
      devices: [...this.devices.values()],
      claims: this.claims,
      connections: [...this.connections.values()],
      alerts: this.alerts.all(),
    }
  }
}
