/** The alerts page: filters become questions, addresses become filters, groups become sections. */
import { expect, test } from "vitest"
import {
  choiceOf,
  filterOf,
  noChoice,
  openChoice,
  questionOf,
  readView,
  sectionsOf,
} from "../../renderer/pages/alerts/alert-view.ts"
import { columns, textOf } from "../../renderer/pages/alerts/columns.ts"
import { filterChips } from "../../renderer/pages/alerts/filter-chips.ts"
import { alertRow } from "./alert-row.ts"

const view = readView({})
const hour = 3600e6
const newest = 1e15

test("at first, new and active ones of all time are asked for, the newest first", () => {
  const question = questionOf(view, "  plc ", newest)
  expect(question).toMatchObject({ sort: "last", descending: true })
  expect(question.filter).toEqual({ ...openChoice, search: "plc" })
})

test("a time counts back from the newest traffic; a span is asked for as it is", () => {
  expect(filterOf({ ...view, time: { is: "last", minutes: 60 } }, "", newest)).toMatchObject({ from: newest - hour })
  expect(filterOf({ ...view, time: { is: "last", minutes: 60 } }, "", 0)).not.toHaveProperty("from")
  expect(filterOf({ ...view, time: { is: "span", from: 1, to: 2 } }, "", newest)).toMatchObject({ from: 1, to: 2 })
})

test("links from other pages become filters; what is not known of is left out", () => {
  expect(choiceOf(new URLSearchParams("device=d1,d2"))).toEqual({ ...openChoice, devices: ["d1", "d2"] })
  expect(choiceOf(new URLSearchParams("severity=major&severity=horrible&status=closed"))).toEqual({
    ...noChoice,
    severities: ["major"],
    statuses: ["closed"],
  })
  expect(choiceOf(new URLSearchParams("tab=x"))).toBeNull()
})

const groups = {
  severity: { critical: 2, warning: 5 },
  engine: { anomaly: 7 },
  status: { new: 6, closed: 1 },
  kind: [
    { kind: "scan", title: "Port Scan Detected", count: 4 },
    { kind: "stop", title: "PLC Stop", count: 3 },
  ],
}
test("groups are sections of their own, the gravest first; those that are empty do not show", () => {
  const asked = questionOf({ ...view, group: "severity" }, "", newest).sections({ groups, total: 7 })
  expect(asked.map(({ title, count }) => [title, count])).toEqual([
    ["Critical · 2", 2],
    ["Warning · 5", 5],
  ])
  expect(asked[1]?.filter).toMatchObject({ severities: ["warning"], statuses: ["new", "active"] })
  expect(sectionsOf("title", {}, groups).map(({ filter }) => filter.kinds)).toEqual([["scan"], ["stop"]])
  const plain = questionOf(view, "", newest).sections({ groups, total: 7 })
  expect(plain.map(({ title, count }) => [title, count])).toEqual([["", 7]])
})

test("a view that was saved earlier loses what is gone", () => {
  const read = readView({ columns: ["title", "gone"], sort: { column: "protocol", down: false } })
  expect(read.columns).toEqual(["title"])
  expect(read.sort).toEqual({ column: "last", down: true }) // the sensor does not sort by protocol
})

test("filters show as words, each can be taken away", () => {
  const choice = { ...openChoice, devices: ["d1"], severities: ["major"] as const }
  const chips = filterChips(choice, { device: () => "PLC-1", kind: (id) => id })
  expect(chips.map(({ text }) => text)).toEqual(["Status: new or active", "Severity: major", "Device: PLC-1"])
  expect(chips[2]?.without).toEqual({ ...choice, devices: [] })
})

test("every column reads", () => {
  const row = alertRow({ protocol: "", target: { ...alertRow().target, name: "", address: "" } })
  const read = Object.fromEntries(columns.map(({ key }) => [key, textOf(row, key)]))
  expect(read).toMatchObject({ severity: "Warning", engine: "Operational", status: "New", source: "ENG-1" })
  expect(read).toMatchObject({ target: "–", protocol: "–", count: "3", id: "a1" })
})
