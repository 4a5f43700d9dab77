/** Why a widget has nothing to show, and what to do about it: the first reason that applies. */
import type { Piece } from "./pieces.ts"
import { titleOf } from "./question.ts"
import type { Question } from "./question.ts"
import { timeText } from "./time-text.ts"

/** What a widget is about, without any filter. `read` visits its steps with something in them. */
export type Subject = {
  /** "Modbus traffic"; follows "No". */
  readonly noun: string
  readonly isOnSite: boolean
  readonly read: (question: Question, part: Piece, seen: (step: number) => void) => void
}

export const notDecoded = ({ widget }: Question): string =>
  `${widget.theme} traffic is not decoded by this version yet, so it can't tell what it is used for. The widget fills by itself once a version does.`

/** Minutes: first and last time of the subject, by day. */
function spanOf(question: Question, subject: Subject): { first: number; last: number } | null {
  const kept = question.measures.kept("day")
  if (kept === null) return null
  let [first, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  const seen = (step: number): void => {
    first = Math.min(first, step)
    last = Math.max(last, step)
  }
  subject.read(question, { grain: "day", from: kept.first, to: kept.last + 1 }, seen)
  if (first > last) return null
  // The first and last hours say it more exactly, where they are kept.
  const hours = { grain: "hour", from: Math.floor(first / 60) * 60, to: last + 25 * 60 } as const
  let [from, to] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  subject.read(question, hours, (step) => {
    from = Math.min(from, step)
    to = Math.max(to, step)
  })
  return from > to ? { first, last: last + 1440 } : { first: from, last: to + 60 }
}

function isInRange(question: Question, subject: Subject, parts: readonly Piece[]): boolean {
  let found = false
  for (const part of parts) subject.read(question, part, () => (found = true))
  return found
}

/** Why no widget has anything in this range; "" where something was captured. */
export function nothingCaptured({ measures, from, to, zone }: Question): string {
  const kept = measures.kept("day")
  if (kept === null) return "Nothing has been captured yet. Import a capture, or start monitoring, and come back."
  if (measures.covered(from, to).some((one) => one.to >= from && one.from < to)) return ""
  const all = measures.covered(kept.first * 60e6, (kept.last + 1500) * 60e6)
  const [first, last] = [all[0]?.from ?? kept.first * 60e6, all.at(-1)?.to ?? kept.last * 60e6]
  return `Nothing was captured in this range. What was captured lies between ${timeText(first / 60e6, zone)} and ${timeText(last / 60e6, zone)}: choose a time within.`
}

export function whyEmpty(question: Question, subject: Subject, parts: readonly Piece[]): string {
  const { noun, isOnSite } = subject
  const nothing = nothingCaptured(question)
  if (nothing !== "") return nothing
  if (!isOnSite) return `No ${noun} was seen on this site.`
  if (isInRange(question, subject, parts))
    return `The filter leaves nothing: there is ${noun} in this range, but none that it lets through. Clear a part of the filter.`
  const span = spanOf(question, subject)
  if (span === null) return `No ${noun} in this range: what was seen of it is not kept any more.`
  const [first, last] = [timeText(span.first, question.zone), timeText(span.last, question.zone)]
  return `No ${noun} in this range. It was seen from ${first} to ${last}: widen the range.`
}

export const trafficNoun = (question: Question, protocol: string): string => `${titleOf(question, protocol)} traffic`
