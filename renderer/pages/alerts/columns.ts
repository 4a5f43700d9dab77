/** The columns of the alerts page: title, width, how an alert reads in each, and what the sensor can sort by. */
import type { AlertRow } from "../../../shared/api/contract/alerts.ts"
import type { Input } from "../../../shared/api/contract/index.ts"
import { formatNumber } from "../../parts/format/numbers.ts"
import { formatMinute } from "../../parts/format/times.ts"
import type { TableColumn } from "../../parts/table-column.ts"
import { titleOfProtocol } from "../../state/protocol-words.ts"
import { stateWords, shortTitleOfEngine, titleOfSeverity } from "./alert-words.ts"

export type AlertSort = Input<"alerts.list">["sort"]
type AlertColumn = TableColumn & {
  readonly shownAtFirst: boolean
  readonly text: (row: AlertRow) => string
  /** Absent: it can't be sorted by. */
  readonly sort?: AlertSort
}
const none = "–"
const nameOf = ({ name, address }: AlertRow["source"]): string => name || address || none

const listed: readonly AlertColumn[] = [
  {
    ...{ key: "severity", title: "Severity", width: 104, least: 100, rich: true, shownAtFirst: true, sort: "severity" },
    text: (row) => titleOfSeverity(row.severity),
  },
  {
    ...{
      key: "title",
      title: "Name",
      width: 260,
      least: 150,
      rich: true,
      stretch: true,
      shownAtFirst: true,
      sort: "title",
    },
    text: (row) => row.title,
  },
  {
    ...{ key: "engine", title: "Engine", width: 110, least: 104, shownAtFirst: true, sort: "engine" },
    text: (row) => shortTitleOfEngine(row.engine),
  },
  {
    ...{ key: "last", title: "Last detection", width: 156, right: true, shownAtFirst: true, sort: "last" },
    text: (row) => formatMinute(row.last),
  },
  {
    ...{ key: "status", title: "Status", width: 110, least: 70, rich: true, shownAtFirst: true, sort: "status" },
    text: stateWords,
  },
  {
    ...{ key: "source", title: "Source device", width: 160, least: 104, shownAtFirst: true, sort: "source" },
    text: (row) => nameOf(row.source),
  },
  {
    ...{ key: "target", title: "Destination device", width: 160, least: 104, shownAtFirst: false, sort: "target" },
    text: (row) => nameOf(row.target),
  },
  {
    ...{
      key: "first",
      title: "First detection",
      width: 156,
      right: true,
      shownAtFirst: false,
      sort: "first",
    },
    text: (row) => formatMinute(row.first),
  },
  {
    ...{ key: "count", title: "Count", width: 76, right: true, shownAtFirst: false, sort: "count" },
    text: (row) => formatNumber(row.count),
  },
  {
    ...{ key: "protocol", title: "Protocol", width: 120, least: 90, shownAtFirst: false },
    text: (row) => (row.protocol === "" ? none : titleOfProtocol(row.protocol)),
  },
  { key: "id", title: "ID", width: 130, least: 90, mono: true, shownAtFirst: false, text: (row) => row.id },
]
export const columns: readonly AlertColumn[] = listed.map((column) => ({
  ...column,
  sortable: column.sort !== undefined,
}))

const byKey = new Map(columns.map((column) => [column.key, column]))
export const columnOf = (key: string): AlertColumn | undefined => byKey.get(key)
export const firstColumns: readonly string[] = columns.filter(({ shownAtFirst }) => shownAtFirst).map(({ key }) => key)
export const textOf = (row: AlertRow, key: string): string => byKey.get(key)?.text(row) ?? ""
