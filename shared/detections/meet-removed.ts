/** What was removed from the baseline is met again, and no detection has an alert of its own for it. */
import { wordsOf, type BaselineEntry } from "../baseline/entry.ts"
import type { EndpointId, FunctionId, PlaceId } from "../facts/fact.ts"
import type { Raised } from "./detection.ts"

export const removedKind = "traffic-that-was-removed-from-the-baseline"

type Again = { readonly time: number; readonly function?: FunctionId; readonly place?: PlaceId }

export function meetRemoved(met: BaselineEntry, ends: readonly EndpointId[], again: Again): Raised {
  const [source = -1, target = -1] = ends
  return {
    kind: removedKind,
    ...{ source, target, protocol: met.protocol, time: again.time },
    message: `What {source} did${target < 0 ? "" : " with {target}"} was removed from the baseline by a person, and happened again.`,
    line: { what: `${wordsOf(met.sort).one}: ${whatOf(met)}`, where: met.where },
    ...followed(met, again),
  }
}

function followed({ sort }: BaselineEntry, again: Again): Pick<Raised, "follow"> {
  if (sort === "place" && again.place !== undefined) return { follow: { place: again.place } }
  return sort === "function" && again.function !== undefined ? { follow: { function: again.function } } : {}
}

const whatOf = ({ name, what, whom, who, protocol }: BaselineEntry): string =>
  name || what || [whom || who, protocol].filter((word) => word !== "").join(", ")
