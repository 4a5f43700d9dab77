/** The inventory as CSV: exactly the rows and columns that are shown, with texts that a spreadsheet would run as formulas made harmless. */
import Papa from "papaparse"
import type { DeviceRow } from "../../../shared/api/contract/devices.ts"
import { columnOf } from "./columns.ts"

export function toCsv(rows: readonly DeviceRow[], keys: readonly string[]): string {
  const shown = keys.flatMap((key) => columnOf(key) ?? [])
  return Papa.unparse(
    { fields: shown.map(({ title }) => title), data: rows.map((row) => shown.map((column) => column.text(row))) },
    { escapeFormulae: true, newline: "\r\n" },
  )
}

/** A mark at the start tells spreadsheets that the text is UTF-8. */
export function offerCsv(text: string, name: string): void {
  const address = URL.createObjectURL(new Blob(["\ufeff", text], { type: "text/csv;charset=utf-8" }))
  const link = document.createElement("a")
  link.href = address
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(address), 10_000)
}
