/** What the inventory shows: filters, search, sort and groups over rows. Pure: the same rows and view give the same list. */
import type { DeviceRow } from "../../../shared/api/contract/devices.ts"
import { subnetOfDevice } from "../../../shared/insight/map/subnet.ts"
import type { TableSort } from "../../parts/table-column.ts"
import { columnOf, columns, firstColumns } from "./columns.ts"

export type Filter = { readonly column: string; readonly operator: "equals" | "contains"; readonly value: string }
/** All that can be saved as a view. */
export type InventoryView = {
  readonly columns: readonly string[]
  readonly widths: Readonly<Record<string, number>>
  readonly filters: readonly Filter[]
  readonly sort: TableSort
  readonly group: string
}
export const firstView: InventoryView = {
  columns: firstColumns,
  widths: {},
  filters: [],
  sort: { column: "name", down: false },
  group: "",
}

/** Rows and headings mixed, as the table draws them. */
export type Line =
  | { readonly is: "device"; readonly row: DeviceRow }
  | { readonly is: "heading"; readonly key: string; readonly text: string }

const compare = new Intl.Collator("en", { numeric: true, sensitivity: "base" }).compare

export const matches = (row: DeviceRow, filter: Filter): boolean => {
  const column = columnOf(filter.column)
  if (!column) return true
  const wanted = filter.value.trim().toLowerCase()
  const values = column.values?.(row) ?? []
  const candidates = values.length > 0 ? values : [column.text(row)]
  return candidates.some((value) =>
    filter.operator === "equals" ? value.toLowerCase() === wanted : value.toLowerCase().includes(wanted),
  )
}

/** Filters on one column widen (any of them), on different columns narrow (all of them): so do people expect it. */
const passes = (row: DeviceRow, filters: readonly Filter[]): boolean => {
  const asked = [...new Set(filters.map(({ column }) => column))]
  return asked.every((column) => filters.some((filter) => filter.column === column && matches(row, filter)))
}

const searched = (row: DeviceRow, words: readonly string[]): boolean => {
  if (words.length === 0) return true
  const text = columns
    .map((column) => column.text(row))
    .join(" ")
    .toLowerCase()
  return words.every((word) => text.includes(word))
}

const groupOf = (row: DeviceRow, group: string): string =>
  group === "subnet" ? subnetOfDevice(row) : (columnOf(group)?.text(row) ?? "")

export function sortRows(rows: readonly DeviceRow[], { column, down }: TableSort): readonly DeviceRow[] {
  const found = columnOf(column)
  if (!found) return rows
  const rank = found.rank ?? found.text
  const keyed = rows.map((row) => ({ row, rank: rank(row) }))
  const order = (a: number | string, b: number | string) =>
    typeof a === "number" && typeof b === "number" ? a - b : compare(String(a), String(b))
  // The id settles ties, so that rows never swap places by themselves.
  keyed.sort((a, b) => (down ? -1 : 1) * order(a.rank, b.rank) || (a.row.id < b.row.id ? -1 : 1))
  return keyed.map(({ row }) => row)
}

export function selectRows(rows: readonly DeviceRow[], view: InventoryView, search: string): readonly DeviceRow[] {
  const words = search
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== "")
  const kept = rows.filter((row) => !row.internet && passes(row, view.filters) && searched(row, words))
  return sortRows(kept, view.sort)
}

export function toLines(rows: readonly DeviceRow[], group: string): readonly Line[] {
  if (group === "") return rows.map((row) => ({ is: "device", row }))
  const groups = new Map<string, DeviceRow[]>()
  for (const row of rows) {
    const key = groupOf(row, group)
    const members = groups.get(key)
    if (members) members.push(row)
    else groups.set(key, [row])
  }
  return [...groups]
    .sort(([a], [b]) => compare(a, b))
    .flatMap(([text, members]) => [
      { is: "heading", key: text, text: `${text} · ${members.length}` } as const,
      ...members.map((row) => ({ is: "device", row }) as const),
    ])
}

/** A view that was saved by an earlier version may lack or name what is gone. */
export function readView(saved: Partial<InventoryView>): InventoryView {
  const known = (saved.columns ?? firstColumns).filter((key) => columnOf(key))
  return { ...firstView, ...saved, columns: known.length > 0 ? known : firstColumns }
}
