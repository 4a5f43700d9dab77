/** What people changed of the baseline, and what is new in it: looked up once for each thing that is met for the first time, never per packet. */
import {
  entry,
  entryKey,
  keysThatAllow,
  type BaselineEdit,
  type BaselineEntry,
  type BaselineNews,
} from "../baseline/entry.ts"
import { entryOfKnown, knownOfEntry } from "../baseline/known-key.ts"
import type { EndpointId, Fact, FunctionId } from "../facts/fact.ts"
import type { FunctionWords, World } from "./detection.ts"
import type { Range } from "./ranges.ts"

type Plant = Pick<World, "text" | "isGroup" | "functionWords" | "endsOf" | "placeText" | "hasSaid" | "said">
/** Who has no address yet asks for one in this name. */
const isNobody = (address: string): boolean => address === "0.0.0.0" || address === "::"

type News = { entry: BaselineEntry; time: number; normal: boolean }

/** What a judge keeps that people may change. */
export type Kept = { readonly known: Set<string>; readonly programmers: Set<string> }

export class Normal {
  /** Number of the last edit that was followed. */
  private edits = 0
  private readonly allowed = new Set<string>()
  private readonly gone = new Set<string>()
  /** The firmware that devices and their parts were allowed to have last. */
  private readonly versions = new Map<string, string>()
  /** Of polls that were not seen yet. */
  private readonly paces = new Map<string, Range>()
  private news: News[] = []
  /** Where the news of the fact that is judged begin. */
  private from = 0
  private readonly plant: Plant
  private now: { time: number; normal: boolean } = { time: 0, normal: true }
  /** The fact that is judged was allowed. */
  isAllowed = false
  /** Entries that were removed from the baseline and are met with the fact that is judged. */
  private met: BaselineEntry[] = []

  constructor(plant: Plant) {
    this.plant = plant
  }

  /** A fact will be judged. `isLearning`: whether what it tells becomes normal, but for what is allowed. */
  begin(fact: Fact, isLearning: () => boolean): void {
    this.from = this.news.length
    this.met = []
    this.isAllowed = false
    const one = this.entryOf(fact)
    if (one !== undefined) this.isAllowed = this.allows(one)
    this.now = { time: fact.time, normal: this.isAllowed || isLearning() }
    if (one !== undefined) this.note(one)
  }

  /** A minute will be judged; what it tells of the baseline is learned. */
  minute(time: number): void {
    this.from = this.news.length
    this.met = []
    this.isAllowed = false
    this.now = { time, normal: true }
  }

  /** The fact that is judged becomes normal after all. */
  becomesNormal(): void {
    this.now.normal = true
    for (let at = this.from; at < this.news.length; at++) this.news[at]!.normal = true
  }

  /** What was met before it was told. */
  recall(one: BaselineEntry, time: number, normal: boolean): void {
    this.now = { time, normal: true }
    this.news.push({ entry: one, time, normal })
  }

  note(one: BaselineEntry): void {
    const { time, normal } = this.now
    this.news.push({ entry: one, time, normal })
    if (this.gone.size > 0 && this.gone.delete(entryKey(one))) this.met.push(one)
  }

  /** A detection met this key for the first time. */
  noteKnown(key: string): void {
    const one = entryOfKnown(key)
    if (one !== undefined) this.note(one)
  }

  /** What was removed from the baseline and is met now, where nothing else tells of it. */
  takeMet(): readonly BaselineEntry[] {
    return this.met.splice(0)
  }

  /** It was removed, and is met with the fact that is judged. */
  isMet(key: string): boolean {
    return this.met.some((one) => entryKey(one) === key)
  }

  get hasGone(): boolean {
    return this.gone.size > 0
  }

  isGone(one: BaselineEntry): boolean {
    return this.gone.size > 0 && this.gone.has(entryKey(one))
  }

  /** The device was removed from the baseline, and is there now. */
  returns(endpoint: EndpointId): boolean {
    if (this.gone.size === 0) return false
    const one = entry("device", { who: this.plant.text(endpoint) })
    if (!this.gone.has(entryKey(one))) return false
    this.note(one)
    return true
  }

  /** Somebody wants to be told that these two talk, although they did before. */
  awaits({ client, server, protocol, port }: Fact & { kind: "protocol" }): boolean {
    if (this.gone.size === 0) return false
    const [who, whom, where] = [this.plant.text(client), this.plant.text(server), String(port)]
    return [
      ...[entry("pair", { who, whom, protocol, where }), entry("device", { who }), entry("device", { who: whom })],
      ...[entry("service", { who: whom, protocol, where }), entry("group", { who, whom, protocol })],
      ...[entry("internet", { who, whom }), entry("internet", { who: whom, whom: who })],
    ].some((one) => this.gone.has(entryKey(one)))
  }

  /** The pace that was given for a poll; undefined: none. */
  paceOf(id: FunctionId): Range | undefined {
    return this.paces.size === 0 ? undefined : this.paces.get(entryKey(this.pollOf(id)))
  }

  pollOf(id: FunctionId): BaselineEntry {
    const { client, server } = this.plant.endsOf(id)
    const { protocol, key, name } = this.plant.functionWords(id)
    const ends = { who: this.plant.text(client), whom: this.plant.text(server) }
    return entry("polling", { ...ends, protocol, what: key, name: name === key ? "" : name })
  }

  firmwareOf({ about, value }: Pick<Fact & { kind: "claim" }, "about" | "value">): BaselineEntry {
    if (typeof about === "number") return entry("firmware", { who: this.plant.text(about), what: value })
    if ("endpoint" in about)
      return entry("firmware", { who: this.plant.text(about.endpoint), what: value, where: about.name })
    return entry("firmware", { who: about.address || about.mac, what: value })
  }

  versionOf(about: (Fact & { kind: "claim" })["about"]): string {
    if (this.versions.size === 0) return ""
    return this.versions.get(entryKey({ ...this.firmwareOf({ about, value: "" }) })) ?? ""
  }

  allows(one: BaselineEntry): boolean {
    return this.allowed.size > 0 && keysThatAllow(one).some((key) => this.allowed.has(key))
  }

  /** The entries that changed; edits that were followed already are passed over. */
  edit(edits: readonly BaselineEdit[], kept: Kept): BaselineEdit[] {
    const fresh = edits.filter(({ number }) => number > this.edits)
    for (const { number, change, entries } of fresh) {
      for (const one of entries) this.change(change, one, kept)
      this.edits = number
    }
    return fresh
  }

  take(): readonly BaselineNews[] {
    const { news } = this
    this.news = []
    this.from = 0
    return news
  }

  save() {
    return {
      edits: this.edits,
      allowed: [...this.allowed],
      gone: [...this.gone],
      paces: [...this.paces],
      versions: [...this.versions],
    }
  }

  restore({ edits, allowed, gone, paces, versions }: ReturnType<Normal["save"]>): void {
    this.edits = edits
    for (const key of allowed) this.allowed.add(key)
    for (const key of gone) this.gone.add(key)
    for (const [key, version] of versions) this.versions.set(key, version)
    for (const [key, pace] of paces) this.paces.set(key, pace)
  }

  private change(change: BaselineEdit["change"], one: BaselineEntry, { known, programmers }: Kept): void {
    const key = entryKey(one)
    const knownKey = knownOfEntry(one)
    if (change === "allow") {
      this.gone.delete(key)
      if (one.sort === "firmware") this.versions.set(entryKey({ ...one, what: "" }), one.what)
      if (one.sort === "polling") this.paces.set(key, { low: one.low, high: one.high, count: one.minutes })
      else if (one.sort === "programming") programmers.add(one.who)
      else if (knownKey !== undefined) known.add(knownKey)
      else this.allowed.add(key)
      return
    }
    this.allowed.delete(key)
    if (one.sort === "firmware") this.versions.delete(entryKey({ ...one, what: "" }))
    this.paces.delete(key)
    if (one.sort === "programming") programmers.delete(one.who)
    if (knownKey !== undefined) known.delete(knownKey)
    if (change === "forget") this.gone.add(key)
  }

  private entryOf(fact: Fact): BaselineEntry | undefined {
    const { text } = this.plant
    switch (fact.kind) {
      case "endpoint":
        return isNobody(text(fact.endpoint)) || this.plant.isGroup(fact.endpoint)
          ? undefined
          : entry("device", { who: text(fact.endpoint) })
      case "protocol": {
        const { client, server, protocol, port } = fact
        return entry("pair", { who: text(client), whom: text(server), protocol, where: String(port) })
      }
      case "operation":
        if (fact.outcome !== "request" && fact.outcome !== "message") return undefined
        return this.functionEntry(fact)
      case "place": {
        const where = this.plant.placeText(fact.place)
        return where === "" ? undefined : { ...this.functionEntry(fact), sort: "place", where }
      }
      case "claim":
        return fact.field === "firmware" ? this.newFirmware(fact) : undefined
      default:
        return undefined
    }
  }

  private functionEntry(fact: { client: EndpointId; server: EndpointId; function: FunctionId }): BaselineEntry {
    const { protocol, key, name }: FunctionWords = this.plant.functionWords(fact.function)
    const ends = { who: this.plant.text(fact.client), whom: this.plant.text(fact.server) }
    return entry("function", { ...ends, protocol, what: key, name: name === key ? "" : name })
  }

  private newFirmware(fact: Fact & { kind: "claim" }): BaselineEntry | undefined {
    const one = this.firmwareOf(fact)
    return this.plant.hasSaid(fact) && !this.isGone(one) ? undefined : one
  }
}
