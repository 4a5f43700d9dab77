/** The examples that stand in each detection: what fires, and what must stay silent. */
import { describe, expect, test } from "vitest"
import { catalogue } from "../../../shared/detections/catalogue/index.ts"
import { removedKind } from "../../../shared/detections/meet-removed.ts"
import { ruleKind } from "../../../shared/detections/custom/rule-watch.ts"
import { sensorKinds } from "../../../shared/detections/sensor-kinds.ts"
import { detections } from "../../../shared/detections/index.ts"
import { judgedOf } from "../../make/example-world.ts"

const kinds = new Map(catalogue.map((kind) => [kind.id, kind]))

test("every kind that waits for no fact is raised by some detection", () => {
  // Rules of the user's own raise one kind; test/shared/detections/custom-rules.test.ts proves it.
  // The sensor itself raises those of its interfaces; test/electron/sensor-alerts.test.ts proves them.
  const raised = new Set([ruleKind, removedKind, ...sensorKinds, ...detections.flatMap((detection) => detection.kinds)])
  const silent = catalogue.filter(({ id, missing }) => missing === undefined && !raised.has(id))
  expect(silent.map(({ id }) => id)).toEqual([])
})

describe.each(detections.map((detection) => [detection.kinds[0] ?? "the timeline alone", detection] as const))(
  "%s",
  (_, detection) => {
    test.each(detection.examples.map((example) => [example.name, example] as const))("%s", (_name, example) => {
      const { raised, told } = judgedOf(example)
      expect(raised).toEqual([...example.raises].sort())
      if (example.tells !== undefined) expect(told).toEqual([...example.tells].sort())
    })

    test("an example fires for every kind, and some stay silent", () => {
      const fires = new Set(detection.examples.flatMap(({ raises }) => raises))
      expect(detection.kinds.filter((kind) => !fires.has(kind))).toEqual([])
      expect(detection.examples.some(({ raises }) => raises.length === 0)).toBe(true)
    })

    test("every kind it raises is in the catalogue, and waits for no fact", () => {
      for (const kind of detection.kinds) expect([kind, kinds.get(kind)?.missing]).toEqual([kind, undefined])
      for (const kind of detection.kinds) expect(kinds.has(kind)).toBe(true)
    })
  },
)
