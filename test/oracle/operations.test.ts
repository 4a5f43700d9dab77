/**
 * What real captures show of single operations: where they reach, how often they were asked for, and how that went. Attempts and successes
 * must differ. The folder of the captures is named by PLANTWARDEN_CAPTURES.
 */
import { existsSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { gunzipSync } from "node:zlib"
import { describe, expect, test } from "vitest"
import { analyseBytes, type Outcome } from "../make/analyse-bytes.ts"
import { expected } from "./operations.ts"

const folder = process.env["PLANTWARDEN_CAPTURES"] ?? ""
const here = expected.filter(({ capture }) => folder !== "" && existsSync(join(folder, capture)))

function outcomeOf(capture: string): Outcome {
  const bytes = readFileSync(join(folder, capture))
  return analyseBytes(bytes[0] === 0x1f ? gunzipSync(bytes) : bytes)
}

/** "41 | DB 1": asked, succeeded, refused, summed over all connections; the last value, where one is kept. */
function operationsOf({ places }: Outcome): ReadonlyMap<string, string> {
  const sums = new Map<string, { asked: number; succeeded: number; refused: number; value: string }>()
  for (const { protocol, key, where, asked, succeeded, refused, value } of [...places.values()].flat()) {
    const name = `${protocol} ${key} | ${where}`
    const sum = sums.get(name) ?? { asked: 0, succeeded: 0, refused: 0, value: "" }
    sums.set(name, {
      asked: sum.asked + asked,
      succeeded: sum.succeeded + succeeded,
      refused: sum.refused + refused,
      value: value === "" ? sum.value : value,
    })
  }
  return new Map([...sums].map(([name, one]) => [name, lineOf(one)]))
}

const lineOf = (one: { asked: number; succeeded: number; refused: number; value: string }): string =>
  `asked ${one.asked}, succeeded ${one.succeeded}, refused ${one.refused}${one.value === "" ? "" : `: ${one.value}`}`

/** "slot 0: model = 1756-L61": claims about sub-devices, by their part; about hosts by their address. */
const claimsOf = ({ devices, claims }: Outcome): readonly string[] =>
  devices.flatMap(({ id, part, addresses }) =>
    (claims.get(id) ?? []).map(({ field, value }) => `${part || (addresses[0] ?? "?")}: ${field} = ${value}`),
  )

if (here.length === 0) test("without captures there is nothing to compare", () => expect(here).toEqual([]))

describe.runIf(here.length > 0)("operations on real captures", () => {
  for (const { capture, operations, claims = [], parts = [], absent = [] } of here)
    test(capture, () => {
      const outcome = outcomeOf(capture)
      expect(outcome.analysis.engine.dissection.bench.lastBug).toBe("")
      const found = operationsOf(outcome)
      const ours = operations.map(([protocol, key, where]) => `${protocol} ${key} | ${where}`)
      expect(ours.map((name) => `${name}: ${found.get(name) ?? "absent"}`)).toEqual(
        operations.map(([, , , asked, succeeded, refused, value = ""], n) => {
          return `${ours[n]!}: ${lineOf({ asked, succeeded, refused, value })}`
        }),
      )
      for (const key of absent) expect([...found.keys()].filter((name) => name.startsWith(`${key} |`))).toEqual([])
      expect(claimsOf(outcome)).toEqual(expect.arrayContaining([...claims]))
      expect(outcome.devices.map(({ part }) => part ?? "")).toEqual(expect.arrayContaining([...parts]))
    })
})
