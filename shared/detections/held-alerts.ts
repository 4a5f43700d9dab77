/** The alerts that are held: what comes again counts on the same one, and what the engine counts is followed. */
import type { EndpointId, FunctionId, PlaceId } from "../facts/fact.ts"
import type { RaisedBy } from "./custom/rule.ts"
import type { Raised } from "./detection.ts"
import type { AlertChange, AlertLine, End } from "./finding.ts"
import {
  followedBy,
  followToo,
  happened,
  held,
  lineKey,
  mostLines,
  nothingCounted,
  type Counted,
  type Followed,
  type HeldAlert,
  type HeldLine,
} from "./held-alert.ts"

export type AlertSources = {
  /** Tells an endpoint from all others, in every run. */
  readonly keyOf: (endpoint: EndpointId) => string
  readonly endOf: (endpoint: EndpointId) => End
  readonly countedOf: (line: { readonly function: FunctionId; readonly place: PlaceId }) => Counted
  /** The frame that is being read: its number, and its capture's SHA-256 or "" until that is known. */
  readonly proof: () => { readonly frame: number; readonly capture: string }
}

const mostAlerts = 20_000

export class HeldAlerts {
  /** Alerts beyond the bound; they were not raised. */
  refused = 0
  private readonly alerts = new Map<string, HeldAlert>()
  private readonly followed: { readonly alert: HeldAlert; readonly line: HeldLine; readonly key: string }[] = []
  private readonly followedFunctions = new Set<FunctionId>()
  private readonly dirty = new Set<HeldAlert>()
  private readonly sources: AlertSources

  constructor(sources: AlertSources) {
    this.sources = sources
  }

  isFollowed(id: FunctionId): boolean {
    return this.followedFunctions.has(id)
  }

  raise(raised: Raised, isLearning: boolean): void {
    const key = this.keyOf(raised)
    const known = this.alerts.get(key)
    if (known === undefined && this.alerts.size >= mostAlerts) {
      this.refused++
      return
    }
    const alert = known ?? held(raised, key)
    if (known === undefined) this.alerts.set(key, alert)
    this.dirty.add(alert)
    const follows = this.addLine(alert, raised, isLearning)
    if (!follows) happened(alert, 1, raised.time, raised.time)
  }

  /** What began or went on since the last call. */
  take(isLearning: boolean): readonly AlertChange[] {
    for (const { alert, line, key } of this.followed) this.goesOn(alert, line, key, isLearning)
    const changes = [...this.dirty].map((alert) => this.changeOf(alert))
    this.dirty.clear()
    return changes
  }

  /** An alert of this function or place goes on no more: it is normal now. */
  settle(of: { readonly function: FunctionId } | { readonly place: PlaceId }): void {
    const isMeant = (one: Followed): boolean =>
      "function" in of ? one.function === of.function && one.place < 0 : one.place === of.place
    for (const { line } of this.followed) if (followedBy(line).some(isMeant)) line.isUsual = true
    // That it reaches a new place is worth telling again.
    if ("function" in of) this.followedFunctions.delete(of.function)
  }

  /** Functions and places that alerts go on by: those departed from the baseline. */
  departed(): { readonly functions: ReadonlySet<FunctionId>; readonly places: ReadonlySet<PlaceId> } {
    const lines = this.followed
      .filter(({ line }) => line.again === "asked" && !line.isUsual)
      .flatMap(({ line }) => followedBy(line))
    return {
      functions: new Set(lines.filter(({ place }) => place < 0).map((line) => line.function)),
      places: new Set(lines.map(({ place }) => place)),
    }
  }

  /** What carries `from` as its capture carries `to` now. */
  renameCapture(from: string, to: string): void {
    for (const { lines } of this.alerts.values())
      for (const line of lines.values()) if (line.capture === from) line.capture = to
  }

  save() {
    return [...this.alerts.values()].map(({ lines, changed: _, ...alert }) => ({ ...alert, lines: [...lines] }))
  }

  restore(saved: ReturnType<HeldAlerts["save"]>): void {
    for (const { lines, ...one } of saved) {
      const alert: HeldAlert = { ...one, lines: new Map(lines), changed: new Set() }
      this.alerts.set(alert.key, alert)
      for (const [key, line] of alert.lines) this.followLine(alert, line, key)
    }
  }

  /** True when the engine counts how often it happens. */
  private addLine(alert: HeldAlert, { line, time, follow, again = "asked" }: Raised, isLearning: boolean): boolean {
    const key = lineKey(line)
    const known = alert.lines.get(key)
    const of = {
      function: follow !== undefined && "function" in follow ? follow.function : -1,
      place: follow !== undefined && "place" in follow ? follow.place : -1,
    }
    if (known !== undefined) {
      if (follow !== undefined) {
        const one = { ...of, before: this.before(of, again) }
        if (known.again === again && followToo(known, one)) this.followFunction(known, one)
        return true
      }
      alert.changed.add(key)
      known.asked++
      known.last = time
      if (line.value !== undefined) known.value = line.value
      return false
    }
    if (alert.lines.size >= mostLines) return false
    const fresh: HeldLine = {
      what: line.what,
      where: line.where ?? "",
      value: line.value ?? "",
      asked: follow === undefined ? 1 : 0,
      succeeded: 0,
      refused: 0,
      first: time,
      last: time,
      ...this.sources.proof(),
      ...of,
      again,
      isUsual: again === "refused" && isLearning,
      before: follow === undefined ? nothingCounted : this.before(of, again),
    }
    alert.lines.set(key, fresh)
    alert.changed.add(key)
    this.followLine(alert, fresh, key)
    return follow !== undefined
  }

  /** What was counted before this occurrence, which the engine has counted already where it is a refusal. */
  private before(of: Pick<HeldLine, "function" | "place">, again: HeldLine["again"]): Counted {
    const counted = this.sources.countedOf(of)
    return again === "asked" ? counted : { ...counted, asked: counted.asked - 1, refused: counted.refused - 1 }
  }

  private followLine(alert: HeldAlert, line: HeldLine, key: string): void {
    for (const one of followedBy(line)) this.followFunction(line, one)
    if (line.function >= 0 || line.place >= 0) this.followed.push({ alert, line, key })
  }

  private followFunction(line: HeldLine, one: Followed): void {
    const isAllowed = line.isUsual && line.again === "asked"
    if (one.function >= 0 && !isAllowed) this.followedFunctions.add(one.function)
  }

  private goesOn(alert: HeldAlert, line: HeldLine, key: string, isLearning: boolean): void {
    if (line.isUsual && !isLearning) return
    const { asked, succeeded, refused, last, value } = this.countedSince(line)
    if (asked === line.asked && succeeded === line.succeeded && refused === line.refused) return
    const [times, known] = line.again === "asked" ? [asked, line.asked] : [refused, line.refused]
    if (times > known) happened(alert, times - known, known === 0 ? line.first : last, last)
    line.asked = asked
    line.succeeded = succeeded
    line.refused = refused
    line.last = Math.max(line.last, last)
    if (value !== "") line.value = value
    alert.changed.add(key)
    this.dirty.add(alert)
  }

  /** Of all that the line counts, since each began. */
  private countedSince(line: HeldLine): Counted {
    let [asked, succeeded, refused, last, value] = [0, 0, 0, 0, ""]
    for (const one of followedBy(line)) {
      const now = this.sources.countedOf(one)
      asked += now.asked - one.before.asked
      succeeded += now.succeeded - one.before.succeeded
      refused += now.refused - one.before.refused
      if (now.value !== "" && now.last >= last) value = now.value
      last = Math.max(last, now.last)
    }
    return { asked, succeeded, refused, last, value }
  }

  private keyOf({ kind, source, target, protocol = "", rule }: Raised): string {
    const text = (endpoint: EndpointId): string => (endpoint < 0 ? "" : this.sources.keyOf(endpoint))
    return `${kind}|${text(source)}|${text(target)}|${protocol}${ofRule(rule)}`
  }

  private changeOf(alert: HeldAlert): AlertChange {
    const { kind, protocol, message, added, first, last, rule } = alert
    const lines = [...alert.changed].map((changed) => lineOf(alert.lines.get(changed)!))
    alert.changed.clear()
    alert.added = 0
    const [source, target] = [this.endOf(alert.source), this.endOf(alert.target)]
    if (alert.told === "")
      alert.told = `${kind}|${source.device || source.address}|${target.device || target.address}|${protocol}${ofRule(rule)}`
    const by = rule === undefined ? {} : { rule }
    return { key: alert.told, kind, source, target, protocol, message, added, first, last, lines, ...by }
  }
  private endOf(endpoint: EndpointId): End {
    return endOr(this.sources, endpoint)
  }
}

/** -1: nobody. */
export const endOr = ({ endOf }: Pick<AlertSources, "endOf">, endpoint: EndpointId): End =>
  endpoint < 0 ? { device: "", address: "" } : endOf(endpoint)

/** Of rules of one's own, each has alerts of its own. */
const ofRule = (rule: RaisedBy | undefined): string => (rule === undefined ? "" : `|${rule.id}`)

const lineOf = ({
  what,
  where,
  value,
  asked,
  succeeded,
  refused,
  first,
  last,
  frame,
  capture,
}: HeldLine): AlertLine => ({
  what,
  where,
  value,
  asked,
  succeeded,
  refused,
  first,
  last,
  frame,
  capture,
})
