/** Puts what changed since the last batch into the next one. Batches are cut by frame count, so a replay cuts them alike. */
import type { BaselineEdit } from "../baseline/entry.ts"
import type { Fact } from "../facts/fact.ts"
import { limits } from "../flows/limits.ts"
import type { Kept } from "../flows/segment.ts"
import type { Connection, FunctionCount } from "../model/device.ts"
import { Model } from "../model/model.ts"
import { declaredProtocols } from "../protocols/protocol.ts"
import type { Detection } from "../detections/detection.ts"
import type { Judge } from "../detections/judge.ts"
import type { Policy } from "../detections/policy.ts"
import type { Batch, EvidenceFrame, MeasuredMinute } from "./batch.ts"
import type { Engine } from "./engine.ts"
import { Judging } from "./judging.ts"
import { Ledger } from "./ledger.ts"
import { MeasuredNames } from "./measured-names.ts"
import { carrierName, functionCounts } from "./naming.ts"
import { placesOf } from "./place-names.ts"
import type { Proof } from "./claiming.ts"
import { overIp, overTcp, overUdp } from "./pairs.ts"

/** A batch after so many frames: soon at first, so that the first devices show at once. */
export const batchAt = (batches: number): number => (batches < 3 ? 1000 * 4 ** batches : 200_000)

/** Stands for the server in the keys of places that a device tells groups of. */
const toGroups = "groups"

export type Numbered = Omit<Batch, "capture" | "state" | "last" | "health">

export class Report {
  readonly model: Model
  private engine: Engine | undefined
  private judging: Judging | undefined
  private ledger: Ledger | undefined
  private number = 0
  private capture = ""
  private evidence = new Map<number, EvidenceFrame>()
  private readonly keyOfPair = new Map<number, string>()
  private readonly pairsOfKey = new Map<string, Set<number>>()
  private readonly pairsOfEndpoint = new Map<number, number[]>()
  private readonly pairsOfGroup = new Map<string, Set<number>>()
  private readonly knownPairs = new Set<number>()
  private readonly names = new MeasuredNames(
    (endpoint) => this.model.deviceOf(endpoint) ?? "",
    (pair) => this.protocolName(pair),
  )

  constructor(vendorOf: (mac: string) => string) {
    const engine = (): Engine => this.engine!
    this.model = new Model({
      vendorOf,
      measure: (endpoint) => engine().endpoints.measure(endpoint),
      vlanOf: (endpoint) => engine().endpoints.vlan(endpoint),
      tunnelOf: (endpoint) => engine().tunnels.text(engine().endpoints.tunnel(endpoint)),
      mostDevices: limits.devices,
      mostClaims: limits.claimsPerDevice,
    })
  }

  attach(engine: Engine, policy: Policy, using?: readonly Detection[]): void {
    this.engine = engine
    this.ledger = new Ledger(
      engine,
      () => this.capture,
      (frames) => this.keepFrames(frames),
    )
    engine.ledger = this.ledger
    this.judging = new Judging(engine, this.model, () => this.capture, policy, using)
  }

  get judge(): Judge {
    return this.judging!.judge
  }

  /** Sign-ins, files, sessions and names that found no place. */
  get happeningsRefused(): number {
    return this.ledger!.refused
  }

  /** A new capture begins; `capture` is what claims from it carry until its hash is known. */
  begin(capture: string): void {
    this.capture = capture
    this.number = 0
    this.ledger!.begin()
  }

  /** Judged before the model learns it, so that "for the first time" can be told. */
  readonly fact = (fact: Fact): void => {
    // After a restart, who speaks what is told once more.
    if (fact.kind !== "protocol" || !this.model.hasHeard(fact) || this.judge.awaits(fact)) this.judge.fact(fact)
    this.model.learn(fact)
    this.ledger!.fact(fact)
  }

  /** Holds for what is read from now on. */
  follow(policy: Policy): void {
    if (this.judge.follow(policy)) this.engine!.dissection.tellAgain()
  }

  /** A state of before the baseline was told: it is told now. */
  recall(): void {
    this.judging!.recall()
  }

  /** What people changed of the baseline, before what is read next is judged. */
  edit(edits: readonly BaselineEdit[]): void {
    this.judging!.edit(edits)
  }

  readonly minute = (minute: MeasuredMinute): void => this.judging!.minute(minute)

  /** A first command: its frames are kept, and which capture they are of. */
  readonly witness = (place: number, frames: readonly Kept[]): void => {
    this.engine!.pairs.places.captures.set(place, this.capture)
    this.keepFrames(frames)
  }

  readonly proof = ({ fact, frames }: Proof): void => {
    this.judge.fact(fact)
    if (!this.model.claim(fact, this.capture)) return
    this.engine!.health.claimed(fact.field)
    this.keepFrames(frames)
  }

  private keepFrames(frames: readonly Kept[]): void {
    for (const { frame, time, linkType, wireLength, bytes, whole } of frames) {
      if (whole && !this.evidence.has(frame)) this.evidence.set(frame, { frame, linkType, time, wireLength, bytes })
    }
  }

  /** What carries `from` as its capture carries `to` now. */
  nameCapture(from: string, to: string): void {
    this.model.renameCapture(from, to)
    this.judge.alerts.renameCapture(from, to)
    const { captures } = this.engine!.pairs.places
    for (const [place, capture] of captures) if (capture === from) captures.set(place, to)
  }

  /** Everything new since the last call. The engine is folded first. */
  batch(): Numbered {
    const engine = this.engine!
    engine.fold()
    for (const pair of engine.pairs.dirty) this.touched(pair)
    for (const endpoint of engine.beside) this.model.touch(endpoint)
    engine.beside.clear()
    for (const place of engine.pairs.places.dirty) engine.pairs.mark(engine.pairs.pairOfPlace(place))
    const changes = this.model.changes()
    const keys = this.rekey(changes.moved)
    for (const pair of engine.pairs.dirty) {
      const key = this.keyOfPair.get(pair)
      if (key !== undefined) keys.changed.add(key)
    }
    const reached = [...this.reached(keys.changed), ...this.reachedGroups()]
    const measured = engine.measured
    engine.measured = []
    const batch: Numbered = {
      number: ++this.number,
      devices: changes.devices,
      merged: changes.merged,
      claims: changes.claims,
      connections: [...keys.changed].flatMap((key) => this.connection(key)),
      droppedConnections: [...keys.dropped],
      places: reached,
      happenings: this.ledger!.take((endpoint) => this.model.deviceOf(endpoint) ?? ""),
      evidence: [...this.evidence.values()],
      measured,
      keys: this.names.of(engine, measured),
      ...this.judge.take(),
      accounting: engine.accounting,
    }
    this.evidence = new Map()
    engine.pairs.settle()
    engine.pairs.places.settle()
    return batch
  }

  /** Instead of a batch, for who wants the last one only: lets go of what no later batch tells again. */
  pass(): void {
    this.model.settle()
    this.ledger!.pass()
    this.evidence = new Map()
    this.engine!.measured = []
  }

  /** After a restore: what is known counts as told. */
  settle(): void {
    const { pairs } = this.engine!
    for (let pair = 0; pair < pairs.count; pair++) {
      pairs.mark(pair)
      this.touched(pair)
    }
    this.model.changes()
    this.rekey([])
    this.names.settle()
    pairs.settle()
  }

  private touched(pair: number): void {
    const { pairs } = this.engine!
    const [client, server] = [pairs.client(pair), pairs.server(pair)]
    this.model.touch(client)
    this.model.touch(server)
    if (this.knownPairs.has(pair)) return
    this.knownPairs.add(pair)
    for (const endpoint of [client, server]) {
      const list = this.pairsOfEndpoint.get(endpoint)
      if (list === undefined) this.pairsOfEndpoint.set(endpoint, [pair])
      else list.push(pair)
    }
  }

  /** Pairs whose ends became other devices, or that got a protocol, belong to other connections now. */
  private rekey(moved: readonly number[]): { readonly changed: Set<string>; readonly dropped: Set<string> } {
    const changed = new Set<string>()
    const dropped = new Set<string>()
    const again = new Set<number>(this.engine!.pairs.dirty)
    for (const endpoint of moved) for (const pair of this.pairsOfEndpoint.get(endpoint) ?? []) again.add(pair)
    for (const pair of again) {
      const old = this.keyOfPair.get(pair)
      const now = this.keyFor(pair)
      // The key names both ends and the protocol; pairs without one (to groups) are looked at each time.
      if (old !== now || now === undefined) this.names.changed(pair)
      if (old === now) continue
      if (old !== undefined) this.leave(pair, old, changed, dropped)
      if (now === undefined) continue
      this.keyOfPair.set(pair, now)
      const list = this.pairsOfKey.get(now)
      if (list === undefined) this.pairsOfKey.set(now, new Set([pair]))
      else list.add(pair)
      changed.add(now)
      dropped.delete(now)
    }
    return { changed, dropped }
  }

  private leave(pair: number, key: string, changed: Set<string>, dropped: Set<string>): void {
    this.keyOfPair.delete(pair)
    const list = this.pairsOfKey.get(key)
    list?.delete(pair)
    if (list !== undefined && list.size > 0) {
      changed.add(key)
      return
    }
    this.pairsOfKey.delete(key)
    changed.delete(key)
    dropped.add(key)
  }

  /** client|server|protocol|port; undefined where an end is no device, or the frames only carry other layers' business. */
  private keyFor(pair: number): string | undefined {
    const { pairs } = this.engine!
    const client = this.model.deviceOf(pairs.client(pair))
    const server = this.model.deviceOf(pairs.server(pair))
    if (client === undefined || server === undefined || client === server) return undefined
    const carrier = pairs.carrier(pair)
    const protocol = this.protocolName(pair)
    if (protocol === "arp" || (carrier === overIp && (protocol === "tcp" || protocol === "udp"))) return undefined
    const port = carrier === overTcp || carrier === overUdp ? pairs.port(pair) : 0
    return `${client}|${server}|${protocol}|${port}`
  }

  private protocolName(pair: number): string {
    const { pairs } = this.engine!
    const known = pairs.protocol[pair]!
    if (known >= 0) return declaredProtocols()[known]!.name
    return carrierName(pairs.carrier(pair), pairs.port(pair))
  }

  private reached(changed: ReadonlySet<string>): Batch["places"] {
    const { pairs } = this.engine!
    return [...changed].flatMap((connection) => {
      const list = [...(this.pairsOfKey.get(connection) ?? [])]
      const operations = list.flatMap((pair) => pairs.operationsOfPair(pair))
      const places = operations.flatMap((operation) => placesOf(pairs, operation))
      return places.length === 0 ? [] : [{ connection, places }]
    })
  }

  /** Of what a device sends to groups, which are no connections: by sender and protocol. */
  private reachedGroups(): Batch["places"] {
    const { pairs } = this.engine!
    const keys = new Set<string>()
    for (const place of pairs.places.dirty) {
      const pair = pairs.pairOfPlace(place)
      if (this.keyOfPair.has(pair)) continue
      const key = this.groupKey(pair)
      if (key === undefined) continue
      keys.add(key)
      const list = this.pairsOfGroup.get(key)
      if (list === undefined) this.pairsOfGroup.set(key, new Set([pair]))
      else list.add(pair)
    }
    return [...keys].map((connection) => {
      const list = [...this.pairsOfGroup.get(connection)!]
      const operations = list.flatMap((pair) => pairs.operationsOfPair(pair))
      return { connection, places: operations.flatMap((operation) => placesOf(pairs, operation)) }
    })
  }

  private groupKey(pair: number): string | undefined {
    const { pairs } = this.engine!
    const client = this.model.deviceOf(pairs.client(pair))
    const server = this.model.deviceOf(pairs.server(pair))
    if (client === undefined || server !== undefined) return undefined
    return `${client}|${toGroups}|${this.protocolName(pair)}|0`
  }

  private connection(key: string): readonly Connection[] {
    const list = this.pairsOfKey.get(key)
    if (list === undefined) return []
    const { pairs } = this.engine!
    const [client = "", server = "", protocol = "", port = "0"] = key.split("|")
    const sum = { packets: 0, bytes: 0, firstSeen: Number.MAX_SAFE_INTEGER, lastSeen: 0 }
    const functions: FunctionCount[] = []
    for (const pair of list) {
      sum.packets += pairs.packets[pair]!
      sum.bytes += pairs.bytes[pair]!
      sum.firstSeen = Math.min(sum.firstSeen, pairs.first[pair]!)
      sum.lastSeen = Math.max(sum.lastSeen, pairs.last[pair]!)
      functions.push(...functionCounts(pairs, pairs.operationsOfPair(pair)))
    }
    return [{ id: key, client, server, protocol, port: Number(port), ...sum, functions: merge(functions) }]
  }
}

function merge(functions: readonly FunctionCount[]): readonly FunctionCount[] {
  const found = new Map<string, FunctionCount>()
  for (const f of functions) {
    const id = `${f.protocol}|${f.key}`
    const known = found.get(id)
    found.set(
      id,
      known === undefined
        ? f
        : {
            ...f,
            requests: f.requests + known.requests,
            responses: f.responses + known.responses,
            exceptions: f.exceptions + known.exceptions,
            messages: f.messages + known.messages,
            lastSeen: Math.max(f.lastSeen ?? 0, known.lastSeen ?? 0),
          },
    )
  }
  return [...found.values()].sort((a, b) => (a.protocol + a.key < b.protocol + b.key ? -1 : 1))
}
