import fc from "fast-check"
import { expect, test } from "vitest"
import { columns, firstFree, narrow, nudge, put, settle, type Place } from "../../renderer/pages/trends/layout.ts"

const place = (id: string, x: number, y: number, w: number, h: number): Place => ({ id, x, y, w, h })
const drawn = (places: readonly Place[]) => places.map(({ id, x, y, w, h }) => `${id} ${x},${y} ${w}x${h}`)

const anyPlaces = fc
  .array(
    fc.record({ x: fc.nat(11), y: fc.nat(30), w: fc.integer({ min: 2, max: 12 }), h: fc.integer({ min: 1, max: 6 }) }),
    {
      maxLength: 14,
    },
  )
  .map((all) => all.map((one, at) => ({ id: `w${at}`, ...one })))

const overlapping = (places: readonly Place[]): boolean =>
  places.some((a, at) =>
    places.some((b, other) => at < other && a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h),
  )

test("whatever is put where, nothing overlaps, nothing leaves the grid, nothing hangs in the air", () => {
  fc.assert(
    fc.property(
      anyPlaces,
      fc.nat(13),
      fc.integer({ min: -5, max: 20 }),
      fc.integer({ min: -5, max: 40 }),
      (places, which, x, y) => {
        const before = settle(places)
        const moved = before[which % Math.max(1, before.length)]
        const after = moved ? put(before, { ...moved, x, y }) : before
        expect(overlapping(after)).toBe(false)
        expect(after.map(({ id }) => id)).toEqual(places.map(({ id }) => id))
        for (const { x, y, w } of after) expect(x >= 0 && x + w <= columns && y >= 0).toBe(true)
        expect(settle(after)).toEqual(after)
      },
    ),
  )
})

test("a widget put on the upper half of another takes its place, on the lower half it goes below", () => {
  const two = [place("a", 0, 0, 6, 4), place("b", 0, 4, 6, 4)]
  expect(drawn(put(two, place("b", 0, 1, 6, 4)))).toEqual(["a 0,4 6x4", "b 0,0 6x4"])
  expect(drawn(put(two, place("b", 0, 3, 6, 4)))).toEqual(["a 0,0 6x4", "b 0,4 6x4"])
  expect(drawn(put(two, place("a", 0, 3, 6, 4)))).toEqual(["a 0,4 6x4", "b 0,0 6x4"])
})

test("a widget that grows pushes its neighbour down, and shrinking lets it come back", () => {
  const row = [place("a", 0, 0, 6, 3), place("b", 6, 0, 6, 3)]
  const grown = put(row, place("a", 0, 0, 8, 3))
  expect(drawn(grown)).toEqual(["a 0,0 8x3", "b 6,3 6x3"])
  expect(drawn(put(grown, place("a", 0, 0, 6, 3)))).toEqual(["a 0,0 6x3", "b 6,0 6x3"])
})

test("by keyboard a step is as large as it must be to change something, and the edge is the end", () => {
  const two = [place("a", 0, 0, 12, 4), place("b", 0, 4, 12, 4)]
  expect(drawn(nudge(two, "a", { y: 1 }))).toEqual(["a 0,4 12x4", "b 0,0 12x4"])
  expect(nudge(two, "a", { x: -1 })).toBe(two)
  expect(nudge(two, "a", { y: -1 })).toBe(two)
  expect(drawn(nudge(two, "a", { w: -1 }))).toEqual(["a 0,0 11x4", "b 0,4 12x4"])
})

test("new widgets fill the first hole that is large enough", () => {
  expect(firstFree([place("a", 0, 0, 6, 3), place("b", 8, 0, 4, 3), place("c", 0, 3, 12, 2)], 4, 3)).toEqual({
    x: 0,
    y: 5,
  })
  expect(firstFree([place("a", 0, 0, 8, 3)], 4, 3)).toEqual({ x: 8, y: 0 })
  expect(firstFree([], 4, 3)).toEqual({ x: 0, y: 0 })
})

test("narrow windows keep the order and overlap nothing", () => {
  fc.assert(
    fc.property(anyPlaces, fc.constantFrom(1, 2), (places, count) => {
      const shown = narrow(settle(places), count)
      expect(overlapping(shown)).toBe(false)
      for (const { x, w } of shown) expect(x + w <= count).toBe(true)
    }),
  )
})
