import { expect, test } from "vitest"
import { toCsv } from "../../renderer/pages/inventory/export-csv.ts"
import { firstView, matches, readView, selectRows, toLines } from "../../renderer/pages/inventory/inventory-view.ts"
import { setProtocols } from "../../renderer/state/protocol-words.ts"
import { deviceRow } from "./device-row.ts"

setProtocols([{ name: "s7comm", title: "S7comm" }])
const rows = [
  deviceRow({
    id: "a",
    name: "PLC-10",
    type: "plc",
    addresses: ["10.0.0.10"],
    protocols: [{ name: "s7comm", role: "server" }],
  }),
  deviceRow({ id: "b", name: "PLC-9", type: "plc", addresses: ["10.0.0.9"], vendor: "Siemens" }),
  deviceRow({ id: "c", name: "HMI-1", type: "hmi", addresses: ["10.0.1.1"] }),
  deviceRow({ id: "d", name: "52.1.1.1", internet: true, addresses: ["52.1.1.1"] }),
]
const names = (list: readonly { name: string }[]) => list.map(({ name }) => name)

test("numbers in names and addresses sort as numbers; internet addresses are no devices", () => {
  expect(names(selectRows(rows, firstView, ""))).toEqual(["HMI-1", "PLC-9", "PLC-10"])
  expect(names(selectRows(rows, { ...firstView, sort: { column: "address", down: true } }, ""))).toEqual([
    "HMI-1",
    "PLC-10",
    "PLC-9",
  ])
})

test("filters on one column widen, on two columns narrow", () => {
  const type = (value: string) => ({ column: "type", operator: "equals", value }) as const
  const both = { ...firstView, filters: [type("PLC"), type("HMI")] }
  expect(selectRows(rows, both, "")).toHaveLength(3)
  const vendor = { column: "vendor", operator: "contains", value: "siem" } as const
  expect(names(selectRows(rows, { ...firstView, filters: [type("PLC"), vendor] }, ""))).toEqual(["PLC-9"])
})

test("a protocol is found by its title and by its name", () => {
  const [first] = rows
  expect(first && matches(first, { column: "protocols", operator: "equals", value: "S7comm" })).toBe(true)
  expect(first && matches(first, { column: "protocols", operator: "equals", value: "S7" })).toBe(false)
})

test("the search finds every word somewhere in the row", () => {
  expect(names(selectRows(rows, firstView, "plc 10.0.0.9"))).toEqual(["PLC-9"])
})

test("groups have a heading with their number", () => {
  const lines = toLines(selectRows(rows, firstView, ""), "subnet")
  expect(lines.map((line) => (line.is === "heading" ? line.text : line.row.name))).toEqual([
    "10.0.0.0/24 · 2",
    "PLC-9",
    "PLC-10",
    "10.0.1.0/24 · 1",
    "HMI-1",
  ])
})

test("a saved view of another version is read as far as it goes", () => {
  const view = readView({ columns: ["gone", "name"], group: "type" })
  expect(view.columns).toEqual(["name"])
  expect(view.sort).toEqual(firstView.sort)
})

test("CSV makes formulas harmless and quotes what needs it", () => {
  const row = deviceRow({ id: "e", name: '=HYPERLINK("http://x")', vendor: "A, B" })
  const csv = toCsv([row], ["name", "vendor"])
  expect(csv).toBe('Name,Vendor\r\n"\'=HYPERLINK(""http://x"")","A, B"')
})
