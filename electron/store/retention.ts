/**
 * How long measures are kept: each grain counts back from the newest time of what belongs together, so that an import from years ago
 * keeps its minutes; stretches that lie closer than the grain reaches belong together. When the measures outgrow their room, the oldest of the finest grain go first. What was dropped is counted.
 */
import { grains, type Grain } from "../../shared/insight/trends/measures.ts"
import { dayStart, nextDay } from "../../shared/insight/trends/zone.ts"
import { covered } from "./covered.ts"
import type { Database } from "./database.ts"
import { settings } from "./settings.ts"
import { siteZone } from "./site-zone.ts"

export type Keep = {
  readonly minuteHours: number
  readonly hourDays: number
  readonly dayDays: number
  readonly mostMegabytes: number
}

export type Drop = {
  readonly grain: Grain
  readonly reason: "age" | "space"
  /** Blocks of many keys, one step each. */
  readonly steps: number
  /** The newest that was dropped, and what was the newest time then; microseconds since 1970 UTC. */
  readonly to: number
  readonly at: number
}

export const usualKeep: Keep = { minuteHours: 24, hourDays: 14, dayDays: 90, mostMegabytes: 1024 }
const keepSetting = "measures.keep"
const minute = 60e6

const reach = (keep: Keep, grain: Grain): number =>
  ({ minute: keep.minuteHours * 60, hour: keep.hourDays * 1440, day: keep.dayDays * 1440 })[grain]

export const retention = {
  keep(database: Database): Keep {
    const text = settings.get(database, keepSetting)
    return text === undefined ? usualKeep : { ...usualKeep, ...(JSON.parse(text) as Partial<Keep>) }
  },
  setKeep(database: Database, keep: Keep): void {
    settings.set(database, keepSetting, JSON.stringify(keep))
    retention.sweep(database)
  },
  sweep(database: Database): void {
    const keep = retention.keep(database)
    const stretches = covered.within(database, 0, Number.MAX_SAFE_INTEGER)
    const zone = siteZone(database)
    for (const grain of grains) dropOld(database, grain, { minutes: reach(keep, grain), zone, stretches })
    dropForSpace(database, keep.mostMegabytes * 1e6)
  },
  kept: (database: Database) =>
    grains.map((grain, number) => {
      const row = database.get<{ bytes: number | null; first: number | null; last: number | null; steps: number }>(
        "select sum(length(data)) as bytes, min(step) as first, max(step) as last, count(distinct step) as steps from measures where grain = ?",
        number,
      )
      const { bytes = 0, first = 0, last = 0, steps = 0 } = row ?? {}
      return {
        grain,
        bytes: bytes ?? 0,
        from: Math.max(0, first ?? 0) * minute,
        to: Math.max(0, last ?? 0) * minute,
        steps,
      }
    }),
  dropped: (database: Database): Drop[] =>
    database
      .all<{ grain: number; reason: string; steps: number; last: number; at: number }>(
        "select grain, reason, steps, last, at from drops order by grain, reason",
      )
      .map(({ grain, reason, steps, last, at }) => ({
        grain: grains[grain] ?? "minute",
        reason: reason === "space" ? "space" : "age",
        steps,
        to: last,
        at,
      })),
}

type Stretch = { readonly from: number; readonly to: number }

/** Ends of what belongs together, in minutes. */
function ends(stretches: readonly Stretch[], reach: number): number[] {
  const found: number[] = []
  stretches.forEach(({ to }, n) => {
    const next = stretches[n + 1]
    if (next === undefined || next.from - to > reach * minute) found.push(Math.ceil(to / minute))
  })
  return found
}

/** Minutes go by whole hours and hours by whole days, so that what a range of exactly their reach begins with is there to the last step. */
function wholeUntil(grain: Grain, until: number, zone: string): number {
  if (grain === "minute") return Math.floor(until / 60) * 60
  return Math.floor(dayStart(until, zone) / 60) * 60
}

type Reach = { readonly minutes: number; readonly zone: string; readonly stretches: readonly Stretch[] }

/** Drops what is further back than `minutes` from every end after it. A step counts as long as a part of it does. */
function dropOld(database: Database, grain: Grain, { minutes, zone, stretches }: Reach): void {
  const number = grains.indexOf(grain)
  let from = Number.MIN_SAFE_INTEGER
  for (const end of ends(stretches, minutes)) {
    const until = wholeUntil(grain, end - minutes, zone)
    if (until > from) drop(database, number, "age", from, until)
    from = end
  }
}

function drop(database: Database, grain: number, reason: Drop["reason"], from: number, until: number): number {
  // Every part is named, so that the index finds the steps.
  const at = "grain = ? and part in (0, 1, 2) and step >= ? and step < ?"
  const found = database.get<{ steps: number; last: number | null; bytes: number }>(
    `select count(distinct step) as steps, max(step) as last, coalesce(sum(length(data)), 0) as bytes from measures where ${at}`,
    grain,
    from,
    until,
  )
  if (!found || found.steps === 0) return 0
  database.run(`delete from measures where ${at}`, grain, from, until)
  database.run(
    `insert into drops (grain, reason, steps, last, at) values (?, ?, ?, ?, ?)
     on conflict (grain, reason) do update set steps = steps + excluded.steps, last = max(last, excluded.last), at = excluded.at`,
    grain,
    reason,
    found.steps,
    Math.max(0, found.last ?? 0) * minute,
    covered.newest(database),
  )
  if (grains[grain] === "day") forgetCovered(database, from, found.last ?? from)
  return found.bytes
}

/** Where not even days are left, nobody knows any more whether there was traffic: it is a gap, not silence. */
function forgetCovered(database: Database, from: number, last: number): void {
  covered.forget(database, from * minute, nextDay(last, siteZone(database)) * minute)
}

/** An hour of the finest grain at a time. */
function dropForSpace(database: Database, most: number): void {
  // They can't be more than the whole database, which costs nothing to ask.
  if (fileSize(database) <= most) return
  let bytes = database.get<{ n: number }>("select coalesce(sum(length(data)), 0) as n from measures")?.n ?? 0
  for (const grain of grains.keys()) {
    for (;;) {
      if (bytes <= most) return
      const row = database.get<{ first: number | null }>(
        "select min(step) as first from measures where grain = ? and part = 0",
        grain,
      )
      const first = row?.first ?? null
      if (first === null) break
      bytes -= drop(database, grain, "space", Number.MIN_SAFE_INTEGER, first + (grain === 0 ? 60 : 1440))
    }
  }
}

function fileSize(database: Database): number {
  const size = (name: string): number =>
    Object.values(database.get<Record<string, number>>(`PRAGMA ${name}`) ?? {})[0] ?? 0
  return (size("page_count") - size("freelist_count")) * size("page_size")
}
