/** When learning can end: what is new is counted by the time that was listened to, not by the calendar. */
import { expect, test } from "vitest"
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
  expect(site).toEqual({ listened: 864_000, known: 6, newPerHour: 3 / 24, newPerHourBefore: 1 / 24 })
  expect(protocols.get("modbus")).toMatchObject({ known: 5, newPerHour: 2 / 24, newPerHourBefore: 1 / 24 })
  expect(devices.get("c")).toMatchObject({ known: 1, newPerHour: 1 / 24 })
  expect(share).toBe(0.5)
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
