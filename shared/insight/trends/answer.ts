/** What a widget shows: each question has its answer here. Pure: the same measures give the same figures. */
import { alertsByEngine } from "./alert-answer.ts"
import { nothingToShow } from "./content.ts"
import type { Content } from "./content.ts"
import { devicesBy, disconnected, newDevices } from "./device-answers.ts"
import { dropsByHour } from "./drops-answer.ts"
import { exceptionsByDay, exceptionsByDevice, functions, functionsOverTime } from "./function-answers.ts"
import type { Question } from "./question.ts"
import { jitter, responseTime } from "./timing-answers.ts"
import { activeTcp, broadcastShare, trafficBy, trafficOverTime } from "./traffic-answers.ts"
import type { Ask } from "./widget.ts"
import { notDecoded } from "./why-empty.ts"

type Answers = { readonly [Name in Ask["ask"]]: (question: Question, asks: Extract<Ask, { ask: Name }>) => Content }

const answers: Answers = {
  "traffic-over-time": trafficOverTime,
  "traffic-by": trafficBy,
  "active-tcp": activeTcp,
  "broadcast-share": broadcastShare,
  functions,
  "functions-over-time": functionsOverTime,
  "exceptions-by-day": exceptionsByDay,
  "exceptions-by-device": exceptionsByDevice,
  "response-time": responseTime,
  jitter,
  "devices-by": devicesBy,
  "new-devices": newDevices,
  disconnected,
  "drops-by-hour": dropsByHour,
  alerts: alertsByEngine,
  "tag-values": (question) => nothingToShow(question, notDecoded(question)),
}

export function answerWidget(question: Question): Content {
  const { asks } = question.widget
  const answer = answers[asks.ask] as (question: Question, asks: Ask) => Content
  return answer(question, asks)
}
