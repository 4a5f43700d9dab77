/** The places of a function in the words of its protocol. */
import type { Place } from "../model/place.ts"
import { declaredProtocols, type PlaceFacts, type Protocol } from "../protocols/protocol.ts"
import { functionOf } from "./naming.ts"
import type { Pairs } from "./pairs.ts"
import { byName, furtherPlaces, wholeDevice } from "./places.ts"

export function placesOf(pairs: Pairs, operation: number): readonly Place[] {
  const { places } = pairs
  return places.ofOperation(operation).map((id) => {
    const { where, value } = placeWords(pairs, id)
    return {
      ...functionOf(pairs, operation),
      where,
      asked: places.asked[id]!,
      succeeded: places.succeeded[id]!,
      refused: places.refused[id]!,
      firstSeen: places.firstOf(id),
      lastSeen: places.last[id]!,
      value,
      valueTime: places.valued[id]!,
      frame: places.frame[id]!,
      capture: places.captures.get(id) ?? "",
    }
  })
}

/** Where one place is, and what was read or written there last. */
export function placeWords(pairs: Pairs, id: number): { readonly where: string; readonly value: string } {
  const operation = pairs.places.table.word(id, 0)
  const protocol = declaredProtocols()[pairs.operations.word(operation, 1)]!
  const facts = factsOf(pairs, id)
  const code = pairs.operations.word(operation, 2)
  return { where: whereText(protocol, facts), value: valueText(protocol, facts, pairs.places.valueOf(id), code) }
}

function factsOf({ places }: Pairs, id: number): PlaceFacts {
  const count = places.table.word(id, 3)
  return {
    area: places.table.word(id, 1),
    from: count === byName ? 0 : places.table.word(id, 2),
    count: Math.max(0, count),
    name: places.nameOf(id),
  }
}

function whereText(protocol: Protocol, facts: PlaceFacts): string {
  if (facts.area === wholeDevice) return ""
  if (facts.area === furtherPlaces) return "further places, not told apart"
  return protocol.placeText?.(facts) ?? `${facts.area}: ${facts.from}, ${facts.count}`
}

const hexText = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join(" ")

function valueText(protocol: Protocol, facts: PlaceFacts, value: Uint8Array, code: number): string {
  if (value.length === 0) return ""
  return protocol.valueText?.(facts, value, code) ?? hexText(value)
}

/** The place in words and numbers, with a value that it has now and one that it had, "" where there is none. */
export function readPlace(pairs: Pairs, id: number, value: Uint8Array, before: Uint8Array) {
  const operation = pairs.places.table.word(id, 0)
  const protocol = declaredProtocols()[pairs.operations.word(operation, 1)]!
  const facts = factsOf(pairs, id)
  const code = pairs.operations.word(operation, 2)
  const isNamed = pairs.places.table.word(id, 3) === byName
  return {
    where: whereText(protocol, facts),
    name: nameText(facts.name),
    address: isNamed || facts.area < 0 ? -1 : facts.from,
    count: facts.count,
    area: facts.area,
    value: valueText(protocol, facts, value, code),
    before: valueText(protocol, facts, before, code),
  }
}

const nameText = (name: Uint8Array): string => new TextDecoder().decode(name)
