import { expect, test } from "vitest"
import { OfficeLearning } from "../../../shared/detections/office-learning.ts"

const day = 86_400e6
const kind = "unauthorized-name-query"

test("a week that brings something new is followed by another, a quiet one ends it", () => {
  const office = new OfficeLearning()
  office.begin(1)
  expect(office.learns(kind, 2 * day)).toBe(true)
  expect(office.learns(kind, 9 * day)).toBe(true)
  // The third week was quiet: what comes in the fourth is judged.
  expect(office.learns(kind, 23 * day)).toBe(false)
  expect(office.learns(kind, 24 * day)).toBe(false)
})

test("each kind learns by itself, and kinds of control protocols do not", () => {
  const office = new OfficeLearning()
  office.begin(1)
  expect(office.learns(kind, 8 * day)).toBe(false)
  expect(office.learns("unauthorized-http-activity", 2 * day)).toBe(true)
  expect(office.learns("modbus-address-range-violation", 2 * day)).toBe(false)
})

test("it goes on after a restart, and begins anew when learning is turned on and off again", () => {
  const office = new OfficeLearning()
  office.begin(1)
  office.learns(kind, 2 * day)
  const again = new OfficeLearning()
  again.restore(office.save())
  expect(again.learns(kind, 9 * day)).toBe(true)
  expect(again.learns(kind, 30 * day)).toBe(false)
  again.restart()
  again.begin(40 * day)
  expect(again.learns(kind, 41 * day)).toBe(true)
})
