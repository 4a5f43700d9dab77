/** The event timeline: filters become questions and words; events stand by day and hour of the site. */
import { expect, test } from "vitest"
import type { TimelineEvent } from "../../shared/api/contract/timeline.ts"
import { eventDays } from "../../renderer/pages/timeline/event-days.ts"
import { allEvents, choiceChips, choiceOf, filterOf } from "../../renderer/pages/timeline/timeline-choice.ts"

const names = { device: (id: string) => id.toUpperCase(), kind: (code: string) => code.toLowerCase() }

test("at first everything is asked for, what people did too", () => {
  expect(filterOf(allEvents, " stop ", 0)).toEqual({
    ...{ search: "stop", people: true, least: "info" },
    ...{ kinds: [], withoutKinds: [], devices: [], withoutDevices: [] },
  })
})

test("what is included and excluded is asked for and said", () => {
  const choice = { ...allEvents, people: false, devices: ["plc"], withoutKinds: ["SCAN" as const] }
  expect(filterOf(choice, "", 0)).toMatchObject({ people: false, devices: ["plc"], withoutKinds: ["SCAN"] })
  const chips = choiceChips(choice, names)
  expect(chips.map(({ text }) => text)).toEqual(["Without user operations", "Device: PLC", "Not: scan"])
  expect(chips[0]?.without.people).toBe(true)
})

test("a link from an alert narrows it to its devices and time", () => {
  expect(choiceOf(new URLSearchParams("from=5&to=9&device=a,b"))).toEqual({
    ...allEvents,
    time: { is: "span", from: 5, to: 9 },
    devices: ["a", "b"],
  })
  expect(choiceOf(new URLSearchParams("kind=SCAN,NONSENSE"))?.kinds).toEqual(["SCAN"])
  expect(choiceOf(new URLSearchParams(""))).toBeNull()
})

test("events stand by day and hour of the site's zone", () => {
  const event = (id: number, iso: string): TimelineEvent => ({
    ...{ id, at: Date.parse(iso) * 1000, kind: "SCAN", title: "Scan", severity: "notice" },
    ...{ text: "", by: "", devices: [], protocol: "", alert: "", packets: false },
  })
  const events = [event(3, "2026-11-21T23:30:00Z"), event(2, "2026-11-21T23:10:00Z"), event(1, "2026-11-21T22:59:00Z")]
  const days = eventDays(events, "Europe/Berlin")
  expect(days.map(({ title }) => title)).toEqual(["Sunday, 22 November 2026", "Saturday, 21 November 2026"])
  expect(days.map(({ hours }) => hours.map(({ title, events: some }) => [title, some.length]))).toEqual([
    [["00:00", 2]],
    [["23:00", 1]],
  ])
})
