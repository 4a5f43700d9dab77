/** What the switches of the settings do, shown on every example of every detection: engines that are off, and a sensor that learns. */
import { describe, expect, test } from "vitest"
import { engines, type AlertEngine } from "../../../shared/detections/alert-kind.ts"
import { catalogue } from "../../../shared/detections/catalogue/index.ts"
import { detections } from "../../../shared/detections/index.ts"
import { judgedOf, raisedBy } from "../../make/example-world.ts"

const engineOf = new Map(catalogue.map(({ id, engine }) => [id, engine]))
const examples = detections.flatMap((detection) => detection.examples.filter(({ raises }) => raises.length > 0))
const of = (engine: AlertEngine, raised: readonly string[]): readonly string[] =>
  raised.filter((kind) => engineOf.get(kind) === engine)

describe.each(Object.keys(engines) as AlertEngine[])("the engine %s", (engine) => {
  test("raises something, and nothing at all while it is off, while the others go on", () => {
    const own = examples.filter(({ raises }) => of(engine, raises).length > 0)
    expect(own.length).toBeGreaterThan(0)
    for (const example of own) {
      const others = [...example.raises].filter((kind) => engineOf.get(kind) !== engine).sort()
      expect([example.name, raisedBy(example, { enginesOff: [engine] })]).toEqual([example.name, others])
    }
  })
})

test("while the sensor learns, no example raises a policy alert", () => {
  for (const example of examples)
    expect([example.name, of("policy", judgedOf({ ...example, isLearning: true }).raised)]).toEqual([example.name, []])
})

/** They tell what differs from a measure, which has to be learned first. */
const measured = [
  "abnormal-periodic-behavior-in-communication-channel",
  "abnormal-traffic-bandwidth",
  "abnormal-traffic-bandwidth-between-devices",
  "inactive-communication-channel",
  "suspicion-of-malicious-activity-name-queries",
  "unexpected-message-length",
]

test("malware, anomaly, operational and protocol alerts are raised all the same, but for what differs from a measure", () => {
  const silent = examples.flatMap((example) => {
    const { raised } = judgedOf({ ...example, isLearning: true })
    const lost = example.raises.filter((kind) => engineOf.get(kind) !== "policy" && !raised.includes(kind))
    return lost
  })
  expect([...new Set(silent)].sort()).toEqual(measured)
})
