/** What the widgets are about, so that an empty one can say where there is something. */
import type { TalkFunction, Talk } from "./measures.ts"
import type { Question } from "./question.ts"
import { isWanted } from "./sums.ts"
import { wantedFunctions, wantedTalks } from "./wanted.ts"
import type { Subject } from "./why-empty.ts"

const unfiltered = (question: Question): Question => ({ ...question, filter: {} })

export function talksAsSubject(question: Question, noun: string, also?: (talk: Talk) => boolean): Subject {
  const wanted = wantedTalks(unfiltered(question), also)
  return {
    noun,
    isOnSite: wanted.includes(1),
    read: ({ measures }, { grain, from, to }, seen) =>
      measures.traffic(grain, from, to, (step) => seen(step), isWanted(wanted)),
  }
}

type Counted = "messages" | "exceptions"

export function functionsAsSubject(
  question: Question,
  noun: string,
  also: (fn: TalkFunction) => boolean,
  counted: Counted = "messages",
): Subject {
  const wanted = wantedFunctions(unfiltered(question), also)
  return {
    noun,
    isOnSite: wanted.includes(1),
    read: ({ measures }, { grain, from, to }, seen) =>
      measures.counts(
        grain,
        from,
        to,
        (step, _fn, _requests, _responses, exceptions) => {
          if (counted === "messages" || exceptions > 0) seen(step)
        },
        isWanted(wanted),
      ),
  }
}

export function timingAsSubject(question: Question, noun: string): Subject {
  const wanted = wantedFunctions(unfiltered(question))
  return {
    noun,
    isOnSite: wanted.includes(1),
    read: ({ measures }, { grain, from, to }, seen) =>
      measures.timing(grain, from, to, (step) => seen(step), isWanted(wanted)),
  }
}
