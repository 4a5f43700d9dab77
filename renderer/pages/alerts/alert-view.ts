/** What the alerts page shows, and the questions that it asks of the sensor for it. Pure. */
import type { AlertFilter } from "../../../shared/api/contract/alerts.ts"
import type { AlertEngine, Severity } from "../../../shared/detections/alert-kind.ts"
import { formatNumber } from "../../parts/format/numbers.ts"
import type { TableSort } from "../../parts/table-column.ts"
import type { AlertGroups, AlertQuestion, AlertSection } from "../../state/alert-lines.ts"
import { allTime, boundsOf, type TimeChoice } from "../shell/time-choice.ts"
import {
  engineOrder,
  severityOrder,
  statusOrder,
  titleOfEngine,
  titleOfSeverity,
  titleOfStatus,
  type AlertStatus,
} from "./alert-words.ts"
import { columnOf, firstColumns } from "./columns.ts"

/** Lists that are empty narrow nothing. */
export type AlertChoice = {
  readonly statuses: readonly AlertStatus[]
  readonly severities: readonly Severity[]
  readonly engines: readonly AlertEngine[]
  readonly kinds: readonly string[]
  readonly protocols: readonly string[]
  readonly devices: readonly string[]
}
export type AlertGroup = "" | "severity" | "title" | "engine" | "status"
/** All that can be saved as a view. */
export type AlertView = {
  readonly columns: readonly string[]
  readonly widths: Readonly<Record<string, number>>
  readonly sort: TableSort
  readonly group: AlertGroup
  readonly choice: AlertChoice
  readonly time: TimeChoice
}
export const noChoice: AlertChoice = {
  statuses: [],
  severities: [],
  engines: [],
  kinds: [],
  protocols: [],
  devices: [],
}
/** What somebody has to look at, of all time. */
export const openChoice: AlertChoice = { ...noChoice, statuses: ["new", "active"] }
const firstView: AlertView = {
  columns: firstColumns,
  widths: {},
  sort: { column: "last", down: true },
  group: "",
  choice: openChoice,
  time: allTime,
}

/** A view that was saved by an earlier version may lack or name what is gone. */
export function readView(saved: Partial<AlertView>): AlertView {
  const known = (saved.columns ?? firstColumns).filter((key) => columnOf(key))
  const sort = saved.sort && columnOf(saved.sort.column)?.sort ? saved.sort : firstView.sort
  const choice = { ...openChoice, ...saved.choice }
  return { ...firstView, ...saved, sort, choice, columns: known.length > 0 ? known : firstColumns }
}

/** What another page asked for in the address; null where it asked for nothing. */
export function choiceOf(query: URLSearchParams): AlertChoice | null {
  const all = (name: string) => query.getAll(name).flatMap((value) => value.split(","))
  const among = <Value extends string>(name: string, known: readonly Value[]): readonly Value[] =>
    known.filter((value) => all(name).includes(value))
  const asked = ["severity", "engine", "status", "kind", "protocol", "device"].some((name) => query.has(name))
  if (!asked) return null
  const statuses = query.has("status") ? among("status", statusOrder) : openChoice.statuses
  return {
    statuses,
    severities: among("severity", severityOrder),
    engines: among("engine", engineOrder),
    kinds: all("kind"),
    protocols: all("protocol"),
    devices: all("device"),
  }
}

export function filterOf(view: AlertView, search: string, newest: number): AlertFilter {
  const { statuses, severities, engines, kinds, protocols, devices } = view.choice
  return {
    search: search.trim(),
    ...boundsOf(view.time, newest),
    ...{ statuses: [...statuses], severities: [...severities], engines: [...engines] },
    ...{ kinds: [...kinds], protocols: [...protocols], devices: [...devices] },
  }
}

export function questionOf(view: AlertView, search: string, newest: number): AlertQuestion {
  const filter = filterOf(view, search, newest)
  return {
    filter,
    sort: columnOf(view.sort.column)?.sort ?? "last",
    descending: view.sort.down,
    sections: ({ groups, total }) =>
      view.group === ""
        ? [{ key: "all", title: "", filter, count: total }]
        : sectionsOf(view.group, filter, groups).filter(({ count }) => count > 0),
  }
}

/** One list for each group that occurs, in the order in which people think of them. */
export function sectionsOf(
  group: Exclude<AlertGroup, "">,
  filter: AlertFilter,
  groups: AlertGroups,
): readonly AlertSection[] {
  const section = (key: string, words: string, count: number, part: AlertFilter): AlertSection => ({
    key: `${group} ${key}`,
    title: `${words} · ${formatNumber(count)}`,
    filter: { ...filter, ...part },
    count,
  })
  switch (group) {
    case "severity":
      return severityOrder.map((one) =>
        section(one, titleOfSeverity(one), groups.severity[one] ?? 0, { severities: [one] }),
      )
    case "engine":
      return engineOrder.map((one) => section(one, titleOfEngine(one), groups.engine[one] ?? 0, { engines: [one] }))
    case "status":
      return statusOrder.map((one) => section(one, titleOfStatus(one), groups.status[one] ?? 0, { statuses: [one] }))
    case "title":
      return groups.kind.map(({ kind, title, count }) => section(kind, title, count, { kinds: [kind] }))
    default:
      return group satisfies never
  }
}
