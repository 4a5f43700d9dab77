/**
 * Table measures: what happened by minute, hour and day, packed in blocks of many keys; a commit rewrites the blocks of the keys that
 * changed in the steps that changed, and nothing else. Days begin at midnight of the site's zone as it was when they were written.
 */
import type { Batch, MeasuredMinute } from "../../shared/engine/batch.ts"
import {
  everything,
  grains,
  timingMinutes,
  type Grain,
  type Measures,
  type Timing,
} from "../../shared/insight/trends/measures.ts"
import { dayStart } from "../../shared/insight/trends/zone.ts"
import type { Talk, TalkFunction } from "../../shared/model/talk.ts"
import { keepMeasuresBefore } from "./before.ts"
import { covered } from "./covered.ts"
import type { Database } from "./database.ts"
import { addBlock, addRow, columnsOf, packShard, Shard, shardKeys, visitBlock, type Columns } from "./measure-block.ts"
import { siteZone } from "./site-zone.ts"
import { talks } from "./talks.ts"

/** What blocks are of. `maximum`: the column that is no sum. */
export const parts = {
  traffic: { number: 0, columns: columnsOf[0], maximum: -1 },
  counts: { number: 1, columns: columnsOf[1], maximum: -1 },
  timing: { number: 2, columns: columnsOf[2], maximum: 2 },
} as const
type Part = keyof typeof parts

export const grainNumber = (grain: Grain): number => grains.indexOf(grain)

/** Keys are counted from 1, so that everything has a block of its own before all others. */
const shardOf = (key: number): number => Math.floor((key - 1) / shardKeys)
const firstKey = (shard: number): number => shard * shardKeys + 1

type Block = { readonly grain: number; readonly part: Part; readonly step: number; readonly shard: number }
/** Rows of numbers of one block: key within the shard, then the columns. */
type Rows = { readonly block: Block; readonly rows: number[] }

type Measured = Pick<Batch, "measured" | "keys"> & { readonly capture: Pick<Batch["capture"], "first" | "last"> }

export function addMeasures(database: Database, owner: string, batch: Measured): void {
  talks.add(database, owner, batch.keys)
  if (batch.measured.length === 0) return
  covered.add(database, owner, batch)
  for (const { block, rows } of byBlock(database, batch.measured)) write(database, owner, block, rows)
}

/** What the minutes hold, by the blocks of minutes, hours and days that it goes into. */
function byBlock(database: Database, measured: readonly MeasuredMinute[]): Iterable<Rows> {
  const base = talks.base(database)
  const zone = siteZone(database)
  const found = new Map<string, Rows>()
  const put = (part: Part, step: number, grain: number, key: number, values: Float64Array, at: number): void => {
    const shard = shardOf(key)
    const name = `${grain} ${part} ${step} ${shard}`
    let one = found.get(name)
    if (one === undefined) found.set(name, (one = { block: { grain, part, step, shard }, rows: [] }))
    one.rows.push(key - firstKey(shard))
    for (let column = 0; column < parts[part].columns; column++) one.rows.push(values[at + column]!)
  }
  for (const { minute, traffic, counts, timing } of measured) {
    const steps = [minute, minute - (((minute % 60) + 60) % 60), dayStart(minute, zone)]
    steps.forEach((step, grain) => {
      // -1 is everything, which stands before the first talk.
      for (let at = 0; at < traffic.length; at += 3)
        put("traffic", step, grain, traffic[at]! < 0 ? everything : base.talk + traffic[at]!, traffic, at + 1)
      for (let at = 0; at < counts.length; at += 5) put("counts", step, grain, base.fn + counts[at]!, counts, at + 1)
      const coarse = grain === 0 ? minute - (minute % timingMinutes) : step
      for (let at = 0; at < timing.length; at += 7) put("timing", coarse, grain, base.fn + timing[at]!, timing, at + 1)
    })
  }
  return found.values()
}

const shards: Record<Part, Shard> = {
  traffic: new Shard(parts.traffic.columns),
  counts: new Shard(parts.counts.columns),
  timing: new Shard(parts.timing.columns),
}

function write(database: Database, owner: string, { grain, part, step, shard }: Block, rows: readonly number[]): void {
  const { number, columns, maximum } = parts[part]
  const whole = shards[part]
  whole.clear()
  const old = database.get<{ data: Uint8Array }>(
    "select data from measures where grain = ? and part = ? and step = ? and shard = ?",
    grain,
    number,
    step,
    shard,
  )
  if (old) {
    keepMeasuresBefore(database, owner, grain, number, step, shard)
    addBlock(whole, old.data, maximum)
  }
  const numbers = Float64Array.from(rows)
  for (let at = 0; at < numbers.length; at += columns + 1) addRow(whole, numbers[at]!, numbers, at + 1, maximum)
  database.run(
    "insert or replace into measures (grain, part, step, shard, owner, data) values (?, ?, ?, ?, ?, ?)",
    grain,
    number,
    step,
    shard,
    owner,
    packShard(whole),
  )
}

type Known = {
  readonly version: string
  readonly talks: readonly (Talk | undefined)[]
  readonly functions: readonly (TalkFunction | undefined)[]
}
const known = new WeakMap<Database, Known>()

/** Changes with every commit of another connection, and with every row that this one wrote. */
function versionOf(database: Database): string {
  const others = database.get<{ data_version: number }>("PRAGMA data_version")?.data_version ?? 0
  const own = database.get<{ n: number }>("select total_changes() as n")?.n ?? 0
  return `${others} ${own}`
}

function keysOf(database: Database): Known {
  const version = versionOf(database)
  const before = known.get(database)
  if (before?.version === version) return before
  const read: Known = { version, talks: byId(talks.all(database)), functions: byId(talks.functions(database)) }
  known.set(database, read)
  return read
}

function byId<One extends { readonly id: number }>(all: readonly One[]): readonly (One | undefined)[] {
  const found: (One | undefined)[] = []
  for (const one of all) {
    while (found.length < one.id) found.push(undefined)
    found[one.id] = one
  }
  return found
}

/** Which keys below `count` are wanted, and the blocks from the first of them to the last. */
function wantedKeys(count: number, wanted: (key: number) => boolean) {
  const keys = new Uint8Array(count + 1)
  let [first, last] = [Number.MAX_SAFE_INTEGER, -2]
  for (let key = 0; key < keys.length; key++) {
    if (!wanted(key)) continue
    keys[key] = 1
    first = Math.min(first, shardOf(key))
    last = Math.max(last, shardOf(key))
  }
  return { keys, first, last }
}

/** The talks and functions are read at once, and again only when the database changed; the rest when it is visited. */
export function measuresOf(database: Database): Measures {
  const keys = keysOf(database)
  const visit = (
    part: Part,
    grain: Grain,
    from: number,
    to: number,
    heard: (step: number, key: number, values: Columns) => void,
    wanted: ((key: number) => boolean) | undefined,
  ): void => {
    const { number, columns } = parts[part]
    const keyed = part === "traffic" ? keys.talks : keys.functions
    const chosen = wanted === undefined ? undefined : wantedKeys(keyed.length, wanted)
    const most = shardOf(keyed.length)
    const range = [chosen?.first ?? -1, chosen?.last ?? most] as const
    for (const { step, shard, data } of database.all<{ step: number; shard: number; data: Uint8Array }>(
      "select step, shard, data from measures where grain = ? and part = ? and step >= ? and step < ? and shard between ? and ? order by step, shard",
      ...[grainNumber(grain), number, from, to, ...range],
    )) {
      const first = firstKey(shard)
      const only = chosen === undefined ? null : { keys: chosen.keys, first }
      visitBlock(data, columns, (key, values) => heard(step, first + key, values), only)
    }
  }
  return {
    talks: keys.talks,
    functions: keys.functions,
    covered: (from, to) => covered.within(database, from, to),
    traffic: (grain, from, to, heard, wanted) =>
      visit("traffic", grain, from, to, (step, talk, v) => heard(step, talk, v[0], v[1]), wanted),
    counts: (grain, from, to, heard, wanted) =>
      visit("counts", grain, from, to, (step, fn, v) => heard(step, fn, v[0], v[1], v[2], v[3]), wanted),
    timing: (grain, from, to, heard, wanted) => {
      const one: Timing = { answered: 0, responseSum: 0, longest: 0, intervals: 0, intervalSum: 0, jitterSum: 0 }
      const told = (step: number, fn: number, v: Columns): void => {
        one.answered = v[0]
        one.responseSum = v[1]
        one.longest = v[2]
        one.intervals = v[3]
        one.intervalSum = v[4]
        one.jitterSum = v[5]
        heard(step, fn, one)
      }
      visit("timing", grain, from, to, told, wanted)
    },
    kept: (grain) => {
      const row = database.get<{ first: number | null; last: number | null }>(
        "select min(step) as first, max(step) as last from measures where grain = ? and part = 0",
        grainNumber(grain),
      )
      const { first = null, last = null } = row ?? {}
      return first === null || last === null ? null : { first, last }
    },
  }
}
