/** Widgets about what protocols were used for: functions, services, classes, and the errors that came back. */
import { figureText } from "../report/figure-text.ts"
import { counted, dayAxis, timeAxis } from "./axis.ts"
import type { Axis } from "./axis.ts"
import { nothingToShow, overTime, sliced } from "./content.ts"
import type { Content, ContentSeries, ContentSlice } from "./content.ts"
import { groupFunctions } from "./groups.ts"
import type { Groups } from "./groups.ts"
import type { TalkFunction } from "./measures.ts"
import { pieces } from "./pieces.ts"
import { mostOf } from "./question.ts"
import type { Question } from "./question.ts"
import { othersKey, othersName, othersNote, rank } from "./rank.ts"
import type { Ranked } from "./rank.ts"
import { functionsAsSubject } from "./subjects.ts"
import { allMessages, onlyExceptions, sumCounts } from "./sums.ts"
import { ofProtocol, wantedFunctions } from "./wanted.ts"
import type { Ask } from "./widget.ts"
import { notDecoded, trafficNoun, whyEmpty } from "./why-empty.ts"

const undecoded = (question: Question, protocol: string): Content | null =>
  question.protocols.has(protocol) || question.measures.functions.some((fn) => fn?.protocol === protocol)
    ? null
    : nothingToShow(question, notDecoded(question))

function slicesOf(
  question: Question,
  groups: Groups,
  sums: Float64Array,
  { top, others, rest }: Ranked,
): ContentSlice[] {
  const { unit } = question.widget
  const slices: ContentSlice[] = top.map((place) => ({
    ...groups.all[place]!,
    value: sums[place]!,
    text: figureText(sums[place]!, unit),
  }))
  if (others > 0)
    slices.push({ key: othersKey, name: othersName, value: rest, text: figureText(rest, unit), link: null })
  return slices
}

export function functions(question: Question, { protocol, keys }: Extract<Ask, { ask: "functions" }>): Content {
  const missing = undecoded(question, protocol)
  if (missing) return missing
  const isAsked = ofProtocol(protocol, keys)
  const groups = groupFunctions(question, wantedFunctions(question, isAsked), "function")
  const parts = pieces(question)
  const sums = sumCounts(question.measures, parts, groups, allMessages)
  const ranked = rank(groups.all, sums, mostOf(question))
  if (ranked.top.length === 0) {
    const noun = nounOf(question, protocol, keys)
    return nothingToShow(question, whyEmpty(question, functionsAsSubject(question, noun, isAsked), parts))
  }
  return sliced(question, slicesOf(question, groups, sums, ranked), othersNote(ranked.others))
}

/** Where a widget shows a part of a protocol only, "no traffic" would say too much. */
const nounOf = (question: Question, protocol: string, keys: Extract<Ask, { ask: "functions" }>["keys"]): string =>
  keys === "all" || "without" in keys
    ? trafficNoun(question, protocol)
    : `${trafficNoun(question, protocol)} of this kind`

function countsByStep(
  { measures }: Question,
  axis: Axis,
  { of }: Groups,
  { top, countOf }: { readonly top: readonly number[]; readonly countOf: typeof allMessages },
): Float64Array[] {
  const rows = Array.from({ length: top.length + 1 }, () => new Float64Array(axis.edges.length - 1))
  const rowOf = new Map(top.map((place, row) => [place, row]))
  const rowOfFunction = Int32Array.from(of, (place) => (place < 0 ? -1 : (rowOf.get(place) ?? top.length)))
  measures.counts(
    axis.grain,
    axis.edges[0]!,
    axis.edges.at(-1)!,
    (step, fn, ...four) => (rows[rowOfFunction[fn]!]![axis.stepOf(step)]! += countOf(...four)),
    (fn) => (rowOfFunction[fn] ?? -1) >= 0,
  )
  return rows
}

export function functionsOverTime(
  question: Question,
  { protocol, keys }: Extract<Ask, { ask: "functions-over-time" }>,
): Content {
  const missing = undecoded(question, protocol)
  if (missing) return missing
  const isAsked = ofProtocol(protocol, keys)
  const groups = groupFunctions(question, wantedFunctions(question, isAsked), "function")
  const parts = pieces(question)
  const sums = sumCounts(question.measures, parts, groups, allMessages)
  const { top, others, rest } = rank(groups.all, sums, mostOf(question))
  if (top.length === 0) {
    const noun = nounOf(question, protocol, keys)
    return nothingToShow(question, whyEmpty(question, functionsAsSubject(question, noun, isAsked), parts))
  }
  const axis = timeAxis(question)
  const rows = countsByStep(question, axis, groups, { top, countOf: allMessages })
  const values = (row: Float64Array): (number | null)[] => Array.from(row, (one, step) => counted(axis, step, one))
  const series: ContentSeries[] = top.map((place, row) => ({
    ...groups.all[place]!,
    total: sums[place]!,
    values: values(rows[row]!),
  }))
  if (others > 0)
    series.push({ key: othersKey, name: othersName, total: rest, values: values(rows[top.length]!), link: null })
  return overTime(question, axis, series, othersNote(others))
}

export function exceptionsByDay(question: Question, { protocol }: Extract<Ask, { ask: "exceptions-by-day" }>): Content {
  const missing = undecoded(question, protocol)
  if (missing) return missing
  const isAsked = ofProtocol(protocol, "all")
  const wanted = wantedFunctions(question, isAsked)
  const groups: Groups = {
    all: [{ key: "all", name: "Errors", link: null }],
    of: Int32Array.from(wanted, (one) => one - 1),
    also: null,
  }
  const axis = dayAxis(question)
  const row = countsByStep(question, axis, groups, { top: [0], countOf: onlyExceptions })[0]!
  const total = row.reduce((sum, one) => sum + one, 0)
  if (total === 0) return noErrors(question, trafficNoun(question, protocol), isAsked)
  const values = Array.from(row, (one, step) => counted(axis, step, one))
  return overTime(question, axis, [{ key: "all", name: "Errors", total, values, link: null }], "")
}

/** No error is good news where there was traffic, and no news where there was none. */
function noErrors(question: Question, noun: string, isAsked: (fn: TalkFunction) => boolean): Content {
  const parts = pieces(question)
  const groups = groupFunctions(question, wantedFunctions(question, isAsked), "server")
  const messages = sumCounts(question.measures, parts, groups, allMessages).reduce((sum, one) => sum + one, 0)
  if (messages === 0)
    return nothingToShow(question, whyEmpty(question, functionsAsSubject(question, noun, isAsked), parts))
  const count = figureText(messages, "messages")
  return nothingToShow(
    question,
    `No request was answered with an error: ${count} messages were looked at in this range.`,
  )
}

export function exceptionsByDevice(question: Question): Content {
  const groups = groupFunctions(question, wantedFunctions(question), "server")
  const sums = sumCounts(question.measures, pieces(question), groups, onlyExceptions)
  const ranked = rank(groups.all, sums, mostOf(question))
  if (ranked.top.length === 0) return noErrors(question, "traffic with requests and answers", () => true)
  return sliced(question, slicesOf(question, groups, sums, ranked), othersNote(ranked.others))
}
