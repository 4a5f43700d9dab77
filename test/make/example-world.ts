/** A plant made of the facts of an example: ends by address, functions by protocol and key; runs a judge over them as the engine would. */
import type { Example, ExampleFact, FunctionWords, World } from "../../shared/detections/detection.ts"
import { catalogue } from "../../shared/detections/catalogue/index.ts"
import { detections } from "../../shared/detections/index.ts"
import { Judge, type Judged, type JudgeSources } from "../../shared/detections/judge.ts"
import { firstPolicy, type Policy } from "../../shared/detections/policy.ts"
import type { Fact } from "../../shared/facts/fact.ts"
import { addressKind, ipv4Number } from "../../shared/net/ip.ts"

const began = Date.UTC(2026, 0, 5) * 1000

type Row = { asked: number; succeeded: number; refused: number; last: number }

export class ExampleWorld {
  readonly judge: Judge
  private readonly ends: string[] = []
  private readonly functions: { readonly key: string; readonly words: FunctionWords; readonly row: Row }[] = []
  private readonly places: { readonly where: string; readonly row: Row }[] = []
  private readonly controllers = new Set<string>()
  private readonly answered = new Set<string>()
  private readonly hops = new Map<string, number>()
  private readonly ever = new Set<string>()
  private readonly said = new Map<string, string>()

  constructor(policy: Policy = firstPolicy) {
    const sources: JudgeSources = {
      world: this.world(),
      keyOf: (end) => this.ends[end]!,
      endOf: (end) => ({ device: this.ends[end]!, address: this.ends[end]! }),
      countedOf: ({ function: fn, place }) => ({
        ...(place >= 0 ? this.places[place]! : this.functions[fn]!).row,
        value: "",
      }),
      proof: () => ({ frame: 1, capture: "" }),
      ends: (end, what) => (what === "Ip" ? this.ends[end] : undefined),
      port: () => 0,
      looking: () => undefined,
    }
    this.judge = new Judge(detections, catalogue, sources, policy)
  }

  /** One fact after the other; what each raises is held. */
  run(facts: readonly ExampleFact[]): void {
    for (const fact of facts) this.one(fact)
  }

  take(): Judged {
    return this.judge.take()
  }

  private one(fact: ExampleFact): void {
    const time = began + (fact.at ?? 0) * 1e6
    const tell = (told: Fact): void => this.judge.fact(told)
    switch (fact.says) {
      case "appears":
        return tell({ kind: "endpoint", endpoint: this.end(fact.of), mac: "", vlan: -1, address: fact.of, time })
      case "claim":
        tell({
          kind: "claim",
          about: this.end(fact.of),
          field: fact.field,
          value: fact.value,
          rule: fact.rule,
          confidence: 0.9,
          time,
          spans: [],
        })
        this.ever.add(`${this.end(fact.of)}|${fact.field}|${fact.rule}|${fact.value}`)
        this.said.set(`${this.end(fact.of)}|${fact.field}|${fact.rule}`, fact.value)
        return
      case "speaks": {
        const { protocol, isOt: ot = false, port = 0 } = fact
        tell({ kind: "protocol", client: this.end(fact.from), server: this.end(fact.to), protocol, ot, port, time })
        if (ot) this.controllers.add(fact.to)
        return
      }
      case "sends":
        this.hops.set(fact.of, fact.hops ?? 0)
        return tell({ kind: "distance", endpoint: this.end(fact.of), hops: fact.hops ?? 0, time })
      case "part":
        return tell({
          kind: "part",
          part: { endpoint: this.end(fact.of), protocol: fact.protocol, name: fact.name },
          time,
        })
      case "said":
        return tell({
          ...fact.said,
          client: this.end(fact.from),
          server: this.end(fact.to),
          protocol: fact.protocol,
          time,
        })
      case "resolve":
        return tell({ kind: "resolve", client: this.end(fact.from), address: fact.address, time })
      case "binding":
        return tell({ kind: "binding", mac: fact.mac, vlan: -1, address: fact.address, how: fact.how ?? "arp", time })
      case "malformed":
        return tell({
          kind: "malformed",
          client: this.end(fact.from),
          server: this.end(fact.to),
          sender: this.end(fact.isAnswer === true ? fact.to : fact.from),
          protocol: fact.protocol,
          time,
        })
      case "attempt":
        return tell({
          kind: "attempt",
          client: this.end(fact.from),
          server: this.end(fact.to),
          port: fact.port,
          time,
        })
      case "operation":
      case "refusal":
        return this.operation(fact, time)
      case "place":
        return this.place(fact, time)
      case "minute":
        return this.minute(fact, time)
      default:
        fact satisfies never
    }
  }

  private operation(fact: Extract<ExampleFact, { says: "operation" | "refusal" }>, time: number): void {
    const { from, to, protocol, key, technique = "", outcome = "request", times = 1 } = fact
    const known = this.functions.length
    const number = this.functionOf(fact)
    const ends = { client: this.end(from), server: this.end(to), protocol, key, function: number, time }
    const { row, words } = this.functions[number]!
    if (number === known) this.judge.fact({ kind: "operation", ...ends, isDetail: words.isDetail, technique, outcome })
    if (fact.says === "refusal") {
      row.refused += times
      if (row.refused === times) this.judge.fact({ kind: "refusal", ...ends })
    } else row.asked += times
    row.last = time
  }

  private place(fact: Extract<ExampleFact, { says: "place" }>, time: number): void {
    const { from, to, protocol, key, technique = "", where } = fact
    const number = this.functionOf(fact)
    const place = this.places.push({ where, row: { asked: 0, succeeded: 0, refused: 0, last: time } }) - 1
    const { isDetail } = this.functions[number]!.words
    const ends = { client: this.end(from), server: this.end(to), protocol, key, isDetail, technique }
    this.judge.fact({ kind: "place", ...ends, function: number, place, time })
    this.places[place]!.row.asked++
  }

  private minute(fact: Extract<ExampleFact, { says: "minute" }>, time: number): void {
    const { requests = 0, responses = 0, exceptions = 0, messages = 0, packets = 0, bytes = 0, protocol } = fact
    const { intervals = 0, intervalSum = 0 } = fact
    const ends = { client: this.end(fact.from), server: this.end(fact.to) }
    const counted = fact.key === undefined ? [] : [{ function: this.functionOf({ ...fact, key: fact.key }), ...ends }]
    for (const { function: id } of counted) if (responses + exceptions > 0) this.answered.add(this.talkOf(id))
    this.judge.minute({
      time: time + 60e6,
      counts: counted.map((one) => ({
        ...one,
        talk: [...this.functions.keys()].findIndex((id) => this.talkOf(id) === this.talkOf(one.function)),
        requests,
        responses,
        exceptions,
        messages,
        port: 0,
        intervals,
        intervalSum: intervalSum * 1e6,
      })),
      traffic: [{ talk: 0, ...ends, protocol, port: 0, packets, bytes }],
    })
  }

  private talkOf(id: number): string {
    return this.functions[id]!.key.split("|").slice(0, 3).join("|")
  }

  private functionOf(fact: {
    readonly from: string
    readonly to: string
    readonly protocol: string
    readonly key: string
    readonly isDetail?: boolean
    readonly does?: string
    readonly isEveryday?: boolean
  }): number {
    const { from, to, protocol, key, isDetail = false, does = "", isEveryday = false } = fact
    const id = `${from}|${to}|${protocol}|${key}`
    const known = this.functions.findIndex((one) => one.key === id)
    if (known >= 0) return known
    const words = { protocol, title: protocol, key, name: key, does, technique: "", isEveryday, isDetail }
    return this.functions.push({ key: id, words, row: { asked: 0, succeeded: 0, refused: 0, last: 0 } }) - 1
  }

  private end(address: string): number {
    const known = this.ends.indexOf(address)
    return known >= 0 ? known : this.ends.push(address) - 1
  }

  private world(): Omit<World, "isLearning"> {
    const kindOf = (end: number): string => addressKind(this.ends[end]!)
    return {
      text: (end) => this.ends[end]!,
      isGroup: (end) => kindOf(end) === "group",
      isInternet: (end) => kindOf(end) === "public",
      network: (end) => (kindOf(end) === "none" ? -1 : ipv4Number(this.ends[end]!) >>> 16),
      hops: (end) => this.hops.get(this.ends[end]!) ?? 0,
      protocolsOfPort: (port) => (port === 502 ? ["modbus"] : port === 80 ? ["http"] : []),
      isControllerPort: (port) => port === 502 || port === 102 || port === 44818,
      isController: (end) => this.controllers.has(this.ends[end]!),
      said: ({ about, field, rule }) => this.said.get(`${JSON.stringify(about)}|${field}|${rule}`) ?? "",
      hasSaid: ({ about, field, rule, value }) => this.ever.has(`${JSON.stringify(about)}|${field}|${rule}|${value}`),
      knownFor: (about, field) =>
        [...this.said].findLast(([key]) => key.startsWith(`${JSON.stringify(about)}|${field}|`))?.[1] ?? "",
      hasAnswered: (id) => this.answered.has(this.talkOf(id)),
      functionWords: (id) => this.functions[id]!.words,
      endsOf: (id) => {
        const [client = "", server = ""] = this.functions[id]!.key.split("|")
        return { client: this.end(client), server: this.end(server) }
      },
      placeText: (id) => this.places[id]!.where,
    }
  }
}

/** What is raised of an example, and what the timeline tells of it, once what was learned is normal. */
export function judgedOf(
  { threats = [], learned = [], then, isLearning = false }: Example,
  more: Partial<Policy> = {},
): { readonly raised: readonly string[]; readonly told: readonly string[] } {
  const all = {
    ...firstPolicy,
    threats,
    smartItLearning: false,
    kinds: Object.fromEntries(catalogue.map(({ id }) => [id, true])),
    ...more,
  }
  const world = new ExampleWorld(all)
  world.run(learned)
  world.take()
  if (!isLearning) world.judge.follow({ ...all, learning: false })
  world.run(then)
  const { alerts, events } = world.take()
  return { raised: [...new Set(alerts.map(({ kind }) => kind))].sort(), told: events.map(({ kind }) => kind).sort() }
}

export const raisedBy = (example: Example, more: Partial<Policy> = {}): readonly string[] =>
  judgedOf(example, more).raised
