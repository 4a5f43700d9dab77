/** The list of widgets: complete, and each entry usable as it stands. */
import { expect, test } from "vitest"
import { widgetByKey, widgets } from "../../../shared/insight/trends/widgets.ts"

/** Themes of the documented product (the reference's section 10), and how many widgets each has; ours come on top. */
const documented = {
  Traffic: 6,
  Devices: 8,
  Alerts: 1,
  Database: 1,
  Modbus: 1,
  DNP3: 1,
  MMS: 1,
  "OPC UA": 1,
  SRTP: 2,
  "Siemens S7": 2,
  "EtherNet/IP": 3,
  "IEC 60870-5-104": 1,
  "OPC (classic)": 2,
  DeltaV: 3,
  AMS: 2,
  BACnet: 1,
  SuiteLink: 2,
}
const ours = ["broadcast-share", "response-time", "exceptions-by-device", "polling-jitter"]

test("all 38 documented widgets are there, by theme, and four of our own", () => {
  const counts: Record<string, number> = {}
  for (const { key, theme } of widgets) if (!ours.includes(key)) counts[theme] = (counts[theme] ?? 0) + 1
  expect(counts).toEqual(documented)
  expect(widgets.length).toBe(38 + ours.length)
})

test("keys and titles are unique, and sizes lie on the grid", () => {
  expect(new Set(widgets.map(({ key }) => key)).size).toBe(widgets.length)
  expect(new Set(widgets.map(({ title }) => title)).size).toBe(widgets.length)
  for (const { key, w, h, most, description } of widgets) {
    expect([key, w >= 2 && w <= 12, h >= 2 && h <= 6, most >= 1 && most <= 50]).toEqual([key, true, true, true])
    expect(description.endsWith(".")).toBe(true)
    expect(widgetByKey(key)?.key).toBe(key)
  }
})
