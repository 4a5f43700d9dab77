/**
 * Table series: packets and bytes per connection and minute, packed: a block is a day of minutes, 32 days of hours or 1024 days. A step
 * takes 16 bytes, so that a connection that never rests costs 23 kB a day; nothing is ever written per packet. The connection "*" is
 * the whole of the traffic. Hours and days are made from the minutes of a day when its import is done.
 */
import type { SeriesDelta } from "../../shared/engine/batch.ts"
import { keepSeriesBefore } from "./before.ts"
import type { Database } from "./database.ts"

export const grains = {
  minute: { number: 0, slots: 1440, minutes: 1 },
  hour: { number: 1, slots: 768, minutes: 60 },
  day: { number: 2, slots: 1024, minutes: 1440 },
} as const
export type Grain = keyof typeof grains

export const wholeTraffic = "*"
const stepBytes = 16

type Steps = Map<number, { packets: number; bytes: number }>
export type SeriesPoint = { readonly minute: number; readonly packets: number; readonly bytes: number }

function unpack(data: Uint8Array | undefined): Steps {
  const steps: Steps = new Map()
  if (!data) return steps
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength)
  for (let at = 0; at + stepBytes <= data.length; at += stepBytes)
    steps.set(view.getUint32(at), { packets: view.getUint32(at + 4), bytes: view.getFloat64(at + 8) })
  return steps
}

function pack(steps: Steps): Uint8Array {
  const slots = [...steps.keys()].sort((one, other) => one - other)
  const data = new Uint8Array(slots.length * stepBytes)
  const view = new DataView(data.buffer)
  slots.forEach((slot, index) => {
    const step = steps.get(slot)!
    view.setUint32(index * stepBytes, slot)
    view.setUint32(index * stepBytes + 4, step.packets)
    view.setFloat64(index * stepBytes + 8, step.bytes)
  })
  return data
}

function readBlock(database: Database, connection: string, grain: number, block: number): Steps {
  const row = database.get<{ data: Uint8Array }>(
    "select data from series where connection = ? and grain = ? and block = ?",
    connection,
    grain,
    block,
  )
  return unpack(row?.data)
}

function writeBlock(
  database: Database,
  owner: string,
  connection: string,
  grain: number,
  block: number,
  steps: Steps,
): void {
  keepSeriesBefore(database, owner, connection, grain, block)
  database.run(
    "insert or replace into series (connection, grain, block, owner, data) values (?, ?, ?, ?, ?)",
    connection,
    grain,
    block,
    owner,
    pack(steps),
  )
}

function add(steps: Steps, slot: number, packets: number, bytes: number): void {
  const step = steps.get(slot)
  if (!step) steps.set(slot, { packets, bytes })
  else {
    step.packets += packets
    step.bytes += bytes
  }
}

/** Changes of one batch by connection, then by day. */
function byBlock(deltas: readonly SeriesDelta[]): Map<string, Map<number, Steps>> {
  const grouped = new Map<string, Map<number, Steps>>()
  const note = (connection: string, { minute, packets, bytes }: SeriesDelta): void => {
    const blocks = grouped.get(connection) ?? new Map<number, Steps>()
    grouped.set(connection, blocks)
    const block = Math.floor(minute / grains.minute.slots)
    const steps = blocks.get(block) ?? (new Map() as Steps)
    blocks.set(block, steps)
    add(steps, minute - block * grains.minute.slots, packets, bytes)
  }
  // The engine tells the whole of the traffic by itself, under "": also packets that belong to no connection are in it.
  for (const delta of deltas) note(delta.connection === "" ? wholeTraffic : delta.connection, delta)
  return grouped
}

/** Sets the hours and the day that a block of minutes makes up. */
function rollUp(database: Database, owner: string, connection: string, day: number): void {
  const minutes = readBlock(database, connection, grains.minute.number, day)
  const sums = { hour: new Map() as Steps, day: new Map() as Steps }
  for (const [slot, step] of minutes) {
    add(sums.hour, day * 24 + Math.floor(slot / 60), step.packets, step.bytes)
    add(sums.day, day, step.packets, step.bytes)
  }
  for (const grain of ["hour", "day"] as const) {
    const { number, slots } = grains[grain]
    const first = Math.floor((grain === "hour" ? day * 24 : day) / slots)
    const steps = readBlock(database, connection, number, first)
    for (const [at, step] of sums[grain]) steps.set(at - first * slots, step)
    writeBlock(database, owner, connection, number, first, steps)
  }
}

export const series = {
  add(database: Database, owner: string, deltas: readonly SeriesDelta[]): void {
    for (const [connection, blocks] of byBlock(deltas))
      for (const [block, changes] of blocks) {
        const steps = readBlock(database, connection, grains.minute.number, block)
        for (const [slot, step] of changes) add(steps, slot, step.packets, step.bytes)
        writeBlock(database, owner, connection, grains.minute.number, block, steps)
      }
  },
  finish(database: Database, owner: string): void {
    const touched = database.all<{ connection: string; block: number }>(
      "select connection, block from series where owner = ? and grain = 0",
      owner,
    )
    for (const { connection, block } of touched) rollUp(database, owner, connection, block)
  },
  points(database: Database, connection: string, grain: Grain): SeriesPoint[] {
    const { number, slots, minutes } = grains[grain]
    return database
      .all<{ block: number; data: Uint8Array }>(
        "select block, data from series where connection = ? and grain = ? order by block",
        connection,
        number,
      )
      .flatMap(({ block, data }) =>
        [...unpack(data)].map(([slot, step]) => ({ minute: (block * slots + slot) * minutes, ...step })),
      )
  },
  steps: (database: Database, connection: string, grain: Grain): number =>
    (database.get<{ n: number }>(
      "select coalesce(sum(length(data)), 0) as n from series where connection = ? and grain = ?",
      connection,
      grains[grain].number,
    )?.n ?? 0) / stepBytes,
}
