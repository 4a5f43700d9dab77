import { expect, test } from "vitest"
import { nothingCounted, type Counted } from "../../../shared/detections/held-alert.ts"
import { HeldAlerts } from "../../../shared/detections/held-alerts.ts"
import { outcomeText } from "../../../shared/detections/alert-text.ts"

/** An alert's sources whose counts a test sets, by place. */
function plant() {
  const counted = new Map<number, Counted>()
  const alerts = new HeldAlerts({
    keyOf: String,
    endOf: (endpoint) => ({ device: String(endpoint), address: "" }),
    countedOf: ({ place }) => counted.get(place) ?? nothingCounted,
    proof: () => ({ frame: 1, capture: "" }),
  })
  const step = (place: number, what = "Load firmware") =>
    alerts.raise(
      {
        kind: "firmware-update",
        source: 1,
        target: 2,
        protocol: "cip",
        message: "{source} loaded firmware into {target}.",
        line: { what, where: "firmware storage" },
        time: place,
        follow: { place },
      },
      false,
    )
  return { counted, alerts, step }
}

const counts = (asked: number, succeeded: number, refused: number, last: number): Counted => ({
  ...{ asked, succeeded, refused, last, value: "" },
})

test("steps that the same words tell of count on one line, each with its own outcome", () => {
  const { counted, alerts, step } = plant()
  step(10)
  counted.set(10, counts(1, 0, 1, 10))
  step(11)
  counted.set(11, counts(5000, 5000, 0, 99))
  step(11)
  const [told] = alerts.take(false)
  expect(told!.lines).toHaveLength(1)
  expect(told!.lines[0]).toMatchObject({ asked: 5001, succeeded: 5000, refused: 1, last: 99 })
  expect(told!.added).toBe(5001)
  expect(outcomeText(told!.lines)).toBe(" It succeeded 5000 times and was refused once.")
})

test("they go on to count after a restart", () => {
  const { counted, alerts, step } = plant()
  step(10)
  step(11)
  counted.set(10, counts(1, 0, 1, 10))
  alerts.take(false)
  const again = plant()
  again.alerts.restore(JSON.parse(JSON.stringify(alerts.save())) as ReturnType<HeldAlerts["save"]>)
  again.counted.set(10, counts(1, 0, 1, 10))
  again.counted.set(11, counts(2, 2, 0, 20))
  expect(again.alerts.take(false)[0]!.lines[0]).toMatchObject({ asked: 3, succeeded: 2, refused: 1 })
})

test("what is normal now ends the line that it counted on", () => {
  const { counted, alerts, step } = plant()
  step(10)
  step(11)
  alerts.settle({ place: 11 })
  counted.set(11, counts(2, 2, 0, 20))
  expect(alerts.departed().places.size).toBe(0)
  alerts.take(true)
  expect(alerts.take(false)).toEqual([])
})
