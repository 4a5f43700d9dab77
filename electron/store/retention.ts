/**
 * How long measures are kept: each grain counts back from the newest time of what belongs together, so that an import from years ago
 * keeps its minutes; stretches that lie closer than the grain reaches belong together. When the measures outgrow their room, the oldest of the finest grain go first. What was dropped is counted.
 */
import { grains, type Grain } from "../../shared/insight/trends/measures.ts"
import { covered } from "./covered.ts"
import type { Database } from "./database.ts"
import { settings } from "./settings.ts"

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
    for (const grain of grains) dropOld(database, grain, reach(keep, grain), stretches)
    dropForSpace(database, keep.mostMegabytes * 1e6)
  },
  kept: (database: Database) =>
    grains.map((grain, number) => {
      const row = database.get<{ bytes: number | null; first: number | null; last: number | null; steps: number }>(
        "select sum(length(data)) as bytes, min(step) as first, max(step) as last, count(distinct step) as steps from measures where grain = ?",
        number,
      )
      const { bytes = 0, first = 0, last = 0, steps = 0 } = row ?? {}
      return { grain, bytes: bytes ?? 0, from: (first ?? 0) * minute, to: (last ?? 0) * minute, steps }
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

/** Drops what is further back than `minutes` from every end after it. A step counts as long as a part of it does. */
function dropOld(database: Database, grain: Grain, minutes: number, stretches: readonly Stretch[]): void {
  const number = grains.indexOf(grain)
  const length = { minute: 1, hour: 60, day: 1500 }[grain]
  let from = Number.MIN_SAFE_INTEGER
  for (const end of ends(stretches, minutes)) {
    const until = end - minutes - length
    if (until > from) drop(database, number, "age", from, until)
    from = end
  }
}

function drop(database: Database, grain: number, reason: Drop["reason"], from: number, until: number): void {
  const found = database.get<{ steps: number; last: number | null }>(
    "select count(distinct step) as steps, max(step) as last from measures where grain = ? and step >= ? and step < ?",
    grain,
    from,
    until,
  )
  if (!found || found.steps === 0) return
  database.run("delete from measures where grain = ? and step >= ? and step < ?", grain, from, until)
  database.run(
    `insert into drops (grain, reason, steps, last, at) values (?, ?, ?, ?, ?)
     on conflict (grain, reason) do update set steps = steps + excluded.steps, last = max(last, excluded.last), at = excluded.at`,
    grain,
    reason,
    found.steps,
    (found.last ?? 0) * minute,
    covered.newest(database),
  )
}

/** An hour of the finest grain at a time. */
function dropForSpace(database: Database, most: number): void {
  for (const grain of grains.keys()) {
    for (;;) {
      const bytes = database.get<{ n: number }>("select coalesce(sum(length(data)), 0) as n from measures")?.n ?? 0
      if (bytes <= most) return
      const row = database.get<{ first: number | null }>(
        "select min(step) as first from measures where grain = ?",
        grain,
      )
      const first = row?.first ?? null
      if (first === null) break
      drop(database, grain, "space", first, first + (grain === 0 ? 60 : 1440))
    }
  }
}
