import { expect, test } from "vitest"
import { fromField, spanWords, toField } from "../../renderer/pages/trends/site-times.ts"
import { timeTicks } from "../../renderer/pages/trends/time-ticks.ts"

const at = (iso: string) => Date.parse(iso) * 1000
const texts = (from: string, to: string, most: number, zone = "Europe/Berlin") =>
  timeTicks(at(from), at(to), most, zone).map(({ text }) => text)

test("ticks stand at round times of the site's clock, and midnight says the day", () => {
  expect(texts("2026-11-11T14:03Z", "2026-11-12T14:03Z", 9)).toEqual([
    "18:00",
    "21:00",
    "12 Nov",
    "03:00",
    "06:00",
    "09:00",
    "12:00",
    "15:00",
  ])
  expect(texts("2026-11-12T13:03Z", "2026-11-12T14:03Z", 5)).toEqual(["14:15", "14:30", "14:45", "15:00"])
  expect(texts("2026-11-12T14:00Z", "2026-11-12T14:05Z", 6)).toEqual([
    "15:00",
    "15:01",
    "15:02",
    "15:03",
    "15:04",
    "15:05",
  ])
  expect(texts("2026-11-12T00:00Z", "2026-11-12T06:00Z", 7, "Asia/Kathmandu")).toEqual([
    "06:00",
    "07:00",
    "08:00",
    "09:00",
    "10:00",
    "11:00",
  ])
})

test("over days and weeks ticks are beginnings of days", () => {
  expect(texts("2026-11-05T14:00Z", "2026-11-12T14:00Z", 8)).toEqual([
    "6 Nov",
    "7 Nov",
    "8 Nov",
    "9 Nov",
    "10 Nov",
    "11 Nov",
    "12 Nov",
  ])
  expect(texts("2026-08-14T00:00Z", "2026-11-12T00:00Z", 8)).toEqual([
    "15 Aug",
    "29 Aug",
    "12 Sept",
    "26 Sept",
    "10 Oct",
    "24 Oct",
    "7 Nov",
  ])
})

test("the hour that clocks leave out has no tick, and the one they show twice has two", () => {
  // 29 March 2026: from 02:00 to 03:00; 25 October 2026: from 03:00 back to 02:00.
  expect(texts("2026-03-28T23:00Z", "2026-03-29T04:00Z", 8)).toEqual([
    "29 Mar",
    "01:00",
    "03:00",
    "04:00",
    "05:00",
    "06:00",
  ])
  expect(texts("2026-10-24T22:00Z", "2026-10-25T03:00Z", 8)).toEqual([
    "25 Oct",
    "01:00",
    "02:00",
    "02:00",
    "03:00",
    "04:00",
  ])
  // What follows the change still stands at round times.
  expect(texts("2026-03-28T23:00Z", "2026-03-29T22:00Z", 5)).toEqual(["29 Mar", "06:00", "12:00", "18:00", "30 Mar"])
  expect(texts("2026-10-24T22:00Z", "2026-10-25T23:00Z", 5)).toEqual(["25 Oct", "06:00", "12:00", "18:00", "26 Oct"])
})

test("a day whose midnight is left out begins with its first minute", () => {
  // Beirut, 29 March 2026: 00:00 becomes 01:00.
  expect(texts("2026-03-28T20:00Z", "2026-03-29T01:00Z", 8, "Asia/Beirut")).toEqual([
    "22:00",
    "23:00",
    "29 Mar",
    "02:00",
    "03:00",
    "04:00",
  ])
})

test("moments are told with their date, whole days as days, and a doubled hour with its offset", () => {
  const words = (from: string, to: string) => spanWords(at(from), at(to), "Europe/Berlin")
  expect(words("2026-11-12T13:03Z", "2026-11-12T13:04Z")).toBe("12 Nov 2026, 14:03 to 14:04")
  expect(words("2026-11-11T23:00Z", "2026-11-12T23:00Z")).toBe("12 Nov 2026")
  expect(words("2026-11-11T22:30Z", "2026-11-12T01:00Z")).toBe("11 Nov 2026, 23:30 to 12 Nov 2026, 02:00")
  expect(words("2026-10-25T00:10Z", "2026-10-25T00:11Z")).toBe("25 Oct 2026, 02:10 to 02:11 (UTC+2)")
  expect(words("2026-10-25T01:10Z", "2026-10-25T01:11Z")).toBe("25 Oct 2026, 02:10 to 02:11 (UTC+1)")
  expect(words("2026-10-24T22:00Z", "2026-10-25T23:00Z")).toBe("25 Oct 2026") // 25 hours
})

test("what is entered in a date field is a time of the site", () => {
  const zone = "Europe/Berlin"
  expect(fromField("2026-11-12T15:03", zone)).toBe(at("2026-11-12T14:03Z"))
  expect(toField(at("2026-07-12T14:03Z"), zone)).toBe("2026-07-12T16:03")
  expect(fromField("2026-03-29T02:30", zone)).toBe(at("2026-03-29T01:30Z")) // left out: 03:30
  expect(fromField("2026-10-25T02:30", zone)).toBe(at("2026-10-25T00:30Z")) // twice: the first
  expect(fromField("", zone)).toBe(null)
})
