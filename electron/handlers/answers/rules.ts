/** Rules of the user's own: what there is, what this plant's traffic offers to write them with, and what a back-test has to look at. */
import "../../../shared/protocols/index.ts" // declares the protocols
import { declaredProtocols } from "../../../shared/protocols/protocol.ts"
import type { MadeOutput, ParsedInput } from "../../../shared/api/server.ts"
import type { FunctionWords } from "../../../shared/detections/detection.ts"
import { engines } from "../../../shared/detections/alert-kind.ts"
import { ruleKind } from "../../../shared/detections/custom/rule-watch.ts"
import { filledIn } from "../../../shared/detections/custom/rule-message.ts"
import type { CustomRules, TimeWindow } from "../../../shared/detections/custom/rule.ts"
import { SeriesRule, type MeasuredPair, type SeriesHit } from "../../../shared/detections/custom/series-rule.ts"
import { Tally } from "../../../shared/detections/custom/tally.ts"
import type { Covered } from "../../../shared/insight/trends/measures.ts"
import type { Talk, TalkFunction } from "../../../shared/model/talk.ts"
import { detection } from "../../store/detection.ts"
import { covered } from "../../store/covered.ts"
import type { Database } from "../../store/database.ts"
import { imports } from "../../store/imports.ts"
import { live } from "../../store/live.ts"
import { measuresOf } from "../../store/measures.ts"
import { rules } from "../../store/rules.ts"
import { siteZone } from "../../store/site-zone.ts"
import { knownValues } from "./rule-values.ts"

const day = 86_400e6
const minute = 60e6

export function listRules(database: Database): MadeOutput<"rules.list"> {
  return {
    rules: rules.all(database).map(({ version: _, sets, windows, ...rule }) => ({
      ...rule,
      sets: sets.map((set) => [...set]),
      windows: windows.map(plain),
    })),
    hours: rules.hours(database).map(plain),
    zone: siteZone(database).slice(0, 60),
    newest: covered.newest(database),
    silent: whySilent(database),
  }
}

function whySilent(database: Database): string {
  const { enginesOff, kinds } = detection.get(database)
  const goOn = "Rules count their hits and write events, and raise no alerts."
  if (enginesOff.includes("policy")) return `The engine “${engines.policy}” is switched off. ${goOn}`
  return kinds[ruleKind] === false ? `Alerts of custom rules are switched off in the catalogue. ${goOn}` : ""
}

const plain = ({ days, from, to }: TimeWindow) => ({ days: [...days], from, to })

export function ruleFields(
  database: Database,
  { about, protocol }: ParsedInput<"rules.fields">,
): MadeOutput<"rules.fields"> {
  const { talks, functions } = measuresOf(database)
  const seen = new Set([...talks, ...functions].map((one) => one?.protocol))
  return {
    protocols: declaredProtocols()
      .filter(({ family }) => family !== "network")
      .map(({ name, title }) => ({ name, title, seen: seen.has(name) }))
      .sort((a, b) => Number(b.seen) - Number(a.seen) || (a.title.toLowerCase() < b.title.toLowerCase() ? -1 : 1)),
    known: knownValues(database, { about, protocol, talks, functions }),
  }
}

export type BacktestPlan = {
  readonly from: number
  readonly to: number
  readonly zone: string
  readonly hours: CustomRules["hours"]
  readonly captures: readonly {
    readonly path: string
    readonly name: string
    readonly size: number
    readonly packets: number
    /** It came through a browser; the copy went when it was read. */
    readonly staged: boolean
  }[]
  /** Names of interfaces whose rings may hold packets. */
  readonly interfaces: readonly string[]
  readonly covered: readonly Covered[]
}

/** What there is of the last days, which end with the newest traffic. */
export function backtestPlan(database: Database, { days }: { readonly days: number }): BacktestPlan {
  const newest = covered.newest(database)
  const [from, to] = [newest - days * day, newest + 1]
  return {
    ...{ from, to, zone: siteZone(database), hours: rules.hours(database) },
    captures: imports
      .withState(database, "done")
      .filter(({ path, facts }) => path !== "" && facts !== null && facts.last >= from && facts.first < to)
      .map(({ path, file, size, accounting, staged }) => ({
        path,
        name: file,
        size,
        packets: accounting.read,
        staged,
      })),
    interfaces: (live.get(database)?.now.heard ?? []).map((one) => one.interface),
    covered: covered.within(database, from, to),
  }
}

export type SeriesFound = Pick<Tally, "count" | "matches"> & { readonly days: Tally["byDay"] }

/** What stored minutes hold of a rule, within the spans: whole minutes only. */
export function seriesFound(
  database: Database,
  { custom, spans }: { readonly custom: CustomRules; readonly spans: readonly Covered[] },
): SeriesFound {
  const tally = new Tally(custom.zone)
  const [rule] = custom.rules
  if (rule !== undefined) {
    const judge = new SeriesRule(rule, custom)
    for (const span of spans) visit(database, judge, span, (hit, pair, talk) => add(tally, rule, hit, pair, talk))
  }
  return { count: tally.count, matches: tally.matches, days: tally.byDay }
}

type Heard = (hit: SeriesHit, pair: MeasuredPair, talk: Talk) => void

function visit(database: Database, judge: SeriesRule, { from, to }: Covered, heard: Heard): void {
  const { talks, functions, traffic, counts } = measuresOf(database)
  const [first, last] = [Math.floor(from / minute), Math.ceil(to / minute)]
  traffic("minute", first, last, (step, id, packets, bytes) => {
    const talk = talks[id]
    if (talk === undefined) return
    const pair = pairOf(talk, step, talk.protocol)
    const hit = judge.traffic(pair, packets, bytes)
    if (hit) heard(hit, pair, talk)
  })
  counts("minute", first, last, (step, id, requests, responses, exceptions, messages) => {
    const [fn, talk] = [functions[id], talks[functions[id]?.talk ?? -1]]
    if (fn === undefined || talk === undefined) return
    const pair = pairOf(talk, step, fn.protocol)
    for (const hit of judge.counts(pair, wordsOf(fn), { requests, responses, exceptions, messages }))
      heard(hit, pair, talk)
  })
}

const isMac = (address: string): boolean => /^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/.test(address)
const ipOf = (address: string): string => (isMac(address) ? "" : address)

const pairOf = ({ clientAddress, serverAddress, port }: Talk, step: number, protocol: string): MeasuredPair => ({
  ...{ time: step * minute, sourceIp: ipOf(clientAddress), targetIp: ipOf(serverAddress), protocol, port },
})

const declared = new Map(declaredProtocols().map((one) => [one.name, one]))

function wordsOf({ protocol, key, name }: TalkFunction): FunctionWords {
  const known = declared.get(protocol)
  const command = known?.commands?.[key]
  return {
    ...{ protocol, title: known?.title ?? protocol, key, name: name === "" ? key : name },
    ...{ does: command?.does ?? "", technique: command?.technique ?? "", isEveryday: command?.everyday === true },
    isDetail: false,
  }
}

function add(
  tally: Tally,
  rule: CustomRules["rules"][number],
  { sighting, times }: SeriesHit,
  pair: MeasuredPair,
  talk: Talk,
): void {
  const message = filledIn(rule.message, (name) =>
    name === "rule" ? rule.name : name === "protocol" ? pair.protocol : sighting.get(name, 0),
  )
  const source = { device: talk.client, address: talk.clientAddress }
  const target = { device: talk.server, address: talk.serverAddress }
  const { time, protocol } = pair
  const line = sighting.line(0)
  const value = times > 1 ? `${times} times in this minute` : line.value
  tally.add({ rule: rule.id, time, source, target, protocol, ...line, value, message, frame: 0, file: "" }, times)
}
