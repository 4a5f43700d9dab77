/**
 * Tables covered and learned_time: when the sensor listened, or what times captures are of; and of that, when it learned. Times are microseconds
 * since 1970 UTC.
 */
import type { MeasuredMinute } from "../../shared/engine/batch.ts"
import type { Covered } from "../../shared/insight/trends/measures.ts"
import type { Database } from "./database.ts"

/** Within one capture, no packet at all for longer than this means that nobody listened: every plant's network says something. */
const silence = 10 * 60e6
/** Live capture's own word that it listened. */
const listener = "live"
const minute = 60e6

type Measured = {
  readonly measured: readonly MeasuredMinute[]
  readonly capture: { readonly first: number; readonly last: number }
}

type Table = "covered" | "learned_time"

const stretches = (table: Table) => ({
  /** What a batch measured, stretch after stretch of its owner; `capture` tells the times of its first and last packet. */
  add(database: Database, owner: string, { measured, capture }: Measured): void {
    for (const one of [...measured].sort((a, b) => a.minute - b.minute)) {
      const begin = one.minute * minute
      // The clock of a capture is judged by its neighbours, so its first and last stamp may be far off; within the minute they are exact.
      const first = within(capture.first, begin) ? capture.first : begin
      const last = within(capture.last, begin) ? capture.last : begin + minute
      extend(database, table, owner, first, Math.max(first, last), silence)
    }
  },
  /** Live capture listened from then to then, whether or not a packet came. */
  listened(database: Database, from: number, to: number): void {
    extend(database, table, listener, from, to, minute)
  },
  /** What was listened to within the time, joined where it touches. */
  within(database: Database, from: number, to: number): Covered[] {
    const rows = database.all<{ first: number; last: number }>(
      `select first, last from ${table} where last >= ? and first <= ? order by first`,
      from,
      to,
    )
    return joined(rows)
  },
  newest: (database: Database): number =>
    database.get<{ last: number | null }>(`select max(last) as last from ${table}`)?.last ?? 0,
  /** What was listened to in this time is known no more. */
  forget(database: Database, from: number, to: number): void {
    const rows = database.all<{ owner: string; first: number; last: number }>(
      `select owner, first, last from ${table} where last > ? and first < ?`,
      from,
      to,
    )
    for (const { owner, first, last } of rows) {
      database.run(`delete from ${table} where owner = ? and first = ?`, owner, first)
      if (first < from) put(database, table, owner, first, from)
      if (last > to) put(database, table, owner, to, last)
    }
  },
  /** What is settled becomes one row where it touches. */
  settle(database: Database, owner: string): void {
    const rows = database.all<{ first: number; last: number }>(
      `select first, last from ${table} where owner in (?, '') order by first`,
      owner,
    )
    database.run(`delete from ${table} where owner in (?, '')`, owner)
    for (const { from, to } of joined(rows))
      database.run(`insert or replace into ${table} (owner, first, last) values ('', ?, ?)`, from, to)
  },
})

export const covered = stretches("covered")
/** When the sensor learned. */
export const learnedTime = stretches("learned_time")

const within = (time: number, begin: number): boolean => time >= begin && time < begin + minute

function extend(database: Database, table: Table, owner: string, first: number, last: number, reach: number): void {
  const near = database.get<{ first: number; last: number }>(
    `select first, last from ${table} where owner = ? and first <= ? and last >= ? order by first limit 1`,
    owner,
    last + reach,
    first - reach,
  )
  if (near) database.run(`delete from ${table} where owner = ? and first = ?`, owner, near.first)
  put(database, table, owner, Math.min(first, near?.first ?? first), Math.max(last, near?.last ?? last))
}

function put(database: Database, table: Table, owner: string, first: number, last: number): void {
  database.run(`insert or replace into ${table} (owner, first, last) values (?, ?, ?)`, owner, first, last)
}

function joined(rows: readonly { readonly first: number; readonly last: number }[]): Covered[] {
  const found: { from: number; to: number }[] = []
  for (const { first, last } of rows) {
    const before = found.at(-1)
    if (before && first <= before.to + 1e6) before.to = Math.max(before.to, last)
    else found.push({ from: first, to: last })
  }
  return found
}
