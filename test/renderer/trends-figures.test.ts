import { readFileSync } from "node:fs"
import { expect, test } from "vitest"
import type { WidgetAnswer } from "../../shared/api/contract/trends.ts"
import { gapsOf, stepAt, timePoints } from "../../renderer/charts/time-points.ts"
import { filterWords } from "../../renderer/pages/trends/filter-words.ts"
import { pickWidgets } from "../../renderer/pages/trends/pick-widgets.ts"
import { readFilter } from "../../renderer/pages/trends/read-filter.ts"
import { exactValue, shortValue } from "../../renderer/pages/trends/unit-words.ts"
import { widgetCsv } from "../../renderer/pages/trends/widget-csv.ts"
import { tableOf } from "../../renderer/pages/trends/widget-table.ts"
import { formatShare } from "../../renderer/parts/format/numbers.ts"

const minute = 60_000_000
const start = Date.UTC(2026, 10, 12, 13, 3) * 1000
const answer: WidgetAnswer = {
  widget: "total-bandwidth",
  from: start,
  to: start + 2 * minute,
  unit: "bits-per-second",
  steps: [start, start + minute, start + 2 * minute],
  grain: "minute",
  series: [{ key: "=cmd", name: "=HYPERLINK(1)", total: 7, values: [1500, null], link: null }],
  slices: [],
  table: null,
  reason: "",
  note: "",
}

test("a line breaks at a gap, and a single step is still a stroke", () => {
  const points = timePoints([0, 10, 20, 30, 40], [1, null, 3, 5], 400)
  expect(points).toEqual([
    { x: 0, y: 1 },
    { x: 5, y: 1 },
    { x: 10, y: 1 },
    { x: 20, y: Number.NaN },
    { x: 20, y: 3 },
    { x: 25, y: 3 },
    { x: 35, y: 5 },
    { x: 40, y: 5 },
  ])
  expect(gapsOf([{ values: [1, null, null, 4] }, { values: [null, null, null, 4] }], 4)).toEqual([[1, 3]])
})

test("thinning keeps the highest and the lowest value of every pixel, and few points", () => {
  const values = Array.from({ length: 20_000 }, (_, at) => (at === 7777 ? 900 : at === 3333 ? -5 : at % 7))
  const points = timePoints(
    Array.from({ length: 20_001 }, (_, at) => at),
    values,
    200,
  )
  expect(points.length).toBeLessThan(4 * 200 + 10)
  expect(Math.max(...points.map(({ y }) => y))).toBe(900)
  expect(Math.min(...points.map(({ y }) => y))).toBe(-5)
  expect(points.every(({ x }, at) => at === 0 || x >= (points[at - 1]?.x ?? 0))).toBe(true)
})

test("the step under the pointer is found, also at the edges", () => {
  expect([0, 9, 10, 39, 40, 99, -5].map((moment) => stepAt([0, 10, 40, 60], moment))).toEqual([0, 0, 1, 1, 2, 2, 0])
})

test("CSV has bare numbers, moments in UTC, an empty field for a gap, and no formula", () => {
  expect(widgetCsv(tableOf(answer, "Europe/Berlin", true, formatShare)).split("\r\n")).toEqual([
    'From (UTC),To (UTC),"\'=HYPERLINK(1) (bit/s)"',
    "2026-11-12T13:03:00.000Z,2026-11-12T13:04:00.000Z,1500",
    "2026-11-12T13:04:00.000Z,2026-11-12T13:05:00.000Z,",
  ])
})

test("the table is in words and the site's time, the newest first, and a row knows what to ask", () => {
  const { rows } = tableOf(answer, "Europe/Berlin", false, formatShare)
  expect(rows.map(({ cells }) => cells)).toEqual([
    ["12 Nov 2026, 14:04 to 14:05", "not captured"],
    ["12 Nov 2026, 14:03 to 14:04", "1,500 bit/s"],
  ])
  expect(rows[1]?.ask).toEqual({ key: "=cmd", from: start, to: start + minute })
  const slices = [
    { key: "a", name: "Siemens", value: 3, text: "", link: null },
    { key: "b", name: "WAGO", value: 1, text: "", link: null },
  ]
  expect(
    tableOf({ ...answer, unit: "devices", series: [], slices }, "UTC", false, formatShare).rows.map(
      ({ cells }) => cells,
    ),
  ).toEqual([
    ["Siemens", "3 devices", "75 %"],
    ["WAGO", "1 device", "25 %"],
  ])
})

test("figures are short on axes and exact in tips", () => {
  expect(exactValue("bits-per-second", 2_158_217)).toBe("2.2 Mbit/s (2,158,217 bit/s)")
  expect(exactValue("messages", 1)).toBe("1 message")
  expect(exactValue("milliseconds", 3.2141)).toBe("3.214 ms")
  expect(shortValue("messages", 4412)).toBe("4,412")
  expect(shortValue("messages", 12_400_000)).toBe("12.4M")
})

test("a filter is read field by field, and told in words", () => {
  const none = { devices: [], subnet: "", vlan: "", protocol: "", port: "", most: "" }
  expect(readFilter(none)).toEqual({ filter: {}, errors: {} })
  expect(readFilter({ ...none, subnet: " 10.1.0.0/16 ", vlan: "20", port: "502", most: "7" }).filter).toEqual({
    subnet: "10.1.0.0/16",
    vlan: 20,
    port: 502,
    most: 7,
  })
  expect(
    Object.keys(readFilter({ ...none, subnet: "10.1.0.300/16", vlan: "5000", port: "-1", most: "1.5" }).errors),
  ).toEqual(["subnet", "vlan", "port", "most"])
  const names = { device: (id: string) => id.toUpperCase(), protocol: () => "Modbus/TCP" }
  expect(
    filterWords({ devices: ["plc"], subnet: "10.1.0.0/16", vlan: 0, protocol: "modbus", port: 502 }, names),
  ).toEqual(["PLC", "Subnet 10.1.0.0/16", "No VLAN", "Modbus/TCP", "Port 502"])
})

test("widgets are found by kind, by protocol and by words", () => {
  expect(pickWidgets("", "Traffic").every(({ kind }) => kind === "Traffic")).toBe(true)
  expect(pickWidgets("", "Modbus").map(({ key }) => key)).toContain("modbus-functions")
  expect(pickWidgets("vendor devices", "All").map(({ key }) => key)).toContain("devices-by-vendor")
  expect(pickWidgets("", "All").length).toBeGreaterThan(pickWidgets("", "Security").length)
})

test("the colours of charts stand out from the ground in every theme", () => {
  const read = (name: string) => readFileSync(new URL(`../../renderer/styles/${name}.css`, import.meta.url), "utf8")
  const themes = [
    read("tokens"),
    ...read("themes")
      .split(/(?=\[data-theme)/)
      .slice(1),
  ]
  const light = (hex: string) => {
    const [r = 0, g = 0, b = 0] = [1, 3, 5].map((from) => {
      const share = Number.parseInt(hex.slice(from, from + 2), 16) / 255
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
    })
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
  }
  const contrast = (a: string, b: string) => {
    const [dark = 0, bright = 0] = [light(a), light(b)].sort((x, y) => x - y)
    return (bright + 0.05) / (dark + 0.05)
  }
  expect(themes).toHaveLength(4)
  for (const theme of themes) {
    const ground = /--surface: (#\w+)/.exec(theme)?.[1] ?? ""
    const series = [...theme.matchAll(/--series-\d: (#\w+)/g)].map((match) => match[1] ?? "")
    expect(series).toHaveLength(8)
    for (const colour of series) expect(contrast(colour, ground), `${colour} on ${ground}`).toBeGreaterThanOrEqual(3)
  }
})
