import { expect, test } from "vitest"
import { fitColumns } from "../../renderer/parts/fit-columns.ts"

const name = { key: "name", title: "Name", width: 200, least: 120, stretch: true }
const vendor = { key: "vendor", title: "Vendor", width: 100, least: 60 }
const size = { key: "size", title: "Size", width: 80, right: true }

test("what is left over goes to the columns that stretch", () => {
  expect(fitColumns([name, vendor, size], 500)).toEqual([320, 100, 80])
  expect(fitColumns([vendor, size], 500)).toEqual([100, 80])
})

test("where room is short, texts give way in proportion and numbers keep theirs", () => {
  expect(fitColumns([name, vendor, size], 320)).toEqual([160, 80, 80])
  expect(fitColumns([name, vendor, size], 260)).toEqual([120, 60, 80])
})

test("a table that can't be narrower keeps its least widths and is scrolled", () => {
  expect(fitColumns([name, vendor, size], 100)).toEqual([120, 60, 80])
})

test("a column that was set by hand is exactly that wide", () => {
  expect(fitColumns([{ ...name, fixed: true }, vendor, size], 340)).toEqual([200, 60, 80])
  expect(fitColumns([{ ...name, fixed: true }, vendor, size], 600)).toEqual([200, 100, 80])
})
