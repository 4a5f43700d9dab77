/** One function that a message spoke, as rules look at it: as a whole, or place by place and value by value. */
import type { FunctionWords } from "../detection.ts"
import { numbersIn } from "./numbers-in.ts"
import type { Line, Occurrence, PlaceReading, Sighting, Told } from "./sighting.ts"

/** Addresses of a block that are looked at one by one: no request names more (Modbus: 2,000 coils). */
const mostElements = 2000

/** Addresses that conditions of a rule can be met by. */
export type Meant = { readonly low: number; readonly high: number }
export const everyAddress: Meant = { low: -Infinity, high: Infinity }

export class OperationSighting implements Sighting {
  readonly about = "operation"
  readonly protocol: string
  readonly time: number
  readonly source: number
  readonly target: number
  readonly elements: number
  private readonly told: Occurrence
  private readonly words: FunctionWords
  private readonly byPlace: 0 | 1 | 2
  /** The element that each place begins at. */
  private readonly begins: readonly number[]
  /** How far into its block each place is looked at from. */
  private readonly skipped: readonly number[]
  private near = 0

  /** `byPlace`: 0: as a whole; 1: each place; 2: each address of a block, of those that a rule can mean. */
  constructor(told: Occurrence, words: FunctionWords, byPlace: 0 | 1 | 2, meant: Meant = everyAddress) {
    this.told = told
    this.words = words
    this.protocol = words.protocol
    this.time = told.time
    this.source = told.client
    this.target = told.server
    this.byPlace = byPlace
    const [begins, skipped]: [number[], number[]] = [[], []]
    let elements = 0
    for (const place of told.places) {
      const { first, count } = byPlace === 2 && isMany(place) ? within(place, meant) : whole
      begins.push(elements)
      skipped.push(first)
      elements += count
    }
    this.begins = begins
    this.skipped = skipped
    this.elements = byPlace === 0 ? 1 : elements
  }

  readonly get = (field: string, element: number): Told => {
    const { told, words } = this
    switch (field) {
      case "function":
        return words.name
      case "key":
        return words.key
      case "act":
        return words.does === "" ? "none" : words.isEveryday ? "everyday" : "strong"
      case "does":
        return words.does
      case "technique":
        return words.technique
      case "isDetail":
        return words.isDetail ? "yes" : "no"
      case "port":
        return told.port
      case "outcome":
        return (this.byPlace === 0 ? undefined : this.placeOf(element)?.outcome) ?? told.outcome
      default: {
        const place = this.placeOf(element)
        if (place === undefined) return undefined
        const isApart = this.byPlace === 2 && isMany(place)
        const index = isApart ? this.skipped[this.near]! + element - this.begins[this.near]! : 0
        return ofPlace(field, place, index, isApart || place.count <= 1)
      }
    }
  }

  /** A message about a hit as a whole names the first place, if there is one. Elements are asked for one after the other. */
  private placeOf(element: number): PlaceReading | undefined {
    const { begins } = this
    if (begins.length === 0) return undefined
    while (this.near > 0 && begins[this.near]! > element) this.near--
    while (this.near + 1 < begins.length && begins[this.near + 1]! <= element) this.near++
    return this.told.places[this.byPlace === 0 ? 0 : this.near]
  }

  readonly line = (element: number): Line => {
    const place = this.placeOf(element)
    return { what: this.words.name, where: place?.where ?? "", value: place?.value ?? "" }
  }
}

const whole = { first: 0, count: 1 } as const

function within(
  { address, count }: PlaceReading,
  { low, high }: Meant,
): typeof whole | { first: number; count: number } {
  const first = Math.max(0, Math.ceil(low) - address)
  const last = Math.min(count - 1, Math.floor(high) - address)
  return { first, count: Math.max(0, Math.min(mostElements, last - first + 1)) }
}

const isMany = ({ address, count }: PlaceReading): boolean => address >= 0 && count > 1

function ofPlace(field: string, place: PlaceReading, index: number, one: boolean): Told {
  switch (field) {
    case "where":
      return place.where
    case "name":
      return place.name
    case "address":
      return place.address < 0 ? undefined : place.address + index
    case "count":
      return place.address < 0 ? undefined : place.count
    case "area":
      return place.area < 0 ? undefined : place.area
    case "value":
      return valueAt(place.value, place, index, one)
    case "valueText":
      return place.value
    case "valueBefore":
      return valueAt(place.before, place, index, one)
    case "step": {
      const [now, before] = [valueAt(place.value, place, index, one), valueAt(place.before, place, index, one)]
      return now === undefined || before === undefined ? undefined : now - before
    }
    default:
      return undefined
  }
}

/** Of a block as a whole, the first value. */
function valueAt(words: string, { count }: PlaceReading, index: number, one: boolean): number | undefined {
  const numbers = numbersIn(words, count)
  // A block of bytes that is one value is no row of addresses.
  if (one && count > 1 && numbers.length === 1) return index === 0 ? numbers[0] : undefined
  return numbers[index]
}
