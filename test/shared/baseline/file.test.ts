/** The readable file: written the same from the same, read back whole, and wrong lines told with reason and remedy. */
import { expect, test } from "vitest"
import { entry, entryKey, fieldNames, sortNames, wordsOf } from "../../../shared/baseline/entry.ts"
import { readFile, sorted, writeFile, type FileEntry } from "../../../shared/baseline/file.ts"
import { entryOfKnown, knownOfEntry } from "../../../shared/baseline/known-key.ts"

const head = { sensor: "A", site: "North", zone: "Europe/Berlin" }

/** One of each sort, with every field that the sort fills. */
const all: FileEntry[] = sortNames.map((sort) => {
  const { fields } = wordsOf(sort)
  const told = Object.fromEntries(
    fieldNames.flatMap((field) => (fields[field] === undefined ? [] : [[field, `${field}-1`]])),
  )
  const pace = sort === "polling" ? { low: 0.9, high: 1.1, minutes: 7 } : {}
  return {
    ...entry(sort, { ...told, ...pace }),
    first: "2026-03-02T06:00:00.000Z",
    last: "",
    times: 3,
    how: "allowed by anna",
  }
})
const plainOf = ({ first: _, last: _l, times: _t, how: _h, ...one }: FileEntry) => one
const text = (plain = false): string => [...writeFile(head, all, plain)].join("")

test("every sort is read back as it was written, with and without times", () => {
  for (const plain of [false, true]) {
    const read = readFile(text(plain))
    expect(read.faults).toEqual([])
    expect(read.head).toEqual(head)
    expect(read.entries).toEqual(all.map(plainOf))
  }
  expect(text(true)).not.toContain("anna")
  expect(text()).toContain('"how":"allowed by anna"')
})

test("an entry stands on one line, and the order is always the same", () => {
  expect(
    text()
      .split("\n")
      .filter((line) => line.includes('"sort"')),
  ).toHaveLength(all.length)
  expect(sorted([...all].reverse())).toEqual(all)
  const twice = [all[0]!, all[0]!]
  expect(readFile([...writeFile(head, twice)].join("")).entries).toHaveLength(1)
})

test.each([
  ["no JSON at all", "nonsense", { entry: 0, reason: /no valid JSON/ }],
  ["another file", '{"format":"other"}', { reason: /no exported baseline/ }],
  [
    "a newer version",
    text().replace('"version": 1', '"version": 2'),
    { reason: /version 2; this sensor reads version 1/ },
  ],
  ["no list", '{"format":"plantwarden-baseline","version":1,"entries":3}', { reason: /no list/ }],
  ["an unknown sort", text().replace('"sort":"device"', '"sort":"gadget"'), { entry: 1, reason: /gadget/ }],
  ["a field too many", text().replace('"who":"who-1"', '"who":"who-1","colour":"red"'), { entry: 1, reason: /colour/ }],
  [
    "a field of another sort",
    text().replace('"sort":"device"', '"sort":"device","whom":"x"'),
    { reason: /has no “whom”/ },
  ],
  ["a field missing", text().replace('"who":"who-1",', ""), { entry: 1, reason: /“who” \(Address\) is missing/ }],
  ["a number for a text", text().replace('"who":"who-1"', '"who":7'), { entry: 1, reason: /“who” is no text/ }],
  ["a text too long", text().replace("who-1", "x".repeat(501)), { entry: 1, reason: /at most 500/ }],
  [
    "an interval that is none",
    text().replace('"highSeconds":1.1', '"highSeconds":0.1'),
    { reason: /interval is none/ },
  ],
] as const)("a file with %s says what is wrong and what to do", (_, wrong, expected) => {
  const { faults } = readFile(wrong)
  expect(faults).toHaveLength(1)
  expect(faults[0]!.reason).toMatch(expected.reason)
  expect(faults[0]!.remedy).not.toBe("")
  if ("entry" in expected) expect(faults[0]!.entry).toBe(expected.entry)
  if ("entry" in expected && expected.entry > 0) {
    const lines = wrong.split("\n")
    expect(faults[0]!.line).toBe(lines.findIndex((line) => line.trim().startsWith('{"sort"')) + 1)
  }
})

test("what a hostile file holds is refused, not followed", () => {
  const hostile =
    '{"format":"plantwarden-baseline","version":1,"entries":[{"__proto__":{"sort":"device"}},[],null,7,"x"]}'
  const { entries, faults } = readFile(hostile)
  expect(entries).toEqual([])
  expect(faults).toHaveLength(5)
})

test("keys of detections become entries and come back, bars and all", () => {
  const keys = [
    ...["service|10.0.0.1|modbus|502", "group|10.0.0.1|239.0.0.1|goose", "part|10.0.0.1|modbus|unit 3"],
    ...["signIn|10.0.0.1|10.0.0.2|smb", "signIn|10.0.0.1|10.0.0.2|ftp|a|b", "file|a|b|smb|toServer|x|y.exe"],
    ...["name|10.0.0.1|time.example", "agent|10.0.0.1|Mozilla/5.0 | x", "soap|10.0.0.1|10.0.0.2|urn:a|b"],
    ...["internet|10.0.0.1|8.8.8.8", "dhcp|10.0.0.1"],
  ]
  for (const key of keys) expect(knownOfEntry(entryOfKnown(key)!)).toBe(key)
  for (const key of ["name|time.example", "ads|a|b|1", "route|a|network 5"]) expect(entryOfKnown(key)).toBeUndefined()
  expect(entryKey(entryOfKnown(keys[0]!)!)).not.toBe(entryKey(entryOfKnown(keys[1]!)!))
})
