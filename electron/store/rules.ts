/** Tables rules and rule_hits: what users want to be told of, and how often it happened. */
import {
  usualHours,
  type CustomRules,
  type Rule,
  type RuleHits,
  type TimeWindow,
} from "../../shared/detections/custom/rule.ts"
import { covered } from "./covered.ts"
import type { Database, Row } from "./database.ts"
import { settings } from "./settings.ts"
import { siteZone } from "./site-zone.ts"

export type StoredRule = Rule & {
  readonly id: string
  readonly version: number
  readonly by: string
  readonly changedAt: number
  /** Of the week that ends with the newest traffic; and the time of the newest, 0: never. */
  readonly hits: number
  readonly lastHit: number
}

type RuleRow = Row & { id: string; data: string; version: number; by: string; changed_at: number }

const hoursName = "rules.hours"
const hour = 3600e6
const week = 7 * 24
/** Hours that hits are kept for. */
const kept = 400 * 24

export const rules = {
  all(database: Database): StoredRule[] {
    const newest = Math.floor(covered.newest(database) / hour)
    const counted = new Map(
      database
        .all<{ rule: string; hits: number; last: number }>(
          "select rule, sum(case when hour > ? and hour <= ? then hits else 0 end) as hits, max(last) as last from rule_hits group by rule",
          ...[newest - week, newest],
        )
        .map((row) => [row.rule, row]),
    )
    return database.all<RuleRow>("select * from rules order by changed_at desc, id").map((row) => ({
      ...(JSON.parse(row.data) as Rule),
      ...{ id: row.id, version: row.version, by: row.by, changedAt: row.changed_at },
      ...{ hits: counted.get(row.id)?.hits ?? 0, lastHit: counted.get(row.id)?.last ?? 0 },
    }))
  },
  put(database: Database, id: string, rule: Rule, version: number, who: { by: string; at: number }): void {
    database.run(
      `insert into rules (id, data, version, by, changed_at) values (?, ?, ?, ?, ?)
       on conflict (id) do update set data = excluded.data, version = excluded.version, by = excluded.by, changed_at = excluded.changed_at`,
      ...[id, JSON.stringify(rule), version, who.by, who.at],
    )
  },
  switch(database: Database, ids: readonly string[], on: boolean, who: { by: string; at: number }): void {
    for (const { id, data, version } of database.all<RuleRow>(
      "select * from rules where id in (select value from json_each(?))",
      JSON.stringify(ids),
    ))
      rules.put(database, id, { ...(JSON.parse(data) as Rule), on }, version, who)
  },
  remove(database: Database, ids: readonly string[]): void {
    const listed = "(select value from json_each(?))"
    database.run(`delete from rules where id in ${listed}`, JSON.stringify(ids))
    database.run(`delete from rule_hits where rule in ${listed}`, JSON.stringify(ids))
  },
  /** The site's working hours. */
  hours(database: Database): readonly TimeWindow[] {
    const text = settings.get(database, hoursName)
    return text === undefined ? usualHours : (JSON.parse(text) as TimeWindow[])
  },
  setHours(database: Database, hours: readonly TimeWindow[]): void {
    settings.set(database, hoursName, JSON.stringify(hours))
  },
  /** Those that are on, as what is read next is judged by them; undefined: there are none. */
  inForce(database: Database): CustomRules | undefined {
    const all = database.all<RuleRow>("select * from rules order by id")
    const on = all.flatMap(({ id, data, version }) => {
      const rule = JSON.parse(data) as Rule
      return rule.on ? [{ ...rule, id, version }] : []
    })
    return on.length === 0 ? undefined : { zone: siteZone(database), hours: rules.hours(database), rules: on }
  },
  /** What a batch counted; of rules that somebody deleted meanwhile nothing is kept. */
  addHits(database: Database, owner: string, all: readonly RuleHits[]): void {
    for (const { rule, hour: at, hits, last } of all)
      database.run(
        `insert into rule_hits (rule, hour, owner, hits, last) select id, ?, ?, ?, ? from rules where id = ?
         on conflict (rule, hour, owner) do update set hits = hits + excluded.hits, last = max(last, excluded.last)`,
        ...[at, owner, hits, last, rule],
      )
  },
  /** The owner is at its end: what it counted stays. */
  settleHits(database: Database, owner: string): void {
    database.run(
      `insert into rule_hits (rule, hour, owner, hits, last) select rule, hour, '', hits, last from rule_hits where owner = ?
       on conflict (rule, hour, owner) do update set hits = hits + excluded.hits, last = max(last, excluded.last)`,
      owner,
    )
    database.run("delete from rule_hits where owner = ?", owner)
    database.run("delete from rule_hits where owner = '' and hour < (select max(hour) from rule_hits) - ?", kept)
  },
}
