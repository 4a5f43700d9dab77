/** Real captures against the logs of Zeek's parsers, function by function. The folder is named by PLANTWARDEN_CAPTURES. */
import { existsSync, readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, test } from "vitest"
import { resultOf } from "../make/result-of.ts"
import { lines, type Counted, type Field } from "./zeek-lines.ts"

const folder = process.env["PLANTWARDEN_CAPTURES"] ?? ""

/** The logs of a capture lie in a folder of their own, named by the parser's test. */
function logOf(capture: string, log: string): string | undefined {
  const logs = join(folder, "oracle-zeek", capture)
  if (folder === "" || !existsSync(logs)) return undefined
  const inner = readdirSync(logs).map((test) => join(logs, test, `${log}.log`))
  return inner.find((path) => existsSync(path))
}

function* rowsOf(path: string): Generator<Field> {
  let names: readonly string[] = []
  for (const line of readFileSync(path, "utf8").split("\n")) {
    if (line.startsWith("#fields")) names = line.split("\t").slice(1)
    if (line === "" || line.startsWith("#")) continue
    const values = line.split("\t")
    yield (column) => {
      const at = typeof column === "number" ? column : names.indexOf(column)
      if (values[at] === undefined) throw new Error(`${path} has no column ${column}`)
      return values[at]
    }
  }
}

function sum(counted: Iterable<Counted>): Record<string, number> {
  const sums: Record<string, number> = {}
  for (const [what, count] of counted) if (count > 0) sums[what] = (sums[what] ?? 0) + count
  return sums
}

const pairs = lines.flatMap((line) =>
  line.captures.flatMap((capture) => {
    const path = logOf(capture, line.log)
    return path === undefined ? [] : [{ ...line, capture, path }]
  }),
)

if (pairs.length === 0) test("without captures there is nothing to compare", () => expect(pairs).toEqual([]))

describe.runIf(pairs.length > 0)("functions are counted as Zeek's parsers count them", () => {
  for (const { capture, log, path, protocol, row, ours } of pairs)
    test(`${capture}: ${log}`, async () => {
      const result = await resultOf(join(folder, capture))
      const theirs = sum([...rowsOf(path)].flatMap(row))
      const found = sum(Object.entries(result.functions[protocol] ?? {}).flatMap(([key, counts]) => ours(key, counts)))
      expect(Object.keys(theirs)).not.toEqual([])
      expect(found).toEqual(theirs)
    })
})
