import { expect, test } from "vitest"
import {
  formatBitsPerSecond,
  formatBytes,
  formatCount,
  formatNumber,
  formatShare,
} from "../../renderer/parts/format/numbers.ts"
import { formatSpan, formatTime } from "../../renderer/parts/format/times.ts"

test("numbers have separators and words agree with them", () => {
  expect(formatNumber(11_482_203)).toBe("11,482,203")
  expect(formatCount(1, "device")).toBe("1 device")
  expect(formatCount(0, "device")).toBe("0 devices")
  expect(formatCount(2, "address", "addresses")).toBe("2 addresses")
})

test("sizes and rates step by a thousand", () => {
  expect(formatBytes(999)).toBe("999 bytes")
  expect(formatBytes(1500)).toBe("1.5 kB")
  expect(formatBytes(999_600)).toBe("1 MB")
  expect(formatBytes(812_345_678)).toBe("812 MB")
  expect(formatBitsPerSecond(5_600_000)).toBe("5.6 Mbit/s")
})

test("a share never hides that something is there, nor claims that all is", () => {
  expect(formatShare(0, 10)).toBe("0 %")
  expect(formatShare(1, 1_000_000)).toBe("< 0.1 %")
  expect(formatShare(999_999, 1_000_000)).toBe("> 99.9 %")
  expect(formatShare(941, 1000)).toBe("94.1 %")
  expect(formatShare(0, 0)).toBe("0 %")
})

test("spans of time are rounded to what matters", () => {
  expect(formatSpan(0.2)).toBe("less than 1 s")
  expect(formatSpan(42)).toBe("42 s")
  expect(formatSpan(250)).toBe("4 min")
  expect(formatSpan(7800)).toBe("2 h 10 min")
  expect(formatSpan(200_000)).toBe("2 days")
})

test("no time is a dash", () => expect(formatTime(0)).toBe("–"))
