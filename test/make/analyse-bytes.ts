/** Runs the whole engine over the bytes of a capture file, in chunks of any size, and hands back what the batches add up to. */
import type { BaselineEdit, BaselineNews } from "../../shared/baseline/entry.ts"
import { AlertBook, type WholeAlert } from "../../shared/detections/alert-book.ts"
import type { TrafficEvent } from "../../shared/detections/finding.ts"
import { firstPolicy, type Policy } from "../../shared/detections/policy.ts"
import { Analysis } from "../../shared/engine/analysis.ts"
import type { Accounting, CaptureFacts, MeasuredKeys, MeasuredMinute } from "../../shared/engine/batch.ts"
import { resultDocument } from "../../shared/engine/result-document.ts"
import type { Claim, Connection, Device } from "../../shared/model/device.ts"
import { mergedHappening, type Happening } from "../../shared/model/happening.ts"
import type { Place } from "../../shared/model/place.ts"
import type { Talk, TalkFunction } from "../../shared/model/talk.ts"

export type Outcome = {
  readonly analysis: Analysis
  readonly devices: readonly Device[]
  readonly claims: ReadonlyMap<string, readonly Claim[]>
  readonly connections: readonly Connection[]
  /** By connection id. */
  readonly places: ReadonlyMap<string, readonly Place[]>
  /** In the order of their ids. */
  readonly happenings: readonly Happening[]
  readonly measured: readonly MeasuredMinute[]
  readonly alerts: readonly WholeAlert[]
  readonly events: readonly TrafficEvent[]
  readonly baseline: readonly BaselineNews[]
  readonly keys: MeasuredKeys
  readonly accounting: Accounting
  readonly capture: CaptureFacts
  readonly state: Uint8Array
  readonly merged: readonly { readonly id: string; readonly into: string }[]
  /** The result document without its timing. */
  readonly document: Record<string, unknown>
}

type Options = {
  readonly chunk?: number
  readonly state?: Uint8Array | null
  readonly vendorOf?: (mac: string) => string
  readonly policy?: Policy
  /** What people changed of the baseline before the capture is read. */
  readonly edits?: readonly BaselineEdit[]
}

export function analyseBytes(file: Uint8Array, options: Options = {}): Outcome {
  const { chunk = 1 << 16, state = null, vendorOf = () => "", policy = firstPolicy } = options
  const analysis = new Analysis({ vendorOf, state, policy })
  analysis.report.edit(options.edits ?? [])
  const { window } = analysis.begin("test.pcap", "0")
  const devices = new Map<string, Device>()
  const claims = new Map<string, readonly Claim[]>()
  const connections = new Map<string, Connection>()
  const places = new Map<string, readonly Place[]>()
  const happenings = new Map<string, Happening>()
  const measured: MeasuredMinute[] = []
  const keys = { talks: new Map<number, Talk>(), functions: new Map<number, TalkFunction>() }
  const alerts = new AlertBook()
  const events: TrafficEvent[] = []
  const baseline: BaselineNews[] = []
  const merged: { id: string; into: string }[] = []
  const add = (batch: ReturnType<Analysis["batch"]>): void => {
    for (const one of batch.merged) {
      devices.delete(one.id)
      merged.push(one)
    }
    for (const device of batch.devices) devices.set(device.id, device)
    for (const one of batch.claims) claims.set(one.device, one.claims)
    for (const id of batch.droppedConnections) {
      connections.delete(id)
      places.delete(id)
    }
    for (const connection of batch.connections) connections.set(connection.id, connection)
    for (const { connection, places: all } of batch.places) places.set(connection, all)
    for (const one of batch.happenings) {
      const before = happenings.get(one.id)
      happenings.set(one.id, before === undefined ? one : mergedHappening(before, one))
    }
    measured.push(...batch.measured)
    alerts.add(batch.alerts)
    events.push(...batch.events)
    baseline.push(...batch.baseline)
    for (const talk of batch.keys.talks) keys.talks.set(talk.id, talk)
    for (const fn of batch.keys.functions) keys.functions.set(fn.id, fn)
  }
  let at = 0
  for (let step = analysis.step(1000); step !== "end"; step = analysis.step(1000)) {
    if (step === "batch") add(analysis.batch(false))
    if (step !== "more") continue
    const room = window.room()
    const part = file.subarray(at, at + Math.min(chunk, room.length))
    room.set(part)
    window.filled(part.length)
    at += part.length
    if (part.length === 0) window.complete = true
  }
  const last = analysis.batch(true)
  add(last)
  const { accounting } = analysis
  const timing = { seconds: 0, packetsPerSecond: 0, megabytesPerSecond: 0, peakMemoryBytes: 0 }
  const site = {
    captures: [last.capture],
    devices: [...devices.values()],
    claims,
    connections: [...connections.values()],
    alerts: alerts.all(),
    accounting,
    timing,
  }
  const document = resultDocument(analysis, site) as Record<string, unknown>
  return {
    analysis,
    devices: site.devices,
    claims,
    connections: site.connections,
    places,
    happenings: [...happenings.values()].sort((a, b) => (a.id < b.id ? -1 : 1)),
    measured,
    alerts: site.alerts,
    events,
    baseline,
    keys: { talks: [...keys.talks.values()], functions: [...keys.functions.values()] },
    accounting,
    capture: last.capture,
    state: last.state!,
    merged,
    document,
  }
}
