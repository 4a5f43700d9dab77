/** When learning can end: what is new is counted by the time that was listened to, not by the calendar. */
import { expect, test } from "vitest"
import { heardHours, remainsOf, remainsToBeSeen } from "../../electron/handlers/answers/readiness-remains.ts"
import { advise, listeningClock, tallyLearned, type Learned } from "../../electron/handlers/answers/readiness.ts"

const day = 86_400e6
const hour = 3600e6
const stretch = (from: number, to: number) => ({ from: from * day, to: to * day })
const learned = (at: number, more: Partial<Learned> = {}): Learned => ({
  ...{ firstSeen: at * day, protocol: "modbus", devices: ["a", "b"] },
  ...more,
})

test("time in which nobody listened does not count", () => {
  const { total, at } = listeningClock([stretch(0, 1), stretch(100, 102)])
  expect(total).toBe((3 * day) / 1e6)
  expect([-1, 0.5, 50, 100, 101, 500].map((time) => at(time * day) / 86_400)).toEqual([0, 0.5, 1, 1, 2, 3])
})

test("what is new in the newest tenth and the one before, for the site, protocols and devices", () => {
  const all = [0.1, 0.2, 8.5, 9.5, 9.6].map((time) => learned(time))
  const { site, protocols, devices, share } = tallyLearned(
    [...all, learned(9.9, { protocol: "s7comm", devices: ["c"] })],
    [stretch(0, 10)],
  )
  expect(site).toEqual({ listened: 864_000, known: 6, newPerHour: 3 / 24, newPerHourBefore: 1 / 24, quiet: 8640 })
  expect(protocols.get("modbus")).toMatchObject({ known: 5, newPerHour: 2 / 24, newPerHourBefore: 1 / 24 })
  expect(devices.get("c")).toMatchObject({ known: 1, newPerHour: 1 / 24 })
  expect(share).toBe(0.5)
})

/** Monday, 2 March 2026, 00:00 UTC. */
const monday = Date.UTC(2026, 2, 2) * 1000
const heard = (...hours: readonly (readonly [from: number, to: number])[]) =>
  heardHours(
    hours.map(([from, to]) => ({ from: monday + from * hour, to: monday + to * hour })),
    "UTC",
  )
const nothingElse = { listened: 20 * 86_400, once: [], growing: [], shortPolls: 0 }

test("shifts and days that nobody listened to remain to be seen", () => {
  const week = [0, 1, 2, 3, 4, 5, 6].map((n) => [n * 24, (n + 1) * 24] as const)
  expect(remainsToBeSeen({ ...nothingElse, heard: heard(...week) })).toEqual([])
  expect(remainsToBeSeen({ ...nothingElse, heard: heard(...week.slice(0, 5)) })).toEqual([
    "Not listened to yet: Saturday, Sunday and nights of the weekend.",
  ])
  const dayShift = week.map(([from]) => [from + 6, from + 14] as const)
  expect(remainsToBeSeen({ ...nothingElse, heard: heard(...dayShift) })).toEqual([
    "Not listened to yet: nights of working days and nights of the weekend.",
  ])
  expect(remainsToBeSeen({ ...nothingElse, heard: heard([8, 16]) })[0]).toContain(
    "Tuesday, Wednesday, Thursday, Friday",
  )
})

test("the site's zone says what is night", () => {
  const dayShift = [{ from: monday + 6 * hour, to: monday + 14 * hour }]
  expect(heardHours(dayShift, "UTC").atNight).toBe(0)
  // 06:00 to 14:00 UTC is 22:00 to 06:00 in Los Angeles, of the night before.
  expect(heardHours(dayShift, "America/Los_Angeles")).toMatchObject({ atNight: 6, weekendNight: 2 })
})

test("too little time, what grows, who was heard once and polls measured briefly remain to be seen", () => {
  const all = remainsToBeSeen({
    ...{
      listened: 3 * 86_400,
      heard: heard([0, 168]),
      once: ["A", "B", "C", "D", "E"],
      growing: ["TLS"],
      shortPolls: 1,
    },
  })
  expect(all).toEqual([
    "Time: 11 days more, of at least 14 days.",
    "Still grows: TLS.",
    "5 devices were heard on one day only: A, B, C and 2 more.",
    "1 polling interval was measured for less than a day.",
  ])
})

test("of one device or protocol it is told in a few words", () => {
  const tally = { listened: 0, known: 1, newPerHour: 0, newPerHourBefore: 0, quiet: 8 * 86_400 }
  const of = (more: Partial<Parameters<typeof remainsOf>[0]>) =>
    remainsOf({ tally, heardOnce: false, shortPolls: 0, ...more })
  expect(of({})).toBe("nothing")
  expect(of({ tally: { ...tally, quiet: 5 * 86_400 } })).toBe("2 days more without anything new")
  expect(of({ tally: { ...tally, newPerHour: 1 }, heardOnce: true, shortPolls: 2 })).toBe(
    "what is still new now, another day of it and a day of 2 polls",
  )
})

const settled = Array.from({ length: 200 }, (_, n) => learned(n / 200))

test.each([
  ["nothing was learned", [], [stretch(0, 20)], false, /Nothing was learned/],
  ["too short", settled, [stretch(0, 5)], false, /Go on learning.*2 to 6 weeks/],
  ["settled", settled, [stretch(0, 20)], true, /can be turned off now.*20 days/],
  [
    "still new things",
    [...settled, ...Array.from({ length: 5 }, () => learned(19))],
    [stretch(0, 20)],
    false,
    /still shows new/,
  ],
] as const)("advice: %s", (_, all, covered, ready, words) => {
  const made = advise(tallyLearned(all, covered), true)
  expect(made.ready).toBe(ready)
  expect(made.advice).toMatch(words)
  expect(made.advice.length).toBeLessThan(600)
})

test("after learning, the advice says what turning it on again is for", () => {
  expect(advise(tallyLearned(settled, [{ from: 0, to: hour }]), false).advice).toMatch(/^Learning is off/)
})
