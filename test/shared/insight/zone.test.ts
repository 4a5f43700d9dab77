/** Days and hours of a zone, on the days when clocks change. */
import { expect, test } from "vitest"
import { dayStart, localHour, localOffset, nextDay } from "../../../shared/insight/trends/zone.ts"

const minute = (utc: string): number => Date.parse(`${utc}Z`) / 60_000
const text = (at: number): string => new Date(at * 60_000).toISOString().slice(0, 16)
const day = (utc: string, zone: string): readonly [string, number] => {
  const start = dayStart(minute(utc), zone)
  return [text(start), (nextDay(minute(utc), zone) - start) / 60]
}

test("a day in UTC", () => {
  expect(day("2026-03-02T17:31", "UTC")).toEqual(["2026-03-02T00:00", 24])
  expect(day("2026-03-02T00:00", "UTC")).toEqual(["2026-03-02T00:00", 24])
  expect(day("1969-12-31T23:59", "UTC")).toEqual(["1969-12-31T00:00", 24])
})

test("Berlin has a day of 23 hours in March and one of 25 in October", () => {
  expect(day("2026-03-28T23:00", "Europe/Berlin")).toEqual(["2026-03-28T23:00", 23])
  expect(day("2026-03-29T21:59", "Europe/Berlin")).toEqual(["2026-03-28T23:00", 23])
  expect(day("2026-03-29T22:00", "Europe/Berlin")).toEqual(["2026-03-29T22:00", 24])
  expect(day("2026-10-25T12:00", "Europe/Berlin")).toEqual(["2026-10-24T22:00", 25])
})

test("where clocks are put forward at midnight, the day begins at one", () => {
  expect(day("2018-11-04T12:00", "America/Sao_Paulo")).toEqual(["2018-11-04T03:00", 23])
  expect(day("2018-11-04T02:59", "America/Sao_Paulo")).toEqual(["2018-11-03T03:00", 24])
  expect(day("2026-03-29T12:00", "Asia/Beirut")).toEqual(["2026-03-28T22:00", 23])
})

test("where clocks are put back at midnight, the day before has 25 hours", () => {
  expect(day("2018-02-18T02:30", "America/Sao_Paulo")).toEqual(["2018-02-17T02:00", 25])
  expect(day("2018-02-18T03:00", "America/Sao_Paulo")).toEqual(["2018-02-18T03:00", 24])
})

test("zones that are not whole hours off", () => {
  expect(day("2026-03-02T18:29", "Asia/Kolkata")).toEqual(["2026-03-01T18:30", 24])
  expect(day("2026-03-02T18:30", "Asia/Kolkata")).toEqual(["2026-03-02T18:30", 24])
  // Lord Howe moves its clocks by half an hour: 11:00 to 10:30 ahead of UTC.
  expect(day("2026-04-04T14:00", "Australia/Lord_Howe")).toEqual(["2026-04-04T13:00", 24.5])
  expect(day("2026-10-03T20:00", "Australia/Lord_Howe")).toEqual(["2026-10-03T13:30", 23.5])
})

test("a day that an island left out is passed over", () => {
  expect(day("2011-12-30T09:00", "Pacific/Apia")).toEqual(["2011-12-29T10:00", 24])
  expect(day("2011-12-30T10:00", "Pacific/Apia")).toEqual(["2011-12-30T10:00", 24])
})

test("days follow each other without a hole for two years", () => {
  for (const zone of ["Europe/Berlin", "America/Sao_Paulo", "Asia/Beirut", "Australia/Lord_Howe", "America/New_York"]) {
    let start = dayStart(minute("2025-01-01T12:00"), zone)
    for (let days = 0; days < 730; days++) {
      const next = nextDay(start, zone)
      expect(dayStart(next - 1, zone)).toBe(start)
      expect(dayStart(next, zone)).toBe(next)
      start = next
    }
    expect(text(start + 720).slice(0, 7)).toBe("2027-01")
  }
})

test("hours as the wall shows them", () => {
  expect(localHour(minute("2026-03-29T00:59"), "Europe/Berlin")).toBe(1)
  expect(localHour(minute("2026-03-29T01:00"), "Europe/Berlin")).toBe(3)
  expect(localHour(minute("2026-10-25T00:30"), "Europe/Berlin")).toBe(2)
  expect(localHour(minute("2026-10-25T01:30"), "Europe/Berlin")).toBe(2)
  expect(localHour(minute("2026-03-02T18:30"), "Asia/Kolkata")).toBe(0)
  expect(localOffset(minute("2026-10-25T00:59"), "Europe/Berlin")).toBe(120)
  expect(localOffset(minute("2026-10-25T01:00"), "Europe/Berlin")).toBe(60)
})

test("a zone that is none is refused", () => {
  expect(() => dayStart(0, "Mars/Olympus")).toThrow(RangeError)
})
