import { expect, test } from "vitest"
import { MinuteMeasures } from "../../../shared/engine/minute-measures.ts"
import { furtherPlaces, Places } from "../../../shared/engine/places.ts"
import { Timing, Waiting } from "../../../shared/engine/timing.ts"
import { limits } from "../../../shared/flows/limits.ts"

test("the same function and place is one row; what is beyond the bound of a function is one row more", () => {
  const places = new Places()
  const first = places.id(7, 1, 0, 10)
  expect(places.id(7, 1, 0, 10)).toBe(first)
  expect(places.id(8, 1, 0, 10)).not.toBe(first)
  const ids = new Set<number>()
  for (let n = 0; n < limits.placesPerFunction + 100; n++) ids.add(places.id(7, 2, n, 1))
  expect(places.ofOperation(7)).toHaveLength(limits.placesPerFunction + 1)
  const rest = places.ofOperation(7).at(-1)!
  expect(places.table.word(rest, 1)).toBe(furtherPlaces)
  expect(ids.has(rest)).toBe(true)
  // Those that were known before are still told apart.
  expect(places.id(7, 1, 0, 10)).toBe(first)
})

test("a name is a place of its own, kept up to 64 bytes", () => {
  const places = new Places()
  const bytes = new TextEncoder().encode(`Pump_1${"x".repeat(100)}Pump_2`)
  const pump = places.named(3, 1, bytes, 0, 6)
  expect(places.named(3, 1, bytes, 0, 6)).toBe(pump)
  expect(places.named(3, 1, bytes, 106, 6)).not.toBe(pump)
  expect(new TextDecoder().decode(places.nameOf(pump))).toBe("Pump_1")
  expect(places.nameOf(places.named(3, 2, bytes, 0, 106))).toHaveLength(64)
})

test("answers find the places of their request, also where several requests wait and answers come out of order", () => {
  const timing = new Timing(new MinuteMeasures())
  const waiting = new Waiting()
  const ask = (reference: number, time: number, ...reached: number[]) => {
    timing.asked(waiting, 5, reference, -1, time)
    for (const place of reached) waiting.reaches(place)
  }
  const answer = (reference: number, time: number): number[] => {
    const start = timing.answered(waiting, 5, reference, time)
    return Array.from({ length: waiting.placeCount(start) }, (_, n) => waiting.place(start, n))
  }
  ask(1, 10, 100)
  expect(answer(1, 11)).toEqual([100])
  ask(2, 20, 200, 201, 202)
  ask(3, 21)
  ask(4, 22, 400)
  expect(answer(4, 23)).toEqual([400])
  expect(answer(3, 24)).toEqual([])
  expect(answer(2, 25)).toEqual([200, 201, 202])
  expect(answer(2, 26)).toEqual([])
  // So many places were named since that the first ones are gone: nothing is judged wrongly.
  ask(5, 30, 500)
  ask(6, 31, ...Array.from({ length: 126 }, (_, n) => n))
  ask(7, 32, 700)
  expect(answer(5, 33)).toEqual([])
  expect(answer(7, 34)).toEqual([700])
})

test("what is kept comes back as it was", () => {
  const places = new Places()
  const bytes = new TextEncoder().encode("Speed")
  const id = places.named(4, 1, bytes, 0, 5)
  places.first[id] = 1000
  places.count(id, 2000)
  places.answered(id, true)
  places.value(id, 2001, bytes, 0, 2)
  places.captures.set(id, "abc")
  const restored = new Places()
  restored.restore(
    JSON.parse(JSON.stringify(places.save())) as ReturnType<Places["save"]>,
    (operation) => operation + 10,
  )
  const [again] = restored.ofOperation(14)
  expect(restored.named(14, 1, bytes, 0, 5)).toBe(again)
  expect([restored.asked[again!], restored.succeeded[again!], restored.first[again!], restored.valued[again!]]).toEqual(
    [1, 1, 1000, 2001],
  )
  expect(new TextDecoder().decode(restored.valueOf(again!))).toBe("Sp")
  expect(restored.captures.get(again!)).toBe("abc")
  expect(restored.dirty).toEqual([])
})
