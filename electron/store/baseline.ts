/** Table baseline: what is normal here, what departed from it and what people took out of it, row by row; and the list of it, page by page. */
import {
  entryKey,
  sortNames,
  type BaselineEntry,
  type BaselineNews,
  type BaselineSort,
} from "../../shared/baseline/entry.ts"
import { pattern } from "./like-pattern.ts"
import type { Database, Row, Value } from "./database.ts"

export const baselineStates = ["learned", "allowed", "imported", "departed", "removed"] as const
export type BaselineState = (typeof baselineStates)[number]

export type StoredEntry = BaselineEntry & {
  readonly key: string
  /** Microseconds since 1970 UTC; 0: not seen yet. */
  readonly first: number
  readonly state: BaselineState
  /** Who allowed, imported or removed it, when, from which file and why. */
  readonly by: string
  readonly at: number
  readonly source: string
  readonly why: string
}

export type BaselineRow = Row & {
  id: string
  owner: string
  sort: BaselineSort
  who: string
  whom: string
  protocol: string
  what: string
  place: string
  name: string
  low: number
  high: number
  minutes: number
  first: number
  state: number
  by: string
  at: number
  source: string
  why: string
}

export type BaselineFilter = {
  readonly sorts: readonly BaselineSort[]
  readonly states: readonly BaselineState[]
  readonly protocol: string
  readonly search: string
  /** Addresses and MACs of one device; empty: of all. */
  readonly addresses: readonly string[]
}

export const fromRow = (row: BaselineRow): StoredEntry => ({
  ...{ key: row.id, sort: row.sort, who: row.who, whom: row.whom, protocol: row.protocol, what: row.what },
  ...{ where: row.place, name: row.name, low: row.low, high: row.high, minutes: row.minutes, first: row.first },
  state: baselineStates[row.state] ?? "learned",
  ...{ by: row.by, at: row.at, source: row.source, why: row.why },
})

const columns =
  "id, owner, sort, who, whom, protocol, what, place, name, low, high, minutes, first, state, by, at, source, why"
const places = columns.replaceAll(/\w+/g, "?")

const rowValues = (row: BaselineRow): readonly Value[] => columns.split(", ").map((column) => row[column]!)

export function putRow(database: Database, row: BaselineRow): void {
  database.run(`insert or replace into baseline (${columns}) values (${places})`, ...rowValues(row))
}

/** As it was before a running import changed it. */
function keepBefore(database: Database, owner: string, id: string): void {
  database.run(
    `insert or ignore into undo (import, part, key, data, extra)
     select ?, 'baseline', id, json_object(${columns
       .split(", ")
       .map((column) => `'${column}', ${column}`)
       .join(", ")}), owner from baseline where id = ? and owner <> ?`,
    ...[owner, id, owner],
  )
}

export const restoreBaseline = (database: Database, data: string): void =>
  putRow(database, JSON.parse(data) as BaselineRow)

/** What the engine met: news of what people removed is a departure, or normal again where the sensor learns. */
export function applyBaseline(database: Database, owner: string, news: readonly BaselineNews[]): void {
  for (const { entry: one, time, normal } of news) {
    const id = entryKey(one)
    keepBefore(database, owner, id)
    const { sort, who, whom, protocol, what, where, name, low, high, minutes } = one
    database.run(
      `insert into baseline (id, owner, sort, who, whom, protocol, what, place, name, low, high, minutes, first, state)
       values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
       on conflict (id) do update set owner = excluded.owner,
         state = case when excluded.state = 0 and state > 2 then 0 when excluded.state = 3 and state = 4 then 3 else state end,
         first = case when first = 0 then excluded.first else first end,
         low = case when sort = 'polling' then excluded.low else low end,
         high = case when sort = 'polling' then excluded.high else high end,
         minutes = case when sort = 'polling' then excluded.minutes else minutes end`,
      ...[id, owner, sort, who, whom, protocol, what, where, name, low, high, minutes, time, normal ? 0 : 3],
    )
  }
}

type Part = { readonly sql: string; readonly values: readonly Value[] }

const anyOf = (column: string, of: readonly Value[]): Part[] =>
  of.length === 0 ? [] : [{ sql: `${column} in (select value from json_each(?))`, values: [JSON.stringify(of)] }]

function searched(search: string): Part[] {
  if (search.trim() === "") return []
  const like = pattern(search.trim())
  const texts = ["who", "whom", "protocol", "what", "place", "name", "by", "source"]
  const named = `(select one.value from devices, json_each(devices.data, '$.addresses') one where json_extract(devices.data, '$.name') like ? escape '\\')`
  return [
    {
      sql: `(${texts.map((one) => `${one} like ? escape '\\'`).join(" or ")} or who in ${named} or whom in ${named})`,
      values: [...texts.map(() => like), like, like],
    },
  ]
}

function conditions(
  { sorts, states, protocol, search, addresses }: BaselineFilter,
  without: "" | "sort" | "state",
): Part {
  const ends = JSON.stringify(addresses)
  const parts: Part[] = [
    ...(without === "sort" ? [] : anyOf("sort", sorts)),
    ...(without === "state"
      ? []
      : anyOf(
          "state",
          states.map((one) => baselineStates.indexOf(one)),
        )),
    ...(protocol === "" ? [] : [{ sql: "protocol = ?", values: [protocol] }]),
    ...(addresses.length === 0
      ? []
      : [
          {
            sql: "(who in (select value from json_each(?)) or whom in (select value from json_each(?)))",
            values: [ends, ends],
          },
        ]),
    ...searched(search),
  ]
  return {
    sql: parts.length === 0 ? "" : `where ${parts.map(({ sql }) => sql).join(" and ")}`,
    values: parts.flatMap(({ values }) => values),
  }
}

const order = "order by sort, who, whom, protocol, what, place"

export const baseline = {
  page(database: Database, filter: BaselineFilter, offset: number, limit: number): StoredEntry[] {
    const { sql, values } = conditions(filter, "")
    return database
      .all<BaselineRow>(`select ${columns} from baseline ${sql} ${order} limit ? offset ?`, ...values, limit, offset)
      .map(fromRow)
  },
  total(database: Database, filter: BaselineFilter): number {
    const { sql, values } = conditions(filter, "")
    return database.get<{ n: number }>(`select count(*) as n from baseline ${sql}`, ...values)?.n ?? 0
  },
  /** How many the filter leaves of each sort and of each state, where that one were not filtered by. */
  counts(
    database: Database,
    filter: BaselineFilter,
  ): { sorts: Map<BaselineSort, number>; states: Map<BaselineState, number> } {
    const bySort = conditions(filter, "sort")
    const byState = conditions(filter, "state")
    const sorts = database.all<{ sort: BaselineSort; n: number }>(
      `select sort, count(*) as n from baseline ${bySort.sql} group by sort`,
      ...bySort.values,
    )
    const states = database.all<{ state: number; n: number }>(
      `select state, count(*) as n from baseline ${byState.sql} group by state`,
      ...byState.values,
    )
    return {
      sorts: new Map(sorts.map(({ sort, n }) => [sort, n])),
      states: new Map(states.map(({ state, n }) => [baselineStates[state]!, n])),
    }
  },
  protocols: (database: Database): string[] =>
    database
      .all<{ protocol: string }>("select distinct protocol from baseline where protocol <> '' order by protocol")
      .map(({ protocol }) => protocol),
  some: (database: Database, keys: readonly string[]): StoredEntry[] =>
    database
      .all<BaselineRow>(
        `select ${columns} from baseline where id in (select value from json_each(?))`,
        JSON.stringify(keys),
      )
      .map(fromRow),
  rows: (database: Database, keys: readonly string[]): BaselineRow[] =>
    database.all<BaselineRow>(
      `select ${columns} from baseline where id in (select value from json_each(?))`,
      JSON.stringify(keys),
    ),
  /** Talks, functions and where they reach, as they were learned by listening. */
  firsts: (database: Database): Pick<BaselineRow, "first" | "protocol" | "who" | "whom">[] =>
    database.all<BaselineRow>(
      "select first, protocol, who, whom from baseline where state = 0 and first > 0 and sort in ('pair', 'function', 'place', 'group', 'part')",
    ),
  /** Polls that were measured for fewer minutes. */
  shortPolls: (database: Database, minutes: number): Pick<BaselineRow, "protocol" | "who" | "whom">[] =>
    database.all<BaselineRow>(
      "select protocol, who, whom from baseline where sort = 'polling' and state < 3 and minutes < ?",
      minutes,
    ),
  /** What is normal, sort after sort, each in the order of its fields. */
  *normal(database: Database): Generator<StoredEntry> {
    for (const sort of sortNames) {
      for (let offset = 0; ; offset += 1000) {
        const page = database.all<BaselineRow>(
          `select ${columns} from baseline where sort = ? and state < 3 order by who, whom, protocol, what, place limit 1000 offset ?`,
          ...[sort, offset],
        )
        for (const row of page) yield fromRow(row)
        if (page.length < 1000) break
      }
    }
  },
}
