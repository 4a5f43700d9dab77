/** The user's own rules at work: looks at what happens, counts what matches, and has it raised or written into the timeline. */
import type { EndpointId, Fact } from "../../facts/fact.ts"
import type { Minute, Raised, Told as EventTold, World } from "../detection.ts"
import type { End } from "../finding.ts"
import { compileRule, type CompiledRule, type EndReader } from "./compile-rule.ts"
import type { TopicId } from "./fields.ts"
import { minuteSightings } from "./minute-sightings.ts"
import { OperationSighting } from "./operation-sighting.ts"
import type { CustomRules, RuleHits, RuleInForce, RuleMatch } from "./rule.ts"
import { filledIn } from "./rule-message.ts"
import { sightingOf, topicOfFact, type Occurrence, type Sighting } from "./sighting.ts"

export const ruleKind = "unauthorized-operation-was-detected-by-a-user-defined-rule"

export type WatchTools = {
  readonly world: Pick<World, "functionWords" | "endsOf">
  readonly endOf: (endpoint: EndpointId) => End
  readonly ends: EndReader
  /** The server's port of the message that is being read. */
  readonly port: () => number
  readonly proof: () => { readonly frame: number }
  readonly raise: (raised: Raised) => void
  readonly tell: (told: EventTold) => void
  /** Rules came into force: who reads messages is told which ones to tell. */
  readonly looking: (watch: RuleWatch) => void
}

/** The timeline knows three grades. */
const weights = { critical: "alert", major: "alert", minor: "notice", warning: "info" } as const

const hourOf = 3600e6
const minuteOf = 60e6
/** Entries of one rule and pair in the timeline: one a minute. */
const mostTold = 10_000

export class RuleWatch {
  /** Hears every match as it comes: for back-tests. */
  matched: ((match: RuleMatch) => void) | null = null
  readonly again = (fact: Fact): void => this.fact(fact)
  private readonly tools: WatchTools
  private byTopic = new Map<TopicId, CompiledRule[]>()
  private hits = new Map<string, { rule: string; hour: number; hits: number; last: number }>()
  /** By rule and ends: the minute of the last entry in the timeline. */
  private readonly toldAt = new Map<string, number>()

  constructor(tools: WatchTools) {
    this.tools = tools
  }

  /** Holds for what happens from now on. */
  follow(rules: CustomRules | undefined): void {
    this.byTopic = new Map()
    for (const rule of rules?.rules ?? []) {
      if (!rule.on || rules === undefined) continue
      const compiled = compileRule(rule, rules, this.tools.ends)
      if (compiled === undefined) continue
      const list = this.byTopic.get(compiled.about)
      if (list === undefined) this.byTopic.set(compiled.about, [compiled])
      else list.push(compiled)
    }
    this.tools.looking(this)
  }

  /** Nothing needs to be told of while it looks at nothing. */
  get isIdle(): boolean {
    return this.byTopic.size === 0
  }

  get wantsMinutes(): boolean {
    return this.byTopic.has("trafficMinute") || this.byTopic.has("functionMinute")
  }

  /** Whether each message of a protocol must be told; undefined: of none. */
  get wanted(): ((protocol: string) => boolean) | undefined {
    const rules = this.byTopic.get("operation")
    if (rules === undefined) return undefined
    const names = new Set(rules.map(({ rule }) => rule.protocol))
    return (protocol) => names.has("") || names.has(protocol)
  }

  fact(fact: Fact): void {
    const about = topicOfFact[fact.kind]
    if (about === undefined || !this.byTopic.has(about)) return
    const sighting = sightingOf(fact, this.tools.port)
    if (sighting !== undefined) this.see(sighting)
  }

  occurred(told: Occurrence): void {
    const rules = this.byTopic.get("operation") ?? []
    const words = this.tools.world.functionWords(told.function)
    for (const rule of rules) {
      if (rule.rule.protocol !== "" && rule.rule.protocol !== words.protocol) continue
      this.judge(rule, new OperationSighting(told, words, rule.byPlace, rule.meant))
    }
  }

  minute(minute: Minute): void {
    const wants = { traffic: this.byTopic.has("trafficMinute"), functions: this.byTopic.has("functionMinute") }
    for (const sighting of minuteSightings(minute, wants, this.tools.world)) this.see(sighting)
  }

  takeHits(): readonly RuleHits[] {
    const hits = [...this.hits.values()]
    this.hits = new Map()
    return hits
  }

  save() {
    return { told: [...this.toldAt] }
  }

  restore({ told }: ReturnType<RuleWatch["save"]>): void {
    for (const [key, minute] of told) this.toldAt.set(key, minute)
  }

  private see(sighting: Sighting): void {
    for (const rule of this.byTopic.get(sighting.about) ?? []) this.judge(rule, sighting)
  }

  private judge({ rule, match }: CompiledRule, sighting: Sighting): void {
    const found = match(sighting)
    if (found === undefined) return
    this.count(rule.id, sighting.time)
    const line = sighting.line(found.element)
    const message = filledIn(rule.message, this.valueOf(rule.name, sighting, found.element))
    const { source, target, protocol, time } = sighting
    if (this.matched !== null) this.tellMatch(sighting, { rule: rule.id, message, ...line })
    if (rule.action === "event") return this.tellEvent(rule, sighting, message)
    const by = { id: `${rule.id}.${rule.version}`, name: rule.name, severity: rule.severity }
    this.tools.raise({ kind: ruleKind, source, target, protocol, message, line, time, rule: by })
  }

  private valueOf(name: string, sighting: Sighting, element: number) {
    return (field: string): string | number | undefined => {
      if (field === "rule") return name
      if (field === "protocol") return sighting.protocol
      const told = sighting.get(field, element)
      if (told !== undefined && told !== "") return told
      const end = /^(source|target)([A-Z]\w*)$/.exec(field)
      if (!end) return undefined
      const endpoint = end[1] === "source" ? sighting.source : sighting.target
      return endpoint < 0 ? undefined : this.tools.ends(endpoint, end[2]!)
    }
  }

  private count(rule: string, time: number): void {
    const hour = Math.floor(time / hourOf)
    const key = `${rule} ${hour}`
    const known = this.hits.get(key)
    if (known === undefined) this.hits.set(key, { rule, hour, hits: 1, last: time })
    else {
      known.hits++
      known.last = Math.max(known.last, time)
    }
  }

  private tellMatch(sighting: Sighting, more: Pick<RuleMatch, "rule" | "message" | "what" | "where" | "value">): void {
    const { source, target, protocol, time } = sighting
    const end = (endpoint: EndpointId): End => (endpoint < 0 ? { device: "", address: "" } : this.tools.endOf(endpoint))
    const frame =
      sighting.about === "trafficMinute" || sighting.about === "functionMinute" ? 0 : this.tools.proof().frame
    this.matched?.({ ...more, time, source: end(source), target: end(target), protocol, frame })
  }

  private tellEvent(
    { id, version, severity }: RuleInForce,
    { source, target, protocol, time }: Sighting,
    text: string,
  ): void {
    const key = `${id}.${version}|${source}|${target}`
    const minute = Math.floor(time / minuteOf)
    if (this.toldAt.get(key) === minute) return
    this.toldAt.delete(key)
    if (this.toldAt.size >= mostTold) this.toldAt.delete(this.toldAt.keys().next().value!)
    this.toldAt.set(key, minute)
    this.tools.tell({
      kind: "USER_DEFINED_RULE_OPERATION",
      source,
      target,
      protocol,
      text,
      time,
      severity: weights[severity],
    })
  }
}
