/** The detection settings in words: readiness, thresholds, exclusion rules, the catalogue's search. */
import { expect, test } from "vitest"
import {
  clockWords,
  minuteOf,
  namedWords,
  windowsWords,
} from "../../renderer/pages/settings/detection/exclusion-words.ts"
import {
  findKinds,
  isOwnThreshold,
  stateWords,
  thresholdWords,
} from "../../renderer/pages/settings/detection/kind-state.ts"
import { readThreshold } from "../../renderer/pages/settings/detection/read-threshold.ts"
import { rateWords, trendWords } from "../../renderer/pages/settings/detection/readiness-words.ts"
import type { Output } from "../../shared/api/contract/index.ts"

type CatalogueKind = Output<"alerts.catalogue">["kinds"][number]
const kind = (part: Partial<CatalogueKind>): CatalogueKind => ({
  ...{ id: "scan", title: "Port Scan Detected", engine: "anomaly", category: "scan", severity: "critical" },
  ...{ why: "Somebody looks for open ports.", techniques: [{ id: "T0846", name: "Remote System Discovery" }] },
  ...{ learnable: false, mutable: true, missing: "", on: true, onByDefault: true, open: 0, deviceThresholds: [] },
  threshold: { count: 50, seconds: 120, of: "ports", decides: "source" },
  defaultThreshold: { count: 50, seconds: 120 },
  ...part,
})

test("what is still new reads as a rate and a trend", () => {
  expect([0, 0.04, 0.94, 102.4].map(rateWords)).toEqual(["none", "< 0.1 per hour", "0.9 per hour", "102 per hour"])
  const trend = (newPerHour: number, newPerHourBefore: number) => trendWords({ newPerHour, newPerHourBefore })
  expect([trend(0, 0), trend(0, 4), trend(1, 0), trend(1, 4), trend(4, 4), trend(9, 4)]).toEqual(
    ["quiet", "gone quiet", "new again", "settling", "steady", "growing"], // in this order
  )
})

test("a kind is on, off, or inactive with what it lacks", () => {
  expect(stateWords(kind({}))).toBe("On")
  expect(stateWords(kind({ on: false }))).toBe("Off")
  expect(stateWords(kind({ missing: "the firmware of ROC devices" }))).toBe(
    "Inactive: needs the firmware of ROC devices",
  )
  expect(thresholdWords(kind({}))).toBe("50 within 2 min")
  expect(thresholdWords(kind({ threshold: null }))).toBe("–")
  expect(isOwnThreshold(kind({ threshold: { count: 9, seconds: 120, of: "ports", decides: "source" } }))).toBe(true)
})

test("the catalogue is found by name, reason and technique, and by what was changed", () => {
  const all = [kind({}), kind({ id: "stop", title: "PLC Stop", engine: "operational", techniques: [], on: false })]
  const found = (search: string, engine = "", state = "") =>
    findKinds(all, { search, engine, state }).map(({ id }) => id)
  expect(found("t0846")).toEqual(["scan"])
  expect(found("open PORTS", "operational")).toEqual(["stop"])
  expect(found("", "", "off")).toEqual(["stop"])
  expect(found("", "", "changed")).toEqual(["stop"])
})

test("a threshold is read, or each of its numbers is refused", () => {
  expect(readThreshold(" 5", "60")).toEqual({ count: 5, seconds: 60 })
  expect(readThreshold("0", "1.5")).toMatchObject({ errors: { count: expect.stringContaining("whole") as string } })
  expect(readThreshold("1", "x")).toMatchObject({ errors: { count: "" } })
})

test("times of exclusion rules read as people say them", () => {
  expect(windowsWords([])).toBe("always")
  expect(windowsWords([{ days: [0, 1], from: 1320, to: 360 }])).toBe("Mon, Sun 22:00 to 06:00 next day")
  expect(windowsWords([{ days: [], from: 0, to: 1440 }])).toBe("every day 00:00 to 24:00")
  expect([minuteOf("06:30"), minuteOf("24:00"), minuteOf("25:00"), minuteOf("x")]).toEqual([390, 1440, null, null])
  expect(clockWords(65)).toBe("01:05")
  expect(namedWords(["A", "B", "C"], "all")).toBe("A and 2 more")
})
