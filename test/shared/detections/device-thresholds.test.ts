/** Thresholds of single devices: every kind that counts heeds the one of the end that decides, and no other's. */
import { describe, expect, test } from "vitest"
import { catalogue } from "../../../shared/detections/catalogue/index.ts"
import type { Example } from "../../../shared/detections/detection.ts"
import { detections } from "../../../shared/detections/index.ts"
import type { Limit } from "../../../shared/detections/policy.ts"
import { raisedBy } from "../../make/example-world.ts"

const counting = catalogue.filter(({ threshold, missing }) => threshold !== undefined && missing === undefined)
const firing = (kind: string): Example[] =>
  detections.flatMap(({ examples }) => examples.filter(({ raises }) => raises.includes(kind)))
const proved = counting.flatMap((kind) =>
  firing(kind.id)
    .slice(0, 1)
    .map((example) => [kind.id, kind, example] as const),
)

/** The ends of the example that decide, and the others. */
function endsOf({ then }: Example, source: boolean): { deciding: Set<string>; others: Set<string> } {
  const [from, to] = [new Set<string>(), new Set<string>()]
  for (const fact of then) {
    if ("from" in fact) from.add(fact.from)
    if ("to" in fact) to.add(fact.to)
  }
  return source ? { deciding: from, others: to } : { deciding: to, others: from }
}
const limits = (ends: Iterable<string>, limit: Limit) => Object.fromEntries([...ends].map((one) => [one, limit]))
const never: Limit = { count: 1_000_000, seconds: 1 }

test("kinds that count are proved by examples", () => {
  expect(proved.length).toBeGreaterThan(14)
})

describe.each(proved)("%s", (id, { threshold }, example) => {
  const { deciding, others } = endsOf(example, threshold?.decides === "source")
  test("is silent where the device that decides has a higher one", () => {
    expect(raisedBy(example, { deviceThresholds: { [id]: limits(deciding, never) } })).not.toContain(id)
  })
  test("fires where only others have", () => {
    expect(raisedBy(example, { deviceThresholds: { [id]: limits(others, never) } })).toContain(id)
  })
  test("fires from the device's own lower one on, where the sensor's is out of reach", () => {
    const own = { [id]: limits(deciding, threshold!) }
    expect(raisedBy(example, { thresholds: { [id]: never } })).not.toContain(id)
    expect(raisedBy(example, { thresholds: { [id]: never }, deviceThresholds: own })).toContain(id)
  })
})
