/**
 * The figures of the series store for the bench: 1,000 devices with 5,000 active functions of 2,000 talks for 14 days, written as the
 * engine's batches are and asked through the core. `node test/electron/series-bench.ts` prints them.
 */
import { join } from "node:path"
import { performance } from "node:perf_hooks"
import { fileURLToPath } from "node:url"
import { addMeasures } from "../../electron/store/measures.ts"
import type { Database } from "../../electron/store/database.ts"
import { devices } from "../../electron/store/devices.ts"
import { openSite } from "../../electron/store/open-site.ts"
import { retention } from "../../electron/store/retention.ts"
import type { Batch, MeasuredMinute } from "../../shared/engine/batch.ts"
import { widgets } from "../../shared/insight/trends/widgets.ts"
import { scriptedDevice, scriptedTalk } from "./scripted-engine.ts"
import { admin, freshFolder, removeFolder, start } from "./site-in-a-folder.ts"

const deviceCount = 1000
const talkCount = 2000
const functionCount = 5000
const day = 1440
/** 1 March 2026, 00:00 UTC. */
const end = 20_513 * day

let seed = 1
/** The same numbers in every run. */
const random = (): number => (seed = (Math.imul(seed, 1_103_515_245) + 12_345) & 0x7fffffff) / 0x7fffffff

/** Everything polls once a second; `scale` minutes in one. */
function measured(minute: number, scale: number): MeasuredMinute {
  const traffic = new Float64Array(3 + talkCount * 3)
  traffic.set([-1, 250_000 * scale, 2.2e7 * scale])
  for (let talk = 0; talk < talkCount; talk++)
    traffic.set([talk, (100 + random() * 60) * scale, (9000 + random() * 4000) * scale].map(Math.round), 3 + talk * 3)
  const counts = new Float64Array(functionCount * 5)
  const timing = new Float64Array(functionCount * 7)
  const asked = 60 * scale
  for (let fn = 0; fn < functionCount; fn++) {
    counts.set([fn, asked, asked - (random() < 0.05 ? 1 : 0), random() < 0.02 ? 1 : 0, 0], fn * 5)
    const times = [asked * (2000 + random() * 3000), 5000 + random() * 20_000]
    const polling = [60e6 * scale - random() * 1e6, asked * random() * 900]
    timing.set([fn, asked, ...times, asked, ...polling].map(Math.round), fn * 7)
  }
  return { minute, traffic, counts, timing }
}

const id = (number: number): string => scriptedDevice(1 + (number % deviceCount), 1).id
const keys: Batch["keys"] = {
  talks: Array.from({ length: talkCount }, (_, talk) => ({
    ...scriptedTalk(talk, id(talk), id(talk * 7 + 1)),
    vlan: talk % 5,
    port: [502, 102, 44_818, 20_000, 443][talk % 5]!,
    protocol: ["modbus", "s7comm", "cip", "dnp3", "tls"][talk % 5]!,
  })),
  functions: Array.from({ length: functionCount }, (_, fn) => {
    const talk = fn % talkCount
    return {
      id: fn,
      talk,
      protocol: ["modbus", "s7comm", "cip", "dnp3", "tls"][talk % 5]!,
      key: `${fn % 20}`,
      name: "",
    }
  }),
}

/** Two weeks: by the minute for the last day, before that an hour at once. Milliseconds of each commit of a minute. */
function fill(database: Database): readonly number[] {
  const put = (minute: number, scale: number, first = false): number => {
    const batch = {
      measured: [measured(minute, scale)],
      keys: first ? keys : { talks: [], functions: [] },
      capture: { first: 0, last: 0 },
    }
    const began = performance.now()
    database.transaction(() => addMeasures(database, "bench", batch))
    return performance.now() - began
  }
  database.transaction(() => {
    for (let number = 1; number <= deviceCount; number++) devices.put(database, "bench", scriptedDevice(number, 1))
  })
  put(end - 14 * day, 60, true)
  for (let hour = 14 * 24 - 1; hour > 24; hour--) put(end - hour * 60, 60)
  const commits = Array.from({ length: day }, (_, minute) => put(end - day + minute, 1))
  database.transaction(() => retention.sweep(database))
  return commits
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0

async function slowest(folder: string): Promise<{ readonly what: string; readonly ms: number }> {
  const core = await start(folder)
  const someone = await admin(core)
  let found = { what: "", ms: 0 }
  for (const days of [1 / 24, 1, 7, 14, 90])
    for (const { key } of widgets) {
      const range = { from: (end - days * day) * 60e6, to: end * 60e6 }
      const times: number[] = []
      for (let run = 0; run < 3; run++) {
        const began = performance.now()
        await someone.ask("trends.answer", { widget: key, filter: {}, range })
        times.push(performance.now() - began)
      }
      const ms = median(times)
      if (process.argv.includes("--all")) process.stdout.write(`${key}, ${days.toFixed(2)} days: ${ms.toFixed(0)} ms\n`)
      if (ms > found.ms) found = { what: `${key} over ${days < 1 ? "an hour" : `${days} days`}`, ms }
    }
  await core.stop()
  return found
}

const folder = freshFolder()
try {
  const wasm = fileURLToPath(new URL("../../node_modules/sql.js/dist/sql-wasm.wasm", import.meta.url))
  const { database } = await openSite({ folder, driver: "node:sqlite", readOnly: false, wasm, now: 1 })
  const commits = fill(database)
  if (!database.readOnly) database.script("PRAGMA wal_checkpoint(TRUNCATE)")
  const megabytes = database.size() / 1e6
  database.close()
  const { what, ms } = await slowest(folder)
  const met = (good: boolean): string => (good ? "met" : "NOT met")
  process.stdout.write(
    [
      `series store, ${deviceCount} devices, ${functionCount} active functions, 14 days: ${megabytes.toFixed(0)} MB on the disk (wanted under 200: ${met(megabytes < 200)})`,
      `a commit of one minute of all of them: ${median(commits).toFixed(0)} ms, median of ${commits.length}`,
      `slowest of ${widgets.length} widgets over 1 hour to 90 days: ${what}, ${ms.toFixed(0)} ms (wanted under 100: ${met(ms < 100)})`,
      "",
    ].join("\n"),
  )
} finally {
  removeFolder(join(folder))
}
