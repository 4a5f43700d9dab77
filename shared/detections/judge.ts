/** Runs the detections over facts and minutes, and holds the alerts that they raise: what comes again counts on the same one. */
import { entry, entryKey, type BaselineEdit, type BaselineEntry, type BaselineNews } from "../baseline/entry.ts"
import type { EndpointId, Fact, FunctionId } from "../facts/fact.ts"
import type { AlertKind, Threshold } from "./alert-kind.ts"
import { Counting } from "./counting.ts"
import type { EndReader } from "./custom/compile-rule.ts"
import type { RuleHits } from "./custom/rule.ts"
import { RuleWatch } from "./custom/rule-watch.ts"
import type { Detection, Judging, Minute, Raised, Told, World } from "./detection.ts"
import type { AlertChange, TrafficEvent } from "./finding.ts"
import { endOr, HeldAlerts, type AlertSources } from "./held-alerts.ts"
import { meetRemoved } from "./meet-removed.ts"
import { Normal } from "./normal.ts"
import { OfficeLearning } from "./office-learning.ts"
import { Ranges } from "./ranges.ts"
import { Rhythms } from "./rhythms.ts"
import { isJudged, thresholdOf, type Policy, type Threat } from "./policy.ts"

/** What the judge needs of who runs it, beside what detections may ask. */
export type JudgeSources = AlertSources & {
  readonly world: Omit<World, "isLearning">
  /** What the user's own rules ask of an end. */
  readonly ends: EndReader
  /** The server's port of the message that is being read; 0 where there is none. */
  readonly port: () => number
  /** The user's own rules changed. */
  readonly looking: (watch: RuleWatch) => void
}

export type Judged = {
  readonly alerts: readonly AlertChange[]
  readonly events: readonly TrafficEvent[]
  /** What became part of the baseline, and what departed from it. */
  readonly baseline: readonly BaselineNews[]
  /** Of the user's own rules. */
  readonly hits: readonly RuleHits[]
}

const mostEvents = 100_000
const mostKnown = 1_000_000
/** Minutes that have to be seen before the pace of a poll is known. */
const enoughMinutes = 5
/** A device that appears when learning is over has this long to become known, in microseconds. */
const firstDays = 7 * 86_400e6

/** Where it is enough that the pair signs in; the names are kept beside. */
const databases: ReadonlySet<string> = new Set(["mysql", "postgresql", "tds", "tns"])

export class Judge {
  readonly alerts: HeldAlerts
  /** The user's own rules. */
  readonly custom: RuleWatch
  private events: (Told & { readonly frame: number; readonly capture: string })[] = []
  /** Endpoints that appeared when learning was over, and when. */
  private readonly newcomers = new Map<EndpointId, number>()
  /** Addresses that programmed controllers while the sensor learned. */
  private readonly programmers = new Set<string>()
  private readonly known = new Set<string>()
  private readonly notes = new Map<string, string>()
  private readonly counting = new Counting()
  private readonly ranges = new Ranges()
  private readonly rhythms = new Rhythms()
  private readonly office = new OfficeLearning()
  private readonly normal: Normal
  private raised = 0
  private readonly byFact = new Map<Fact["kind"], Detection[]>()
  private readonly byMinute: Detection[] = []
  private readonly kinds: ReadonlyMap<string, AlertKind>
  private readonly sources: JudgeSources
  private readonly judging: Judging
  private policy: Policy
  /** By "domain evil.example". */
  private threats: ReadonlyMap<string, Threat>
  private time = 0

  constructor(detections: readonly Detection[], kinds: readonly AlertKind[], sources: JudgeSources, policy: Policy) {
    this.kinds = new Map(kinds.map((kind) => [kind.id, kind]))
    this.sources = sources
    this.policy = policy
    this.alerts = new HeldAlerts(sources)
    this.normal = new Normal(sources.world)
    this.judging = {
      world: { ...sources.world, ...this.claimed(), isLearning: (...ends) => this.isLearning(ends) },
      raise: (raised) => this.raise(raised),
      tell: (told) => this.tell(told),
      mayProgram: (endpoint) => this.mayProgram(sources.world.text(endpoint)),
      permit: (endpoint) => this.permit(sources.world.text(endpoint)),
      isFirst: (key) => this.isFirst(key),
      swap: (key, value) => this.swap(key, value),
      mayScan: (endpoint) => this.policy.scanners.includes(sources.world.text(endpoint)),
      isNewcomer: (endpoint) => this.isNewcomer(endpoint),
      isFollowed: (id) => this.alerts.isFollowed(id),
      threshold: (kind, decides) => this.threshold(kind, decides),
      counting: this.counting,
      ranges: this.ranges,
      rhythms: this.rhythms,
      hasThreats: () => this.threats.size > 0,
      threatOf: (what, value) => (this.threats.size === 0 ? undefined : this.threats.get(`${what} ${value}`)),
    }
    this.threats = byText(policy.threats)
    const { world, endOf, ends, port, proof, looking } = sources
    const { raise, tell } = this.judging
    this.custom = new RuleWatch({ world, endOf, ends, port, proof, looking, raise, tell })
    this.custom.follow(policy.custom)
    this.sort(detections)
  }

  /** Most kinds have no device with a threshold of its own, and are asked often. */
  private threshold(kind: string, decides: EndpointId): Threshold {
    const own = this.policy.deviceThresholds?.[kind]
    return thresholdOf(this.policy, this.kindOf(kind), own === undefined ? "" : this.sources.world.text(decides))
  }

  /** Holds for what is judged from now on. True where the threats are others than before: what was told already may be one of them. */
  follow(policy: Policy): boolean {
    const isNewPack = policy.pack !== this.policy.pack
    this.policy = policy
    this.threats = byText(policy.threats)
    this.custom.follow(policy.custom)
    if (policy.learning) this.office.restart()
    return isNewPack
  }

  /** Before the model learns it. */
  fact(fact: Fact): void {
    const detections = this.byFact.get(fact.kind) ?? []
    this.time = fact.time
    this.normal.begin(fact, () => this.becomesNormal(fact))
    if (fact.kind === "endpoint" && !this.policy.learning && !this.normal.isAllowed)
      this.newcomers.set(fact.endpoint, fact.time)
    if (!this.policy.learning) this.office.begin(fact.time)
    this.arrive(fact)
    if (!this.custom.isIdle) this.custom.fact(fact)
    const { raised } = this
    for (const { facts } of detections)
      (facts![fact.kind] as (fact: Fact, judging: Judging) => void)(fact, this.judging)
    const isTold = raised !== this.raised || (fact.kind === "place" && this.alerts.isFollowed(fact.function))
    for (const met of this.normal.takeMet())
      if (!this.policy.learning && !isTold) this.raise(meetRemoved(met, endsOf(fact), fact))
  }

  /** What no detection remembers by itself. */
  private arrive(fact: Fact): void {
    const { text } = this.sources.world
    // Files on their way are those of a detection.
    if (fact.kind === "file" && fact.way === "opened")
      this.isFirst(`file|${text(fact.client)}|${text(fact.server)}|${fact.protocol}|${fact.way}|${fact.name}`)
    // Others are those of a detection.
    if (fact.kind === "signIn" && fact.succeeded && databases.has(fact.protocol))
      this.isFirst(`signIn|${text(fact.client)}|${text(fact.server)}|${fact.protocol}|${fact.user}`)
    if (fact.kind === "operation") this.pace(fact.function)
    if (fact.kind === "protocol" && this.normal.hasGone)
      for (const end of [fact.client, fact.server])
        if (this.normal.returns(end) && !this.policy.learning) this.newcomers.set(end, fact.time)
  }

  private pace(id: FunctionId): void {
    const pace = this.normal.paceOf(id)
    if (pace !== undefined) this.ranges.put(id, pace)
  }

  /** What people changed of the baseline; gives what was not followed before. */
  edit(edits: readonly BaselineEdit[]): readonly BaselineEdit[] {
    return this.normal.edit(edits, { known: this.known, programmers: this.programmers })
  }

  /** The pace of a poll was changed by a person; undefined: it is not known any more. */
  setPace(
    id: FunctionId,
    pace: { readonly low: number; readonly high: number; readonly count: number } | undefined,
  ): void {
    if (pace === undefined) this.ranges.forget(id)
    else this.ranges.put(id, pace)
  }

  /** Tells once what a state of before it was told knows: `news` of what the engine counts, and what detections remember. */
  recall(news: Iterable<BaselineNews>): void {
    for (const { entry: one, time, normal } of news) this.normal.recall(one, time, normal)
    for (const key of this.known) this.normal.noteKnown(key)
    for (const who of this.programmers) this.normal.note(entry("programming", { who }))
    this.ranges.tellAll()
  }

  pollOf(id: FunctionId): BaselineEntry {
    return this.normal.pollOf(id)
  }

  /** Who speaks what is told once more. */
  awaits(fact: Fact & { kind: "protocol" }): boolean {
    return this.normal.awaits(fact)
  }

  minute(minute: Minute): void {
    this.time = minute.time
    this.normal.minute(minute.time)
    for (const detection of this.byMinute) detection.minute!(minute, this.judging)
    if (this.custom.wantsMinutes) this.custom.minute(minute)
    if (this.normal.hasGone && !this.policy.learning) this.pollsAgain(minute)
  }

  private pollsAgain({ counts, time }: Minute): void {
    for (const { client, server, intervals, function: id } of counts) {
      const poll = this.normal.pollOf(id)
      if (intervals === 0 || !this.normal.isGone(poll)) continue
      this.normal.note(poll)
      for (const met of this.normal.takeMet()) this.raise(meetRemoved(met, [client, server], { time, function: id }))
    }
  }

  get wantsMinutes(): boolean {
    return this.byMinute.length > 0 || this.custom.wantsMinutes
  }

  /** What began or went on since the last call. */
  take(): Judged {
    const alerts = this.alerts.take(this.policy.learning)
    const events = this.events.map(({ source, target, protocol = "", kind, time, text, frame, capture, severity }) => ({
      kind,
      time,
      source: endOr(this.sources, source),
      target: endOr(this.sources, target),
      protocol,
      text,
      frame,
      capture,
      ...(severity === undefined ? {} : { severity }),
    }))
    this.events = []
    this.notePaces()
    return { alerts, events, baseline: this.normal.take(), hits: this.custom.takeHits() }
  }

  save() {
    return {
      alerts: this.alerts.save(),
      newcomers: [...this.newcomers],
      programmers: [...this.programmers],
      known: [...this.known],
      notes: [...this.notes],
      counting: this.counting.save(),
      ranges: this.ranges.save(),
      rhythms: this.rhythms.save(),
      office: this.office.save(),
      custom: this.custom.save(),
      normal: this.normal.save(),
    }
  }

  restore(saved: ReturnType<Judge["save"]>): void {
    this.alerts.restore(saved.alerts)
    for (const [endpoint, time] of saved.newcomers) this.newcomers.set(endpoint, time)
    for (const address of saved.programmers) this.programmers.add(address)
    for (const key of saved.known) this.known.add(key)
    for (const [key, note] of saved.notes) this.notes.set(key, note)
    this.counting.restore(saved.counting)
    this.ranges.restore(saved.ranges)
    // States of before there were rhythms have none.
    this.rhythms.restore((saved as { rhythms?: typeof saved.rhythms }).rhythms ?? { rhythms: [], listened: 0 })
    this.office.restore(saved.office)
    // States of before there were rules of one's own have none.
    this.custom.restore((saved as { custom?: typeof saved.custom }).custom ?? { told: [] })
    // States of before the baseline could be changed have none.
    const { normal } = saved as { normal?: ReturnType<Normal["save"]> }
    if (normal !== undefined) this.normal.restore(normal)
  }

  /** All of them, also those that are off: what they learn is there when somebody turns them on. */
  private sort(detections: readonly Detection[]): void {
    for (const detection of detections) {
      if (detection.minute !== undefined) this.byMinute.push(detection)
      for (const kind of Object.keys(detection.facts ?? {}) as Fact["kind"][]) {
        const list = this.byFact.get(kind)
        if (list === undefined) this.byFact.set(kind, [detection])
        else list.push(detection)
      }
    }
  }

  private kindOf(id: string): AlertKind {
    const kind = this.kinds.get(id)
    if (kind === undefined) throw new Error(`The catalogue of alerts has no kind ${id}.`)
    return kind
  }

  private isLearning(ends: readonly EndpointId[]): boolean {
    return this.policy.learning || this.normal.isAllowed || ends.some((end) => this.isNewcomer(end))
  }

  private swap(key: string, value: string): string {
    const before = this.notes.get(key)
    if (before !== undefined || this.notes.size < mostKnown) this.notes.set(key, value)
    return before ?? ""
  }

  private mayProgram(address: string): boolean {
    return this.programmers.has(address) || this.policy.engineering.includes(address)
  }

  private isFirst(key: string): boolean {
    if (this.known.has(key)) return false
    if (this.known.size < mostKnown) this.known.add(key)
    this.normal.noteKnown(key)
    return true
  }

  /** Whether what the fact tells is normal from now on. */
  private becomesNormal(fact: Fact): boolean {
    if (this.policy.learning) return true
    if (fact.kind === "claim" && fact.field === "firmware" && this.judging.world.said(fact) === "") return true
    return fact.kind !== "endpoint" && endsOf(fact).some((end) => this.isNewcomer(end))
  }

  private permit(address: string): void {
    if (this.normal.isAllowed || this.programmers.has(address)) return
    this.programmers.add(address)
    this.normal.note(entry("programming", { who: address }))
  }

  /** What people removed was never said; what they allowed was. */
  private claimed(): Pick<World, "said" | "hasSaid"> {
    const { world } = this.sources
    return {
      said: (of) => world.said(of) || (of.field === "firmware" ? this.normal.versionOf(of.about) : ""),
      hasSaid: (of) => {
        if (of.field !== "firmware") return world.hasSaid(of)
        if (this.normal.allows(this.normal.firmwareOf(of))) return true
        return world.hasSaid(of) && !this.wasRemoved(of)
      },
    }
  }

  private wasRemoved(of: Pick<Fact & { kind: "claim" }, "about" | "value">): boolean {
    return this.normal.isMet(entryKey(this.normal.firmwareOf(of)))
  }

  /** Paces that were learned, or learned anew. */
  private notePaces(): void {
    for (const id of this.ranges.takeChanged()) {
      const pace = this.ranges.of(id)
      if (id < 0 || pace === undefined || pace.count < enoughMinutes) continue
      const { low, high, count } = pace
      this.normal.minute(this.time)
      this.normal.note({ ...this.normal.pollOf(id), low, high, minutes: count })
    }
  }

  private isNewcomer(endpoint: EndpointId): boolean {
    const since = this.newcomers.get(endpoint)
    return since !== undefined && this.time >= since && this.time - since < firstDays
  }

  private raise(raised: Raised): void {
    const kind = this.kindOf(raised.kind)
    if (!isJudged(this.policy, kind)) return
    // Departures from what is normal wait until learning is over; what people asked for themselves does not.
    if (this.policy.learning && kind.engine === "policy" && raised.rule === undefined) return
    if (this.policy.smartItLearning && this.office.learns(raised.kind, raised.time)) {
      this.raised++
      return this.normal.becomesNormal()
    }
    this.raised++
    this.alerts.raise(raised, this.policy.learning)
  }

  private tell(told: Told): void {
    const proof = told.unproved === true ? { frame: 0, capture: "" } : this.sources.proof()
    if (this.events.length < mostEvents) this.events.push({ ...told, ...proof })
  }
}

/** Who a fact is about. */
function endsOf(fact: Fact): readonly EndpointId[] {
  if ("client" in fact && "server" in fact) return [fact.client, fact.server]
  if (fact.kind === "part") return [fact.part.endpoint]
  if (fact.kind === "claim" && typeof fact.about === "number") return [fact.about]
  return []
}

const byText = (threats: readonly Threat[] = []): ReadonlyMap<string, Threat> =>
  new Map(threats.map((threat) => [`${threat.what} ${threat.value}`, threat]))
