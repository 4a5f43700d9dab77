/** A rule as a question: does this match? Made once when a rule comes into force; nothing is read from text afterwards. */
import { fieldOf, isTopic, type Field, type FieldType, type TopicId } from "./fields.ts"
import type { Condition, CustomRules, Operator, RuleInForce } from "./rule.ts"
import { everyAddress, type Meant } from "./operation-sighting.ts"
import type { Sighting, Told } from "./sighting.ts"
import { looksAt } from "./times.ts"
import { block, ipKey, macKey, typed, type Typed } from "./typed-value.ts"
import type { EndpointId } from "../../facts/fact.ts"

/** What is known of an end: "Ip", "Mac", "Vlan", "Tunnel", "Name", "Type", "Vendor", "Model", "Firmware". */
export type EndReader = (endpoint: EndpointId, what: string) => Told

type Reading = (sighting: Sighting, element: number, swapped: boolean) => Typed | undefined
type Test = (sighting: Sighting, element: number, swapped: boolean) => boolean

export type CompiledRule = {
  readonly rule: RuleInForce
  readonly about: TopicId
  /** Conditions look at places: 1 as a whole, 2 address by address. */
  readonly byPlace: 0 | 1 | 2
  /** Of the addresses of a block. */
  readonly meant: Meant
  /** The element that matched first, and which way round the ends stood; undefined: none. */
  readonly match: (sighting: Sighting) => { readonly element: number; readonly swapped: boolean } | undefined
}

/** undefined where the rule is broken: a later version may know what this one does not. */
export function compileRule(
  rule: RuleInForce,
  times: Pick<CustomRules, "zone" | "hours">,
  ends: EndReader,
): CompiledRule | undefined {
  const { about, sets } = rule
  if (!isTopic(about)) return undefined
  const tests = sets.map((set) => set.map((condition) => testOf(about, condition, ends)))
  if (tests.some((set) => set.some((test) => test === undefined))) return undefined
  const used = sets.flat().flatMap(({ field, operator, other }) => (operator === "sameAs" ? [field, other] : [field]))
  const ways = rule.direction === "either" ? [false, true] : [false]
  const own = implied(about, used)
  const all = (tests as readonly (readonly Test[])[]).map((set) => [...own, ...set])
  return {
    ...{ rule, about, byPlace: placesIn(about, used), meant: meantBy(sets) },
    match(sighting) {
      if (rule.protocol !== "" && sighting.protocol !== rule.protocol) return undefined
      if (!looksAt(rule, sighting.time, times)) return undefined
      for (let element = 0; element < sighting.elements; element++)
        for (const swapped of ways)
          if (all.some((set) => set.every((test) => test(sighting, element, swapped)))) return { element, swapped }
      return undefined
    },
  }
}

/** The addresses that any of the sets can mean. */
function meantBy(sets: readonly (readonly Condition[])[]): Meant {
  const all = sets.map((set) => set.map(addressesOf).reduce(both, everyAddress))
  return { low: Math.min(...all.map(({ low }) => low)), high: Math.max(...all.map(({ high }) => high)) }
}

const both = (one: Meant, other: Meant): Meant => ({
  low: Math.max(one.low, other.low),
  high: Math.min(one.high, other.high),
})

function addressesOf({ field, operator, value, to }: Condition): Meant {
  if (field !== "address") return everyAddress
  const [low, high] = [Number(typed("number", value)), Number(typed("number", to))]
  if (operator === "is") return { low, high: low }
  if (operator === "inRange") return { low, high }
  if (operator === "more" || operator === "least") return { low, high: Infinity }
  return operator === "less" || operator === "most" ? { low: -Infinity, high: low } : everyAddress
}

export function placesIn(about: TopicId, used: readonly string[]): 0 | 1 | 2 {
  if (!used.some((id) => fieldOf(about, id)?.ofPlace === true)) return 0
  return used.includes("address") ? 2 : 1
}

const valueFields = ["value", "valueText", "valueBefore", "step"]

/** Without a condition on the outcome, answers count only where they bring a value that was asked for. */
function implied(about: TopicId, used: readonly string[]): readonly Test[] {
  if (about !== "operation" || used.includes("outcome")) return []
  if (used.some((id) => valueFields.includes(id)))
    return [(sighting, element) => sighting.get("outcome", element) !== "refused"]
  return [
    (sighting, element) => {
      const outcome = sighting.get("outcome", element)
      return outcome === "asked" || outcome === "told"
    },
  ]
}

function testOf(about: TopicId, condition: Condition, ends: EndReader): Test | undefined {
  const field = fieldOf(about, condition.field)
  if (field === undefined) return undefined
  const read = readerOf(field, ends)
  if (condition.operator === "sameAs") {
    const other = fieldOf(about, condition.other)
    if (other === undefined) return undefined
    const readOther = readerOf(other, ends)
    return (sighting, element, swapped) => {
      const value = read(sighting, element, swapped)
      return value !== undefined && value === readOther(sighting, element, swapped)
    }
  }
  const holds = holdsOf(field, condition)
  if (holds === undefined) return undefined
  return (sighting, element, swapped) => {
    const value = read(sighting, element, swapped)
    return value !== undefined && holds(value, sighting)
  }
}

function readerOf({ id, type }: Field, ends: EndReader): Reading {
  const end = /^(source|target)([A-Z]\w*)$/.exec(id)
  if (!end) return (sighting, element) => read(type, sighting.get(id, element))
  const what = end[2]!
  return (sighting, element, swapped) => {
    const isSource = (end[1] === "source") !== swapped
    const told = sighting.get(`${isSource ? "source" : "target"}${what}`, element)
    const endpoint = isSource ? sighting.source : sighting.target
    return read(type, told ?? (endpoint < 0 ? undefined : ends(endpoint, what)))
  }
}

/** As `typed` reads what people type, without looking twice at what is a number already. */
function read(type: FieldType, told: Told): Typed | undefined {
  if (told === undefined || told === "" || typeof told === "number") return told === "" ? undefined : told
  switch (type) {
    case "ip":
      return ipKey(told)
    case "mac":
      return macKey(told)
    case "text":
    case "choice":
      return told.toLowerCase()
    case "number":
    case "port":
      return typed(type, told)
    default:
      return type satisfies never
  }
}

type Holds = (value: Typed, sighting: Sighting) => boolean

const compared: Partial<Record<Operator, (value: Typed, wanted: Typed) => boolean>> = {
  more: (value, wanted) => value > wanted,
  least: (value, wanted) => value >= wanted,
  less: (value, wanted) => value < wanted,
  most: (value, wanted) => value <= wanted,
  contains: (value, wanted) => String(value).includes(String(wanted)),
  begins: (value, wanted) => String(value).startsWith(String(wanted)),
  ends: (value, wanted) => String(value).endsWith(String(wanted)),
}

function holdsOf(field: Field, { operator, value, to }: Condition): Holds | undefined {
  if (operator === "inRange" || operator === "notInRange") {
    const range = rangeOf(field.type, value, to)
    if (range === undefined) return undefined
    const [first, last] = range
    const within: Holds = (one) => sameFamily(one, first) && one >= first && one <= last
    return operator === "inRange" ? within : (one, sighting) => !within(one, sighting)
  }
  const wanted = typed(field.type, value)
  if (wanted === undefined) return undefined
  if (operator === "is" || operator === "isNot") {
    // A function is meant by its name or by its number.
    const isWanted: Holds = (one, sighting) =>
      one === wanted || (field.id === "function" && String(sighting.get("key", 0)).toLowerCase() === wanted)
    return operator === "is" ? isWanted : (one, sighting) => !isWanted(one, sighting)
  }
  const holds = compared[operator]
  return holds && ((one) => holds(one, wanted))
}

/** From one to the other, or a block of addresses written as one. */
export function rangeOf(type: FieldType, value: string, to: string): readonly [Typed, Typed] | undefined {
  if (to.trim() === "") return block(type, value)
  const [first, last] = [typed(type, value), typed(type, to)]
  return first === undefined || last === undefined ? undefined : [first, last]
}

/** Addresses of version 4 and 6 stand in no order. */
const sameFamily = (one: Typed, other: Typed): boolean =>
  typeof one === "number" || typeof other === "number" || one.length === other.length
