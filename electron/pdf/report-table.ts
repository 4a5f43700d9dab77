/** A table on paper: its head on every page, hairlines between rows, figures at the right, nothing beyond the margin. */
import type { Content, CustomTableLayout, TableCell } from "pdfmake"
import type { ReportTable } from "../../shared/insight/report/document.ts"
import { cellSize, columnWidths, mustBreak } from "./column-widths.ts"
import { ink } from "./ink.ts"
import { printable } from "./printable.ts"

const longestCell = 400

const layout: CustomTableLayout = {
  hLineWidth: (line, { table }) => (line === 0 ? 0 : line === 1 ? 0.8 : line === table.body.length ? 0.6 : 0.4),
  vLineWidth: () => 0,
  hLineColor: (line) => (line === 1 ? ink.faint : ink.hair),
  paddingLeft: () => 5,
  paddingRight: () => 5,
  paddingTop: () => 2.5,
  paddingBottom: () => 2.5,
}

const shortened = (text: string): string => {
  const clean = printable(text).replaceAll("\n", " ")
  return clean.length <= longestCell ? clean : `${clean.slice(0, longestCell - 1)}…`
}

export function reportTable(given: ReportTable, width: number): Content {
  const columns = given.columns.map(({ title, right }) => ({ title: shortened(title), right }))
  const rows = given.rows.map((row) => columns.map((_, column) => shortened(row[column] ?? "")))
  const widths = columnWidths({ columns, rows }, width)
  const cell = (text: string, column: number, head: boolean): TableCell => ({
    text,
    alignment: columns[column]?.right === true ? "right" : "left",
    ...(head ? { bold: true, color: ink.faint } : {}),
    ...(mustBreak(text, widths[column] ?? 0) ? { wordBreak: "break-all" as const } : {}),
  })
  const body = [
    columns.map(({ title }, column) => cell(title, column, true)),
    ...rows.map((row) => row.map((text, column) => cell(text, column, false))),
  ]
  // pdfmake's widths are without the padding of 5 on each side.
  return {
    table: { headerRows: 1, keepWithHeaderRows: 1, dontBreakRows: true, widths: widths.map((one) => one - 10), body },
    layout,
    fontSize: cellSize,
    margin: [0, 4, 0, 6],
  }
}
