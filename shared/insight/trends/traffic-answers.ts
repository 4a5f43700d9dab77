/** Widgets about traffic: bandwidth over time, shares of bytes, connections in use, what goes to everybody. */
import { figureText } from "../report/figure-text.ts"
import { counted, perSecond, timeAxis } from "./axis.ts"
import type { Axis } from "./axis.ts"
import { nothingToShow, overTime, sliced } from "./content.ts"
import type { Content, ContentSeries } from "./content.ts"
import { groupTalks } from "./groups.ts"
import type { Groups } from "./groups.ts"
import { everything } from "./measures.ts"
import { pieces } from "./pieces.ts"
import { mostOf } from "./question.ts"
import type { Question } from "./question.ts"
import { leftOutNote, othersKey, othersName, othersNote, rank } from "./rank.ts"
import { talksAsSubject } from "./subjects.ts"
import { isWanted, sumTraffic } from "./sums.ts"
import { honoured, wantedTalks } from "./wanted.ts"
import type { Ask, TrafficBy } from "./widget.ts"
import { whyEmpty } from "./why-empty.ts"

const empty = (question: Question): Content =>
  nothingToShow(question, whyEmpty(question, talksAsSubject(question, "traffic"), pieces(question)))

const isUnfiltered = (question: Question): boolean =>
  Object.values(honoured({ ...question, filter: { ...question.filter, most: undefined } })).every(
    (part) => part === undefined,
  )

/** Without a filter, all traffic is more than the sum of the talks: also what belongs to none. */
function allTraffic(question: Question): Groups {
  if (!isUnfiltered(question)) return groupTalks(question, wantedTalks(question), "nothing")
  const of = new Int32Array(Math.max(1, question.measures.talks.length)).fill(-1)
  of[everything] = 0
  return { all: [{ key: "all", name: "All traffic", link: null }], of, also: null }
}

const grouped = (question: Question, by: TrafficBy): Groups =>
  by === "nothing" ? allTraffic(question) : groupTalks(question, wantedTalks(question), by)

/** The axis for talks that are all read: there may be many. */
const axisFor = (question: Question, isRead: (talk: number) => boolean): Axis =>
  timeAxis(question, {
    hourRows: (from, to) => {
      let rows = 0
      question.measures.traffic("hour", from, to, () => (rows += 1), isRead)
      return rows
    },
  })

const both = "Every packet counts for both of its ends."

export function trafficBy(question: Question, { by }: Extract<Ask, { ask: "traffic-by" }>): Content {
  const groups = grouped(question, by)
  const sums = sumTraffic(question.measures, pieces(question), groups)
  const { top, others, rest } = rank(groups.all, sums, mostOf(question))
  if (top.length === 0) return empty(question)
  const slices = top.map((place) => ({
    ...groups.all[place]!,
    value: sums[place]!,
    text: figureText(sums[place]!, question.widget.unit),
  }))
  if (by === "device") return sliced(question, slices, [both, leftOutNote(others)].join(" ").trim())
  const left = { key: othersKey, name: othersName, value: rest, text: figureText(rest, question.widget.unit) }
  return sliced(question, others > 0 ? [...slices, { ...left, link: null }] : slices, othersNote(others))
}

/** Bytes by step for the top groups, and for the others in the last row. */
function bytesByStep({ measures }: Question, axis: Axis, { of }: Groups, top: readonly number[]): Float64Array[] {
  const rows = Array.from({ length: top.length + 1 }, () => new Float64Array(axis.edges.length - 1))
  const rowOf = new Map(top.map((place, row) => [place, row]))
  const rowOfTalk = Int32Array.from(of, (place) => (place < 0 ? -1 : (rowOf.get(place) ?? top.length)))
  measures.traffic(
    axis.grain,
    axis.edges[0]!,
    axis.edges.at(-1)!,
    (step, talk, _packets, bytes) => (rows[rowOfTalk[talk]!]![axis.stepOf(step)]! += bytes),
    (talk) => (rowOfTalk[talk] ?? -1) >= 0,
  )
  return rows
}

export function trafficOverTime(question: Question, { by }: Extract<Ask, { ask: "traffic-over-time" }>): Content {
  const groups = grouped(question, by)
  const sums = sumTraffic(question.measures, pieces(question), groups)
  const { top, others, rest } = rank(groups.all, sums, mostOf(question))
  if (top.length === 0) return empty(question)
  const axis = axisFor(question, (talk) => (groups.of[talk] ?? -1) >= 0)
  const rows = bytesByStep(question, axis, groups, top)
  const rates = (row: Float64Array): (number | null)[] =>
    Array.from(row, (bytes, step) => perSecond(axis, step, bytes * 8))
  const series: ContentSeries[] = top.map((place, row) => ({
    ...groups.all[place]!,
    total: sums[place]!,
    values: rates(rows[row]!),
  }))
  if (others > 0)
    series.push({ key: othersKey, name: othersName, total: rest, values: rates(rows[top.length]!), link: null })
  return overTime(question, axis, series, othersNote(others))
}

export function activeTcp(question: Question): Content {
  const { measures } = question
  const wanted = wantedTalks(question, ({ transport }) => transport === "tcp")
  const axis = axisFor(question, isWanted(wanted))
  const count = axis.edges.length - 1
  const ids = measures.talks.flatMap((talk) => (talk && wanted[talk.id] === 1 ? [talk.id] : []))
  const placeOf = new Int32Array(wanted.length)
  ids.forEach((id, place) => (placeOf[id] = place))
  const seen = new Uint8Array(Math.ceil((ids.length * count) / 8))
  const active = new Float64Array(count)
  measures.traffic(
    axis.grain,
    axis.edges[0]!,
    axis.edges.at(-1)!,
    (minute, talk) => {
      const step = axis.stepOf(minute)
      const bit = placeOf[talk]! * count + step
      const mask = 1 << (bit & 7)
      if ((seen[bit >> 3]! & mask) !== 0) return
      seen[bit >> 3]! |= mask
      active[step]! += 1
    },
    isWanted(wanted),
  )
  if (!active.some((one) => one > 0)) {
    const subject = talksAsSubject(question, "TCP traffic", ({ transport }) => transport === "tcp")
    return nothingToShow(question, whyEmpty(question, subject, pieces(question)))
  }
  const values = Array.from(active, (one, step) => counted(axis, step, one))
  const series = [{ key: "all", name: "TCP connections", total: 0, values, link: null }]
  return overTime(question, axis, series, "")
}

const casts = [
  { key: "multicast", name: "To groups (multicast)" },
  { key: "broadcast", name: "To everybody (broadcast)" },
] as const

export function broadcastShare(question: Question): Content {
  const { measures } = question
  const wanted = wantedTalks(question)
  const axis = axisFor(question, isWanted(wanted))
  const count = axis.edges.length - 1
  const rowOf = Int32Array.from(wanted, (one, id) => {
    const cast = measures.talks[id]?.cast
    return one === 0 ? -1 : casts.findIndex(({ key }) => key === cast)
  })
  const all = new Float64Array(count)
  const rows = casts.map(() => new Float64Array(count))
  measures.traffic(
    axis.grain,
    axis.edges[0]!,
    axis.edges.at(-1)!,
    (minute, talk, packets) => {
      const step = axis.stepOf(minute)
      all[step]! += packets
      const row = rowOf[talk]!
      if (row >= 0) rows[row]![step]! += packets
    },
    isWanted(wanted),
  )
  if (!all.some((one) => one > 0)) return empty(question)
  const share = (packets: number, step: number): number | null =>
    all[step]! > 0 ? (packets / all[step]!) * 100 : counted(axis, step, 0)
  const series = casts.map((cast, row) => ({ ...cast, total: 0, values: Array.from(rows[row]!, share), link: null }))
  return overTime(question, axis, series, "")
}
