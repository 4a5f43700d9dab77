/** Table alerts as pages ask for it: filtered, in order, counted by group. */
import { pattern } from "./like-pattern.ts"
import { severities } from "../../shared/detections/alert-kind.ts"
import { briefOf, statuses, type AlertBrief, type AlertRecord, type AlertStatus } from "./alerts.ts"
import type { Database, Value } from "./database.ts"
import { named, namedLike } from "./named-devices.ts"

export type AlertFilter = {
  readonly search: string
  readonly from: number
  readonly to: number
  readonly engines: readonly string[]
  readonly severities: readonly string[]
  readonly statuses: readonly string[]
  readonly kinds: readonly string[]
  readonly protocols: readonly string[]
  readonly devices: readonly string[]
}

export const alertSorts = {
  severity: "severity",
  title: "title",
  engine: "engine",
  last: "last",
  first: "first",
  status: "status",
  count: "count",
} as const
export type AlertSort = keyof typeof alertSorts

type Where = { readonly sql: string; readonly values: readonly Value[] }
type Part = readonly [sql: string, ...values: Value[]]

const within = (column: string, all: readonly (string | number)[]): Part | [] =>
  all.length === 0 ? [] : [`${column} in (select value from json_each(?))`, JSON.stringify(all)]

function searching(database: Database, search: string): Part | [] {
  if (search.trim() === "") return []
  const like = pattern(search.trim())
  const texts = ["title", "message", "source_address", "target_address"].map((one) => `${one} like ? escape '\\'`)
  const ids = JSON.stringify(namedLike(database, like))
  const ends = ["source", "target"].map((end) => `${end} in (select value from json_each(?))`)
  return [`(${[...texts, ...ends].join(" or ")})`, like, like, like, like, ids, ids]
}

function meeting(database: Database, devices: readonly string[]): Part | [] {
  if (devices.length === 0) return []
  const ids = JSON.stringify(named(database, devices))
  return ["(source in (select value from json_each(?)) or target in (select value from json_each(?)))", ids, ids]
}

/** Only what narrows is named, so that an index can serve the rest. */
function whereOf(database: Database, filter: AlertFilter): Where {
  const parts: readonly (Part | [])[] = [
    filter.from > 0 ? ["last >= ?", filter.from] : [],
    filter.to < Number.MAX_SAFE_INTEGER ? ["first < ?", filter.to] : [],
    within("engine", filter.engines),
    within(
      "severity",
      filter.severities.map((one) => severities.findIndex((known) => known === one)),
    ),
    within(
      "status",
      filter.statuses.map((one) => statuses.findIndex((known) => known === one)),
    ),
    within("kind", filter.kinds),
    within("protocol", filter.protocols),
    meeting(database, filter.devices),
    searching(database, filter.search),
  ]
  const told = parts.filter((part): part is Part => part.length > 0)
  return {
    sql: told.length === 0 ? "" : `where ${told.map(([sql]) => sql).join(" and ")}`,
    values: told.flatMap(([, ...values]) => values),
  }
}

export type AlertGroup = {
  readonly status: AlertStatus
  readonly severity: string
  readonly engine: string
  readonly kind: string
  readonly count: number
}

export type OpenCounts = Readonly<Record<(typeof severities)[number], number>>

const open = "status < 2"

export const alertList = {
  page(
    database: Database,
    filter: AlertFilter,
    order: { readonly by: AlertSort; readonly descending: boolean; readonly offset: number; readonly limit: number },
  ): AlertBrief[] {
    const where = whereOf(database, filter)
    const way = order.descending ? "desc" : "asc"
    const by = alertSorts[order.by]
    const then = by === "last" ? "place" : "last desc, place"
    return database
      .all<AlertRecord>(
        `select * from alerts ${where.sql} order by ${by} ${way}, ${then} ${way} limit ? offset ?`,
        ...where.values,
        order.limit,
        order.offset,
      )
      .map(briefOf)
  },
  /** Those that were detected within the time; at most the 100,000 newest. */
  within: (database: Database, from: number, to: number): AlertBrief[] =>
    database
      .all<AlertRecord>("select * from alerts where last >= ? and first < ? order by last desc limit 100000", from, to)
      .map(briefOf),
  /** The ids with their ends, newest first: who sorts by names knows the names. */
  ends: (
    database: Database,
    filter: AlertFilter,
  ): { id: string; source: string; source_address: string; target: string; target_address: string }[] => {
    const where = whereOf(database, filter)
    return database.all(
      `select id, source, source_address, target, target_address from alerts ${where.sql} order by last desc, place desc`,
      ...where.values,
    )
  },
  groups(database: Database, filter: AlertFilter): AlertGroup[] {
    const where = whereOf(database, filter)
    return database
      .all<{ status: number; severity: number; engine: string; kind: string; n: number }>(
        `select status, severity, engine, kind, count(*) as n from alerts ${where.sql} group by status, severity, engine, kind`,
        ...where.values,
      )
      .map(({ status, severity, engine, kind, n }) => ({
        status: statuses[status] ?? "new",
        severity: severities[severity] ?? "warning",
        ...{ engine, kind, count: n },
      }))
  },
  protocols: (database: Database): string[] =>
    database
      .all<{ protocol: string }>(
        "select distinct protocol from alerts where protocol <> '' order by protocol limit 300",
      )
      .map((row) => row.protocol),
  /** Others of the same kind, or between the same ends; newest first. */
  related: (database: Database, { id, kind, source, target }: AlertBrief, limit: number): AlertBrief[] =>
    database
      .all<AlertRecord>(
        `select * from alerts where id in (
           select id from (select id from alerts where kind = ?1 order by last desc limit ?4)
           union select id from alerts where source = ?2 and target = ?3 and source <> ''
         ) and id <> ?5 order by last desc, place desc limit ?4`,
        ...[kind, source, target, limit + 1, id],
      )
      .slice(0, limit)
      .map(briefOf),
  openCounts(database: Database): OpenCounts {
    const counts = { warning: 0, minor: 0, major: 0, critical: 0 }
    for (const { severity, n } of database.all<{ severity: number; n: number }>(
      `select severity, count(*) as n from alerts where ${open} group by status, severity`,
    ))
      counts[severities[severity] ?? "warning"] += n
    return counts
  },
  openByKind(database: Database): ReadonlyMap<string, number> {
    const counts = new Map<string, number>()
    for (const { kind, n } of database.all<{ kind: string; n: number }>(
      `select kind, count(*) as n from alerts where ${open} group by status, severity, engine, kind`,
    ))
      counts.set(kind, (counts.get(kind) ?? 0) + n)
    return counts
  },
  /** Open alerts of each device, by the ids that they were told with: an alert between a device and itself counts once. */
  openByDevice(database: Database): ReadonlyMap<string, number> {
    const counts = new Map<string, number>()
    const count = (id: string, n: number): void => void (id !== "" && counts.set(id, (counts.get(id) ?? 0) + n))
    for (const { source, target, n } of database.all<{ source: string; target: string; n: number }>(
      `select source, target, count(*) as n from alerts where ${open} group by source, target`,
    )) {
      count(source, n)
      if (target !== source) count(target, n)
    }
    return counts
  },
}
