/** A list of 100,000 alerts waits for the pages in view only. */
import { expect, test } from "vitest"
import { linesOf, pagesIn, pageSize, putPage, type AlertLine } from "../../renderer/state/alert-lines.ts"
import { questionOf, readView } from "../../renderer/pages/alerts/alert-view.ts"
import { alertRow } from "./alert-row.ts"

const total = 100_000
const groups = { severity: { critical: 3, minor: total - 3 }, engine: {}, status: {}, kind: [] }
const linesFor = (group: "" | "severity") => linesOf(questionOf(readView({ group }), "", 0).sections({ groups, total }))
const page = (name: string, from: number, count: number) =>
  Array.from({ length: count }, (_, at) => alertRow({ id: `${name}${from + at}` }))
const shown = (lines: readonly AlertLine[], at: number) => {
  const line = lines[at]
  return line?.is === "alert" ? line.row.id : line?.is
}

test("only the pages of the lines in view and a few around them are asked for", () => {
  const lines = linesFor("")
  expect(lines).toHaveLength(total)
  expect(pagesIn(lines, 0, 40).map(({ page: at }) => at)).toEqual([0])
  expect(pagesIn(lines, 50_150, 50_190).map(({ page: at }) => at)).toEqual([250, 251])
  expect(pagesIn(lines, total - 10, total).map(({ page: at }) => at)).toEqual([total / pageSize - 1])
})

test("a page that came stands in its place and is not asked for again", () => {
  const lines = linesFor("")
  putPage(lines, 0, 400, page("a", 400, pageSize))
  expect([shown(lines, 399), shown(lines, 400), shown(lines, 599), shown(lines, 600)]).toEqual([
    ...["waiting", "a400", "a599", "waiting"],
  ])
  expect(pagesIn(lines, 450, 500)).toEqual([])
  putPage(lines, 0, total - 200, page("z", 0, 500)) // more came than there is room for
  expect(lines).toHaveLength(total)
})

test("each group is a list of its own below its heading", () => {
  const lines = linesFor("severity")
  expect(lines).toHaveLength(total + 2)
  expect(pagesIn(lines, 0, 10).map(({ key }) => key)).toEqual(["0 0", "1 0"])
  putPage(lines, 0, 0, page("c", 0, pageSize)) // the answer may be newer than the count
  putPage(lines, 1, 0, page("m", 0, 2))
  expect(lines.slice(0, 8).map((_, at) => shown(lines, at))).toEqual([
    ...["heading", "c0", "c1", "c2", "heading", "m0", "m1", "waiting"],
  ])
})
