/** Figures as people read them. */
import { expect, test } from "vitest"
import { figureText } from "../../../shared/insight/report/figure-text.ts"

test("three digits that matter, in the unit that needs the fewest", () => {
  expect(figureText(0, "bits-per-second")).toBe("0 bit/s")
  expect(figureText(1_243_000, "bits-per-second")).toBe("1.24 Mbit/s")
  expect(figureText(999.9, "milliseconds")).toBe("1 s")
  expect(figureText(0.042, "milliseconds")).toBe("42 µs")
  expect(figureText(90_000, "milliseconds")).toBe("1.5 min")
  expect(figureText(800, "bytes")).toBe("800 B")
  expect(figureText(1_550_000_000, "bytes")).toBe("1.55 GB")
  expect(figureText(12_345, "messages")).toBe("12,345")
  expect(figureText(3.456, "percent")).toBe("3.46 %")
})
