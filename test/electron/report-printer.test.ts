/** Reports on paper: what stands in the PDF, that hostile names do no harm, and what is refused. */
import { inflateSync } from "node:zlib"
import { afterAll, expect, test } from "vitest"
import { partsBeside } from "../../electron/core/parts.ts"
import { ReportPrinter } from "../../electron/core/report-printer.ts"
import { columnWidths } from "../../electron/pdf/column-widths.ts"
import { printable } from "../../electron/pdf/printable.ts"
import { timeTicks, valueTicks } from "../../electron/pdf/ticks.ts"
import type { ReportDocument, ReportPart } from "../../shared/insight/report/document.ts"

const sourceParts = partsBeside(new URL("../../electron/entry/pdf.ts", import.meta.url).href)
const logged: string[] = []
const march = Date.UTC(2026, 2, 2) * 1000
const printer = new ReportPrinter(
  sourceParts,
  () => march,
  (line) => logged.push(line),
)
afterAll(() => printer.stop())

const report = (parts: readonly ReportPart[]): ReportDocument => ({
  title: "Plant traffic",
  site: "Bottling plant",
  range: "2 March 2026",
  made: "Made by anna",
  zone: "Europe/Berlin",
  summary: ["52 devices were seen."],
  parts,
})
const part = (more: Partial<ReportPart>): ReportPart => ({
  ...{ heading: "Devices", level: 1, text: "", picture: null, table: null, note: "" },
  ...more,
})

type Pdf = { readonly pages: number; readonly title: string; readonly texts: readonly string[] }

/** Enough of PDF to read what pdfkit writes: flate streams, glyph numbers in TJ, and each font's ToUnicode table. */
function read(bytes: Uint8Array): Pdf {
  const file = Buffer.from(bytes).toString("latin1")
  expect(file.startsWith("%PDF-")).toBe(true)
  const objects = new Map<string, string>()
  for (const [, id, body] of file.matchAll(/(?:^|\n)(\d+) 0 obj\n([\s\S]*?)\nendobj/g)) objects.set(id!, body!)
  const streamOf = (body: string): string => {
    const data = Buffer.from(/stream\n([\s\S]*)\nendstream/.exec(body)?.[1] ?? "", "latin1")
    return body.includes("FlateDecode") ? inflateSync(data).toString("latin1") : data.toString("latin1")
  }
  const letters = (font: string): Map<number, string> => {
    const table = streamOf(objects.get(/ToUnicode (\d+) 0 R/.exec(font)![1]!)!)
    const found = new Map<number, string>()
    for (const [, first, list] of table.matchAll(/<([0-9a-f]+)> <[0-9a-f]+> \[([^\]]*)\]/g))
      [...list!.matchAll(/<([0-9a-f ]*)>/g)].forEach(([, hex], index) =>
        found.set(
          parseInt(first!, 16) + index,
          String.fromCharCode(...(hex!.match(/[0-9a-f]{4}/g) ?? []).map((one) => parseInt(one, 16))),
        ),
      )
    return found
  }
  const fonts = new Map<string, Map<number, string>>()
  for (const body of objects.values())
    for (const [, name, id] of body.matchAll(/\/(F\d+) (\d+) 0 R/g)) fonts.set(name!, letters(objects.get(id!)!))
  const texts: string[] = []
  for (const body of objects.values()) {
    if (!body.includes("stream\n") || body.includes("Length1")) continue
    let font = new Map<number, string>()
    for (const [, name, shown] of streamOf(body).matchAll(/\/(F\d+) [\d.]+ Tf|\[((?:<[0-9a-f]*>|[\s\d.-])*)\] TJ/g))
      if (name !== undefined) font = fonts.get(name) ?? font
      else
        texts.push(
          [...shown!.matchAll(/<([0-9a-f]*)>/g)]
            .flatMap(([, hex]) => hex!.match(/.{4}/g) ?? [])
            .map((glyph) => font.get(parseInt(glyph, 16)) ?? "")
            .join(""),
        )
  }
  const info = [...objects.values()].find((body) => body.includes("/Producer")) ?? ""
  const title = objects.get(/\/Title (\d+) 0 R/.exec(info)?.[1] ?? "")?.replace(/[()]/g, "") ?? ""
  return { pages: Number(/\/Count (\d+)/.exec(file)?.[1]), title, texts }
}
const says = (pdf: Pdf): string => pdf.texts.join(" ").replace(/\s+/g, " ")

test("a short report says who, what and when on one page without contents", async () => {
  const rows = [["PLC-01", "1,234"]]
  const table = {
    columns: [
      { title: "Device", right: false },
      { title: "Errors", right: true },
    ],
    rows,
  }
  const pdf = read(await printer.print(report([part({ text: "All of them.", table, note: "Nothing left out." })])))
  expect([pdf.pages, pdf.title]).toEqual([1, "Plant traffic"])
  for (const text of [
    "Bottling plant",
    "2 March 2026",
    "Made by anna",
    "52 devices were seen.",
    "PLC-01",
    "1,234",
    "page 1 of 1",
  ])
    expect(says(pdf)).toContain(text)
  expect(says(pdf)).not.toContain("Contents")
})

test("a long report has contents with page numbers, and the table's head on every page", async () => {
  const rows = Array.from({ length: 300 }, (_, row) => [`device ${row}`, String(row)])
  const table = {
    columns: [
      { title: "Station", right: false },
      { title: "Errors", right: true },
    ],
    rows,
  }
  const pdf = read(await printer.print(report([part({ table }), part({ heading: "Traffic" })])))
  expect(pdf.pages).toBeGreaterThan(4)
  expect(says(pdf)).toContain("Contents")
  expect(says(pdf)).toContain(`page ${pdf.pages} of ${pdf.pages}`)
  expect(pdf.texts.filter((text) => text.trim() === "Station").length).toBeGreaterThanOrEqual(5)
  expect(says(pdf)).toContain("device 299")
})

test("pictures carry their axes and names", async () => {
  const steps = [0, 1, 2, 3, 4].map((hour) => march + hour * 3600e6)
  const lines = {
    is: "lines" as const,
    steps,
    series: [
      { name: "PLC-01", values: [1e6, null, 2e6, 1e6] },
      { name: "Others", values: [0, null, 5e5, 5e5] },
    ],
    unit: "bits-per-second",
  }
  const shares = {
    is: "shares" as const,
    slices: [
      { name: "502 Modbus", value: 3, text: "3 MB" },
      { name: "102", value: 1, text: "1 MB" },
    ],
    unit: "bytes",
  }
  const pdf = read(await printer.print(report([part({ picture: lines }), part({ picture: shares })])))
  for (const text of ["2 Mbit/s", "02:00", "PLC-01", "Others", "nothing captured", "502 Modbus", "75 % · 3 MB"])
    expect(says(pdf)).toContain(text)
})

test("hostile names stay inside the page and are told of", async () => {
  const names = ["x".repeat(400), "\u202egnp.exe", "泵站", "😀", "</text><script>", "e\u0301\u0300\u0300"]
  const table = {
    columns: [
      { title: "Name", right: false },
      { title: "Address", right: false },
    ],
    rows: names.map((name) => [name, "10.0.0.1"]),
  }
  const picture = { is: "bars" as const, slices: names.map((name) => ({ name, value: 1, text: "1" })), unit: "devices" }
  const pdf = read(await printer.print(report([part({ heading: names[1]!, table, picture })])))
  expect(pdf.pages).toBe(1)
  expect(says(pdf)).toContain("</text><script>")
  expect(says(pdf)).toContain("Some letters are not in this report's font")
})

test("text is made printable letter by letter", () => {
  expect(printable("Grüße µ − Ω 10 €")).toBe("Grüße µ − Ω 10 €")
  expect(printable("a → b\r\nc")).toBe("a -> b\nc")
  expect(printable("e\u0301\u0302")).toBe("é\ufffd")
  expect(printable("\u202e泵\u0000")).toBe("\ufffd\ufffd\ufffd")
})

test("columns fill the width, and a long one leaves room for the others", () => {
  const columns = [
    { title: "Name", right: false },
    { title: "Errors", right: true },
  ]
  const few = columnWidths({ columns, rows: [["PLC", "1"]] }, 500)
  expect(Math.round(few[0]! + few[1]!)).toBe(500)
  expect(few[1]).toBeLessThan(50)
  const long = columnWidths({ columns, rows: [["x".repeat(400), "1,234,567"]] }, 500)
  expect(Math.round(long[0]! + long[1]!)).toBe(500)
  expect(long[1]).toBeGreaterThan(45)
})

test("axes are marked at round figures and at round times of the zone", () => {
  expect(valueTicks(1_850_000, "bits-per-second").map(({ text }) => text)).toEqual([
    "0 Mbit/s",
    "0.5 Mbit/s",
    "1 Mbit/s",
    "1.5 Mbit/s",
    "2 Mbit/s",
  ])
  expect(valueTicks(3, "devices").map(({ text }) => text)).toEqual(["0", "1", "2", "3"])
  expect(valueTicks(0, "devices").map(({ text }) => text)).toEqual(["0", "1"])
  // The night of 29 March 2026 in Berlin: 02:00 does not exist.
  const night = Date.UTC(2026, 2, 28, 22) / 60_000
  expect(timeTicks(night, night + 300, { zone: "Europe/Berlin", most: 6, least: 1 }).map(({ text }) => text)).toEqual([
    "23:00",
    "29 Mar",
    "01:00",
    "03:00",
    "04:00",
    "05:00",
  ])
})

test("a report that is too long is refused", async () => {
  const rows = Array.from({ length: 12_001 }, () => ["a"])
  const table = { columns: [{ title: "A", right: false }], rows }
  await expect(printer.print(report([part({ table })]))).rejects.toThrow("too long for paper")
})

test("a thread that breaks is a refusal, and the log says why", async () => {
  const broken = new ReportPrinter(
    { ...sourceParts, fonts: new URL("file:///nowhere/") },
    () => march,
    (line) => logged.push(line),
  )
  await expect(broken.print(report([]))).rejects.toThrow("The report could not be made.")
  expect(logged.join("\n")).toContain("nowhere")
})
