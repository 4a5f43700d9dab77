/** The words of the baseline: states, columns and one entry as a sentence. */
import type { BaselineRow } from "../../../shared/api/contract/baseline.ts"
import { any, wordsOf, type BaselineSort } from "../../../shared/baseline/entry.ts"
import { formatNumber } from "../../parts/format/numbers.ts"
import { formatMinute } from "../../parts/format/times.ts"
import type { TableColumn } from "../../parts/table-column.ts"

export type BaselineState = BaselineRow["state"]

export const stateOrder: readonly BaselineState[] = ["learned", "allowed", "imported", "departed", "removed"]
export const stateTitles: Readonly<Record<BaselineState, string>> = {
  learned: "Learned",
  allowed: "Allowed",
  imported: "Imported",
  departed: "Departed",
  removed: "Removed",
}
export const stateMeaning: Readonly<Record<BaselineState, string>> = {
  learned: "Normal: the sensor learned it by listening.",
  allowed: "Normal: a person allowed it.",
  imported: "Normal: it came with a file from another sensor.",
  departed: "Not normal: it appeared when learning was over. Its alert stays until somebody allows it.",
  removed: "Not normal: a person removed it. It alerts when it happens again.",
}
export const isNormal = ({ state }: Pick<BaselineRow, "state">): boolean => state !== "departed" && state !== "removed"

const all: readonly TableColumn[] = [
  { key: "sort", title: "Sort", width: 150, least: 110, sortable: false },
  { key: "who", title: "Who", width: 170, least: 96, stretch: true, rich: true, sortable: false },
  { key: "whom", title: "Whom", width: 170, least: 96, stretch: true, rich: true, sortable: false },
  { key: "protocol", title: "Protocol", width: 120, least: 80, sortable: false },
  { key: "what", title: "What", width: 220, least: 110, stretch: true, sortable: false },
  { key: "times", title: "How often", width: 92, least: 92, right: true, sortable: false },
  { key: "last", title: "Last seen", width: 156, least: 154, sortable: false },
  { key: "state", title: "State", width: 96, least: 84, rich: true, sortable: false },
]

/** Columns that say nothing of the chosen sort are left out; beside the details, so is what they tell anyway. */
export function columnsFor(sort: BaselineSort | "", isNarrow: boolean): readonly TableColumn[] {
  const { fields } = sort === "" ? { fields: null } : wordsOf(sort)
  const titles = fields as Partial<Record<string, string>> | null
  return all
    .filter(({ key }) => {
      if (isNarrow && (key === "times" || key === "last" || key === "protocol" || (key === "sort" && sort !== "")))
        return false
      if (sort === "device" && key === "what") return true
      if (titles === null || !["who", "whom", "protocol", "what"].includes(key)) return key !== "sort" || sort === ""
      return titles[key] !== undefined || (key === "what" && titles["where"] !== undefined)
    })
    .map((column) => {
      const title = sort === "device" ? deviceTitles[column.key] : titles?.[column.key]
      return title === undefined ? column : { ...column, title }
    })
}

const deviceTitles: Readonly<Record<string, string>> = { who: "Device", what: "Address" }

export const seconds = (value: number): string =>
  value < 1 ? `${Math.round(value * 1000)} ms` : `${value < 10 ? value.toFixed(1) : Math.round(value)} s`

const pace = ({ low, high }: BaselineRow): string =>
  seconds(low) === seconds(high) ? `every ${seconds(low)}` : `every ${seconds(low)} to ${seconds(high)}`

/** What it does, and where, in one line. */
export function whatText(row: BaselineRow): string {
  if (row.sort === "programming" || row.sort === "address-server") return ""
  // A device stands here with each of its addresses.
  if (row.sort === "device") return row.who.name === row.who.address ? "" : row.who.address
  if (row.sort === "pair" || row.sort === "service") return row.where === "0" ? "" : `port ${row.where}`
  if (row.sort === "polling") return `${row.what}, ${pace(row)}`
  if (row.sort === "file") return `${row.what} (${ways[row.where] ?? row.where})`
  const what = row.what === any ? "any function" : row.what
  if (row.where === "") return what
  return row.where === any ? `${what}, anywhere` : `${what}, ${row.where}`
}

const ways: Readonly<Record<string, string>> = {
  opened: "opened",
  toServer: "to the server",
  toClient: "to the client",
}

export function textOf(row: BaselineRow, key: string): string {
  switch (key) {
    case "sort":
      return wordsOf(row.sort).one
    case "who":
      return row.who.name
    case "whom":
      return row.whom.name
    case "protocol":
      return row.title
    case "what":
      return whatText(row)
    case "times":
      return row.times === 0 ? "–" : formatNumber(row.times)
    case "last":
      return row.last === 0 ? "–" : formatMinute(row.last)
    default:
      return stateTitles[row.state]
  }
}
