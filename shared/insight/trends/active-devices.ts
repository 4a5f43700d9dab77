/** Which devices were active in a range: somebody exchanged packets with them, or they were first or last seen in it. */
import { pieces } from "./pieces.ts"
import type { Question, TrendDevice } from "./question.ts"
import { wantedDevices } from "./wanted.ts"

/** A device may be older by another id: aliases are not known here, so that their traffic counts by the talk's own id. */
export function activeDevices(question: Question): readonly TrendDevice[] {
  const { measures, from, to } = question
  const wanted = wantedDevices(question)
  const places = new Map(wanted.map(({ id }, place) => [id, place]))
  const ends = measures.talks.map((talk) => [
    places.get(talk?.client ?? "") ?? -1,
    places.get(talk?.server ?? "") ?? -1,
  ])
  const isActive = wanted.map(
    ({ firstSeen, lastSeen }) => (firstSeen >= from && firstSeen < to) || (lastSeen >= from && lastSeen < to),
  )
  for (const part of pieces(question))
    measures.traffic(
      part.grain,
      part.from,
      part.to,
      (_step, talk) => {
        for (const place of ends[talk]!) if (place >= 0) isActive[place] = true
      },
      (talk) => ends[talk]?.some((place) => place >= 0 && isActive[place] !== true) === true,
    )
  return wanted.filter((_, place) => isActive[place] === true)
}
