/** A widget's figures as CSV, with texts that a spreadsheet would run as formulas made harmless. */
import Papa from "papaparse"
import type { WidgetTable } from "./widget-table.ts"

export const widgetCsv = ({ columns, rows }: WidgetTable): string =>
  Papa.unparse(
    { fields: columns.map(({ title }) => title), data: rows.map(({ cells }) => [...cells]) },
    { escapeFormulae: true, newline: "\r\n" },
  )
