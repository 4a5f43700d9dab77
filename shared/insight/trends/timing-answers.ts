/** Widgets about time: how fast servers answer, and how evenly they are polled. */
import { figureText, numberText } from "../report/figure-text.ts"
import { dayAxis, timeAxis, type Axis } from "./axis.ts"
import { nothingToShow, overTime, tabled } from "./content.ts"
import type { Content } from "./content.ts"
import { groupFunctions, namesOf, toDevice } from "./groups.ts"
import { timingMinutes } from "./measures.ts"
import { pieces } from "./pieces.ts"
import { mostOf, titleOf } from "./question.ts"
import type { Question } from "./question.ts"
import { rank } from "./rank.ts"
import { timingAsSubject } from "./subjects.ts"
import { isWanted } from "./sums.ts"
import { wantedFunctions } from "./wanted.ts"
import { whyEmpty } from "./why-empty.ts"

/** Times are measured in coarser steps: their ranges begin and end so. */
const step = timingMinutes * 60e6
const rounded = (question: Question): Question => ({
  ...question,
  from: Math.floor(question.from / step) * step,
  to: Math.ceil(question.to / step) * step,
})

/** Six numbers for each function and hour: beyond so many, reading them takes longer than a person likes to wait. */
const mostHours = 1_200_000

function axisOf(question: Question, wanted: Uint8Array): Axis {
  const hours = (question.to - question.from) / 3600e6
  const functions = wanted.reduce((sum, one) => sum + one, 0)
  if (hours <= 7 * 24 || hours * functions <= mostHours) return timeAxis(question, { least: timingMinutes })
  const note =
    "These are days, because so many functions have too many hours. Narrow the range or the filter to see them."
  return { ...dayAxis(question), note }
}

const slower = (others: number): string => (others === 0 ? "" : `${others} that answered faster are not shown.`)

/** Averages do not add up, so there are no others here: the slowest are shown. */
export function responseTime(question: Question): Content {
  const { measures } = question
  const wanted = wantedFunctions(question)
  const groups = groupFunctions(question, wanted, "server")
  const parts = pieces(rounded(question))
  const [sums, answered] = [new Float64Array(groups.all.length), new Float64Array(groups.all.length)]
  for (const { grain, from, to } of parts)
    measures.timing(
      grain,
      from,
      to,
      (_step, fn, timing) => {
        sums[groups.of[fn]!]! += timing.responseSum
        answered[groups.of[fn]!]! += timing.answered
      },
      isWanted(wanted),
    )
  const averages = sums.map((sum, place) => (answered[place]! > 0 ? Math.max(1e-3, sum / answered[place]!) : 0))
  const { top, others } = rank(groups.all, averages, mostOf(question))
  if (top.length === 0)
    return nothingToShow(
      question,
      whyEmpty(question, timingAsSubject(question, "traffic with requests and answers"), parts),
    )
  const axis = axisOf(question, wanted)
  const rowOf = new Map(top.map((place, row) => [place, row]))
  const rowOfFunction = Int32Array.from(groups.of, (place) => (place < 0 ? -1 : (rowOf.get(place) ?? -1)))
  const count = axis.edges.length - 1
  const rows = top.map(() => ({ sum: new Float64Array(count), answered: new Float64Array(count) }))
  measures.timing(
    axis.grain,
    axis.edges[0]!,
    axis.edges.at(-1)!,
    (minute, fn, timing) => {
      const row = rows[rowOfFunction[fn]!]!
      const step = axis.stepOf(minute)
      row.sum[step]! += timing.responseSum
      row.answered[step]! += timing.answered
    },
    (fn) => (rowOfFunction[fn] ?? -1) >= 0,
  )
  const series = top.map((place, at) => ({
    ...groups.all[place]!,
    total: 0,
    values: Array.from(rows[at]!.sum, (sum, step) =>
      rows[at]!.answered[step]! > 0 ? sum / rows[at]!.answered[step]! / 1000 : null,
    ),
  }))
  return overTime(question, axis, series, slower(others))
}

const columns = [
  { key: "connection", title: "Connection", right: false },
  { key: "function", title: "Function", right: false },
  { key: "interval", title: "Polled every", right: true },
  { key: "jitter", title: "Varies by", right: true },
  { key: "share", title: "Of the interval", right: true },
  { key: "polls", title: "Polls", right: true },
]
/** Fewer pauses say nothing of a rhythm. */
const leastIntervals = 5

export function jitter(question: Question): Content {
  const { measures } = question
  const wanted = wantedFunctions(question)
  const [count, interval, varied] = [0, 1, 2].map(() => new Float64Array(wanted.length)) as [
    Float64Array,
    Float64Array,
    Float64Array,
  ]
  const parts = pieces(rounded(question))
  for (const { grain, from, to } of parts)
    measures.timing(
      grain,
      from,
      to,
      (_step, fn, timing) => {
        count[fn]! += timing.intervals
        interval[fn]! += timing.intervalSum
        varied[fn]! += timing.jitterSum
      },
      isWanted(wanted),
    )
  const polled = measures.functions.flatMap((fn) =>
    fn && count[fn.id]! >= leastIntervals && interval[fn.id]! > 0 ? [fn] : [],
  )
  if (polled.length === 0)
    return nothingToShow(question, whyEmpty(question, timingAsSubject(question, "polling"), parts))
  const share = (id: number): number => varied[id]! / interval[id]!
  polled.sort((one, other) => share(other.id) - share(one.id) || one.id - other.id)
  const nameOf = namesOf(question)
  const rows = polled.slice(0, mostOf(question)).map((fn) => {
    const talk = measures.talks[fn.talk]
    const [client, server] = [
      nameOf(talk?.client ?? "", talk?.clientAddress ?? ""),
      nameOf(talk?.server ?? "", talk?.serverAddress ?? ""),
    ]
    return {
      key: String(fn.id),
      cells: [
        `${client} → ${server}`,
        `${titleOf(question, fn.protocol)} ${fn.name || fn.key}`,
        figureText(interval[fn.id]! / count[fn.id]! / 1000, "milliseconds"),
        figureText(varied[fn.id]! / count[fn.id]! / 1000, "milliseconds"),
        `${numberText(share(fn.id) * 100)} %`,
        numberText(count[fn.id]!),
      ],
      link: toDevice(talk?.server ?? ""),
    }
  })
  const left = polled.length - rows.length
  return tabled(question, { columns, rows }, left > 0 ? `${left} that are polled more evenly are not shown.` : "")
}
