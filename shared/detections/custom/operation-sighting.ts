/** One function that a message spoke, as rules look at it: as a whole, or place by place and value by value. */
import type { FunctionWords } from "../detection.ts"
import { numbersIn } from "./numbers-in.ts"
import type { Line, Occurrence, PlaceReading, Sighting, Told } from "./sighting.ts"

/** Addresses of a block that are looked at one by one: no request names more (Modbus: 2,000 coils). */
const mostElements = 2000

type Element = { readonly place: PlaceReading; readonly index: number; readonly one: boolean }

export class OperationSighting implements Sighting {
  readonly about = "operation"
  readonly protocol: string
  readonly time: number
  readonly source: number
  readonly target: number
  readonly elements: number
  private readonly told: Occurrence
  private readonly words: FunctionWords
  private readonly all: readonly Element[]

  /** `byPlace`: 0: as a whole; 1: each place; 2: each address of a block. */
  constructor(told: Occurrence, words: FunctionWords, byPlace: 0 | 1 | 2) {
    this.told = told
    this.words = words
    this.protocol = words.protocol
    this.time = told.time
    this.source = told.client
    this.target = told.server
    this.all = byPlace === 0 ? whole(told) : told.places.flatMap((place) => elementsOf(place, byPlace === 2))
    this.elements = byPlace === 0 ? 1 : this.all.length
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
        return this.all[element]?.place.outcome ?? told.outcome
      default: {
        const one = this.all[element]
        return one === undefined ? undefined : ofPlace(field, one)
      }
    }
  }

  readonly line = (element: number): Line => {
    const one = this.all[element]
    if (one === undefined) return { what: this.words.name, where: "", value: "" }
    return { what: this.words.name, where: one.place.where, value: one.place.value }
  }
}

/** A message about a hit names the first place, if there is one. */
const whole = ({ places }: Occurrence): readonly Element[] =>
  places.slice(0, 1).map((place) => ({ place, index: 0, one: false }))

function elementsOf(place: PlaceReading, apart: boolean): readonly Element[] {
  const many = apart && place.address >= 0 && place.count > 1
  if (!many) return [{ place, index: 0, one: place.count <= 1 }]
  const count = Math.min(place.count, mostElements)
  return Array.from({ length: count }, (_, index) => ({ place, index, one: true }))
}

function ofPlace(field: string, { place, index, one }: Element): Told {
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
