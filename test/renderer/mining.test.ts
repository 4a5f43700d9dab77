/** Choosing categories, searching and folding a report, and a report while it is written. */
import { describe, expect, test } from "vitest"
import type { ReportLine } from "../../shared/api/contract/mining.ts"
import { choiceOf, toggleCategory } from "../../renderer/pages/mining/choose-category.ts"
import { openLines, searchLines } from "../../renderer/pages/mining/result-lines.ts"

const nodes = ["a", "a/b", "a/b/x", "a/b/y", "a/c", "d"].map((key) => ({ key, depth: key.split("/").length - 1 }))

describe("choosing categories", () => {
  test("a parent stands for all under it", () => {
    const chosen = toggleCategory(nodes, "a", ["a/b/x"])
    expect(chosen).toEqual(["a"])
    expect(choiceOf("a/b/y", chosen)).toBe("all")
    expect(choiceOf("d", chosen)).toBe("none")
  })
  test("one child taken away leaves its brothers", () => {
    const chosen = toggleCategory(nodes, "a/b/x", ["a", "d"])
    expect(chosen).toEqual(["a/b/y", "a/c", "d"])
    expect(choiceOf("a", chosen)).toBe("some")
  })
})

const record = (key: string, name: string, depth: number): ReportLine => ({
  ...{ is: "record", key, depth },
  record: {
    ...{ device: "", name, address: "", mac: "", vlan: -1, peer: "", peerDevice: "", category: "", text: "" },
    ...{ value: "", state: "", tags: [], transport: "", protocol: "", port: 0, firstSeen: 0, lastSeen: 0 },
  },
})
const heading = (key: string, depth: number, records: number): ReportLine => ({
  is: "heading",
  key,
  depth,
  text: key,
  records,
})
const lines = [
  heading("A", 0, 2),
  heading("B", 1, 1),
  record("1", "pump", 2),
  heading("C", 1, 1),
  record("2", "valve", 2),
  heading("D", 0, 1),
  record("3", "Pump 2", 1),
]
const keys = (all: readonly ReportLine[]) => all.map(({ key }) => key).join("")

test("the search keeps the headings above what it finds, with how many are left", () => {
  const found = searchLines(lines, "PUMP")
  expect(keys(found)).toBe("AB1D3")
  expect(found[0]).toMatchObject({ records: 1 })
  expect(keys(searchLines(lines, "pump 2"))).toBe("D3")
  expect(lines[0]).toMatchObject({ records: 2 })
})
test("a closed heading hides all below it and nothing else", () => {
  expect(keys(openLines(lines, new Set(["A"])))).toBe("AD3")
  expect(keys(openLines(lines, new Set(["B", "D"])))).toBe("ABC2D")
})
