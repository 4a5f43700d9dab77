/** A rule over what was measured by the minute, where no packets are left: only what measures tell can be asked, and what it asks must be all of that. */
import type { FunctionWords } from "../detection.ts"
import { compileRule, placesIn, type CompiledRule } from "./compile-rule.ts"
import { fieldOf, isTopic } from "./fields.ts"
import { functionSighting, trafficSighting } from "./minute-sightings.ts"
import { OperationSighting } from "./operation-sighting.ts"
import type { CustomRules, Rule, RuleInForce } from "./rule.ts"
import type { Occurrence, Sighting } from "./sighting.ts"

const measured: Readonly<Record<string, readonly string[]>> = {
  operation: ["function", "act", "does", "technique", "outcome", "port"],
  functionMinute: ["function", "act", "requests", "answers", "errors", "messages", "port"],
  trafficMinute: ["packets", "bytes", "port"],
}

/** Why stored series can't answer the rule, as part of a sentence; "" where they can. */
export function whyNotFromSeries({ about, sets }: Rule): string {
  if (!isTopic(about)) return "the rule can't be read"
  const known = measured[about]
  if (known === undefined) return "stored series count requests and bytes, and do not keep what the rule watches"
  const used = sets.flat().flatMap(({ field, operator, other }) => (operator === "sameAs" ? [field, other] : [field]))
  if (placesIn(about, used) > 0) return "stored series keep neither single places nor their values"
  const missing = used.find((id) => !known.includes(id) && !["sourceIp", "targetIp"].includes(id))
  return missing === undefined ? "" : `stored series do not keep “${fieldOf(about, missing)?.label ?? missing}”`
}

export type MeasuredPair = {
  readonly time: number
  /** "" where it has none. */
  readonly sourceIp: string
  readonly targetIp: string
  readonly protocol: string
  readonly port: number
}

type Counts = {
  readonly requests: number
  readonly responses: number
  readonly exceptions: number
  readonly messages: number
}

/** One match of so many. */
export type SeriesHit = { readonly sighting: Sighting; readonly times: number }

export class SeriesRule {
  private readonly compiled: CompiledRule | undefined

  constructor(rule: RuleInForce, times: Pick<CustomRules, "zone" | "hours">) {
    this.compiled = compileRule(rule, times, () => undefined)
  }

  traffic(pair: MeasuredPair, packets: number, bytes: number): SeriesHit | undefined {
    if (this.compiled?.about !== "trafficMinute") return undefined
    return this.hit(trafficSighting({ ...pair, ...nobody, packets, bytes, ends: pair }), 1)
  }

  counts(pair: MeasuredPair, words: FunctionWords, counts: Counts): readonly SeriesHit[] {
    if (this.compiled?.about === "operation") return this.operations(pair, words, counts)
    if (this.compiled?.about !== "functionMinute") return []
    const act = words.does === "" ? "none" : words.isEveryday ? "everyday" : "strong"
    const { responses: answers, exceptions: errors, requests, messages } = counts
    const { name, key } = words
    const one = functionSighting({
      ...{ ...pair, ...nobody, name, key, act, requests, answers, errors, messages, ends: pair },
    })
    return [this.hit(one, 1)].filter((hit) => hit !== undefined)
  }

  private operations(pair: MeasuredPair, words: FunctionWords, counts: Counts): readonly SeriesHit[] {
    const outcomes: readonly (readonly [Occurrence["outcome"], number])[] = [
      ["asked", counts.requests],
      ["told", counts.messages],
      ["accepted", counts.responses],
      ["refused", counts.exceptions],
    ]
    return outcomes.flatMap(([outcome, times]) => {
      if (times === 0) return []
      const told = { function: -1, client: -1, server: -1, port: pair.port, outcome, time: pair.time, places: [] }
      const sighting = new OperationSighting(told, words, 0)
      const get: Sighting["get"] = (field, element) =>
        field === "sourceIp" ? pair.sourceIp : field === "targetIp" ? pair.targetIp : sighting.get(field, element)
      const { about, protocol, time, source, target, elements, line } = sighting
      const hit = this.hit({ about, protocol, time, source, target, elements, line, get }, times)
      return hit === undefined ? [] : [hit]
    })
  }

  private hit(sighting: Sighting, times: number): SeriesHit | undefined {
    return this.compiled?.match(sighting) === undefined ? undefined : { sighting, times }
  }
}

const nobody = { source: -1, target: -1 } as const
