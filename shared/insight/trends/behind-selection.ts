/** What stands behind a line, a slice or a row: the talks, functions and devices that its key names. */
import { activeDevices } from "./active-devices.ts"
import { groupsOfDevice } from "./device-answers.ts"
import { eachDrop, hourKey } from "./drops-answer.ts"
import { groupFunctions, groupTalks } from "./groups.ts"
import type { Groups } from "./groups.ts"
import { pieces } from "./pieces.ts"
import { mostOf } from "./question.ts"
import type { Question, TrendDevice } from "./question.ts"
import { othersKey, rank } from "./rank.ts"
import { allMessages, onlyExceptions, sumCounts, sumTraffic } from "./sums.ts"
import { ofProtocol, wantedDevices, wantedFunctions, wantedTalks } from "./wanted.ts"
import type { Ask, TrafficBy } from "./widget.ts"

/** A byte for each id; `devices` where the key names devices, `functions` where it names functions. */
export type Selection = {
  readonly talks: Uint8Array
  readonly functions: Uint8Array | null
  readonly devices: readonly TrendDevice[] | null
}

const nothing = (question: Question): Selection => ({
  talks: new Uint8Array(question.measures.talks.length),
  functions: null,
  devices: null,
})

/** The ids of one group, of all for "", or of those that are not among the largest. */
function chosenIds(groups: Groups, key: string, sums: () => Float64Array, most: number): Uint8Array {
  const tops = key === othersKey ? new Set(rank(groups.all, sums(), most).top) : null
  const isChosen = groups.all.map((group, place) => (tops ? !tops.has(place) : key === "" || group.key === key))
  return Uint8Array.from(groups.of, (place, id) => {
    const other = groups.also?.[id] ?? -1
    return (place >= 0 && isChosen[place] === true) || (other >= 0 && isChosen[other] === true) ? 1 : 0
  })
}

function byTalks(question: Question, key: string, by: TrafficBy): Selection {
  const groups = groupTalks(question, wantedTalks(question), by)
  const sums = (): Float64Array => sumTraffic(question.measures, pieces(question), groups)
  const wanted = by === "nothing" ? "" : key
  return { ...nothing(question), talks: chosenIds(groups, wanted, sums, mostOf(question)) }
}

function byFunctions(question: Question, key: string, wanted: Uint8Array, by: "function" | "server"): Selection {
  const { measures } = question
  const groups = groupFunctions(question, wanted, by)
  const countOf = by === "server" ? onlyExceptions : allMessages
  const sums = (): Float64Array => sumCounts(measures, pieces(question), groups, countOf)
  return withFunctions(question, chosenIds(groups, key, sums, mostOf(question)))
}

function withFunctions(question: Question, functions: Uint8Array): Selection {
  const talks = new Uint8Array(question.measures.talks.length)
  for (const fn of question.measures.functions) if (fn && functions[fn.id] === 1) talks[fn.talk] = 1
  return { talks, functions, devices: null }
}

function withDevices(question: Question, devices: readonly TrendDevice[]): Selection {
  const ids = new Set(devices.map(({ id }) => id))
  const talks = new Uint8Array(question.measures.talks.length)
  for (const talk of question.measures.talks)
    if (talk && (ids.has(talk.client) || ids.has(talk.server))) talks[talk.id] = 1
  return { talks, functions: null, devices }
}

const isNamed = (key: string, one: string): boolean => key === "" || key === one

function dropped(question: Question, key: string): readonly TrendDevice[] {
  const found = new Set<TrendDevice>()
  eachDrop(question, (device, hour) => isNamed(key, hourKey(hour)) && found.add(device))
  return [...found]
}

type Selectors = {
  readonly [Name in Ask["ask"]]: (question: Question, key: string, asks: Extract<Ask, { ask: Name }>) => Selection
}

const selectors: Selectors = {
  "traffic-over-time": (question, key, { by }) => byTalks(question, key, by),
  "traffic-by": (question, key, { by }) => byTalks(question, key, by),
  "active-tcp": (question) => ({
    ...nothing(question),
    talks: wantedTalks(question, ({ transport }) => transport === "tcp"),
  }),
  "broadcast-share": (question, key) => ({
    ...nothing(question),
    talks: wantedTalks(question, ({ cast }) => isNamed(key, cast) && cast !== "unicast"),
  }),
  functions: (question, key, { protocol, keys }) =>
    byFunctions(question, key, wantedFunctions(question, ofProtocol(protocol, keys)), "function"),
  "functions-over-time": (question, key, { protocol, keys }) =>
    byFunctions(question, key, wantedFunctions(question, ofProtocol(protocol, keys)), "function"),
  "exceptions-by-day": (question, _key, { protocol }) =>
    byFunctions(question, "", wantedFunctions(question, ofProtocol(protocol, "all")), "server"),
  "exceptions-by-device": (question, key) => byFunctions(question, key, wantedFunctions(question), "server"),
  "response-time": (question, key) => byFunctions(question, key, wantedFunctions(question), "server"),
  jitter: (question, key) =>
    withFunctions(
      question,
      wantedFunctions(question, ({ id }) => isNamed(key, String(id))),
    ),
  "devices-by": (question, key, { field }) =>
    withDevices(
      question,
      activeDevices(question).filter((one) => groupsOfDevice[field](question, one).some((group) => group.key === key)),
    ),
  "new-devices": (question) =>
    withDevices(
      question,
      wantedDevices(question).filter(({ firstSeen }) => firstSeen >= question.from && firstSeen < question.to),
    ),
  disconnected: (question, key) =>
    withDevices(
      question,
      wantedDevices(question).filter(({ id }) => isNamed(key, id)),
    ),
  "drops-by-hour": (question, key) => withDevices(question, dropped(question, key)),
  alerts: nothing,
  "tag-values": nothing,
}

export function selectBehind(question: Question, key: string): Selection {
  const { asks } = question.widget
  const select = selectors[asks.ask] as (question: Question, key: string, asks: Ask) => Selection
  return select(question, key, asks)
}
