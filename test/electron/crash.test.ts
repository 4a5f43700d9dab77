/** SIGKILL at 50 random moments of an import and a person's work: nothing acknowledged is lost, and the end equals an undisturbed run's; with both drivers. */
import { spawn, spawnSync } from "node:child_process"
import { mkdirSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath, pathToFileURL } from "node:url"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { driverNames } from "../../electron/store/database.ts"
import type { Database, DriverName, Row } from "../../electron/store/database.ts"
import { openSite } from "../../electron/store/open-site.ts"
import { writeCaptures } from "./crash-captures.ts"
import { freshFolder, removeFolder } from "./site-in-a-folder.ts"

const root = fileURLToPath(new URL("../..", import.meta.url))
const victim = fileURLToPath(new URL("./crash-victim.ts", import.meta.url))
const parts = pathToFileURL(join(root, "dist/web.js")).href
const wasm = join(root, "node_modules/sql.js/dist/sql-wasm.wasm")
const kills = 50

let folder: string
let captures: string[]
beforeAll(() => {
  spawnSync(process.execPath, [join(root, "build/build.mjs"), "node", "--quiet"])
  folder = freshFolder()
  captures = writeCaptures(folder, 30)
})
afterAll(() => removeFolder(folder))

type Kept = { files: string[]; preferences: Record<string, string>; edits: Record<string, string> }

/** What was acknowledged so far, from the lines of all runs. */
class Acknowledged {
  readonly files = new Set<string>()
  readonly preferences = new Map<string, number>()
  readonly edits = new Map<string, number>()
  last = 0

  note(line: string): void {
    const [word, ...rest] = line.split(" ")
    if (word === "added") this.files.add(rest.join(" "))
    if (word === "preference") {
      this.last = Number(rest[0])
      this.preferences.set(`n${this.last % 20}`, this.last)
    }
    if (word === "edit") this.edits.set(rest[0]!, Number(rest[1]))
    if (word === "kept") this.#compare(JSON.parse(rest.join(" ")) as Kept)
  }

  /** One action more than was acknowledged may be there: it was on the disk, and the answer was lost with the process. */
  #compare(kept: Kept): void {
    for (const file of this.files) expect(kept.files).toContain(file)
    for (const [name, value] of this.preferences) expect(Number(kept.preferences[name])).toBeGreaterThanOrEqual(value)
    for (const [id, value] of this.edits)
      if (kept.edits[id] !== undefined)
        expect(Number(kept.edits[id].replace("edit ", ""))).toBeGreaterThanOrEqual(value)
  }
}

/** Linear congruential, Numerical Recipes: the same moments in every run of the test. */
function randomFrom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
}

/** `killAfter`: milliseconds after the core has started, or after the process has begun; null: it runs to its end. */
function run(
  site: string,
  driver: DriverName,
  known: Acknowledged,
  killAfter: { from: "started" | "begun"; milliseconds: number } | null,
): Promise<string[]> {
  const child = spawn(process.execPath, [victim, site, driver, parts, ...captures], {
    env: { ...process.env, ACKNOWLEDGED: String(known.last) },
    stdio: ["ignore", "pipe", "inherit"],
  })
  const kill = () => void (killAfter && setTimeout(() => child.kill("SIGKILL"), killAfter.milliseconds))
  if (killAfter?.from === "begun") kill()
  const lines: string[] = []
  let rest = ""
  return new Promise((resolve, reject) => {
    child.stdout.on("data", (piece: Buffer) => {
      const all = (rest + piece.toString()).split("\n")
      rest = all.pop()!
      for (const line of all) {
        lines.push(line)
        if (line === "started" && killAfter?.from === "started") kill()
      }
    })
    child.on("close", (code) => {
      try {
        for (const line of lines) known.note(line)
        if (killAfter === null) expect(code).toBe(0)
        resolve(lines)
      } catch (error) {
        reject(error instanceof Error ? error : new Error(String(error)))
      }
    })
  })
}

/** Everything that was learnt; imports by file name, because their ids are random. */
function learnt(database: Database): Record<string, Row[]> {
  const names = new Map(
    database.all<{ id: string; file: string }>("select id, file from imports").map((one) => [one.id, one.file]),
  )
  const named = (row: Row): Row =>
    Object.fromEntries(
      Object.entries(row).map(([key, value]) => [
        key,
        typeof value === "string"
          ? value.replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, (id) => names.get(id) ?? id)
          : value,
      ]),
    )
  const rows = (sql: string) => database.all(sql).map(named)
  /** The rule's id is random, and part of the engine's state. */
  const rule = Buffer.from(database.get<{ id: string }>("select id from rules")!.id).toString("hex").toUpperCase()
  return {
    imports: rows("select file, state, applied, sha256, accounting, facts from imports order by place"),
    devices: rows("select id, owner, data from devices order by id"),
    claims: rows("select id, owner, data from claims order by id"),
    connections: rows("select id, owner, data from connections order by id"),
    talks: rows("select * from talks order by id"),
    happenings: rows("select id, data from happenings order by id"),
    functions: rows("select * from talk_functions order by id"),
    measures: rows("select grain, part, step, shard, hex(data) as data from measures order by 1, 2, 3, 4"),
    covered: rows("select first, last from covered order by 1"),
    learned: rows("select first, last from learned_time order by 1"),
    baseline: rows("select * from baseline order by id"),
    notifications: rows("select id, owner, data from notifications order by id"),
    hits: rows("select hour, owner, hits, last from rule_hits order by 1, 2"),
    subnets: rows("select id, owner, data from subnets order by id"),
    evidence: rows("select import, frame, hex(bytes) as bytes from evidence").sort((one, other) =>
      JSON.stringify(one) < JSON.stringify(other) ? -1 : 1,
    ),
    alerts: rows("select * from alerts order by place"),
    lines: rows("select id, owner, data from alert_lines order by id"),
    shown: rows(
      "select at, code, text, source, target, protocol, alert, frame, capture, owner from events where kind = 'traffic' order by place",
    ),
    undo: rows("select * from undo"),
    checkpoint: database
      .all<{ state: string }>("select hex(state) as state from checkpoint")
      .map(({ state }) => ({ state: state.replaceAll(rule, "") })),
  }
}

async function contents(site: string, driver: DriverName): Promise<Record<string, Row[]>> {
  const { database, restored } = await openSite({ folder: site, driver, readOnly: false, wasm, now: 0 })
  expect(restored).toBeNull()
  expect(database.check()).toEqual([])
  const found = learnt(database)
  database.close()
  return found
}

describe.each(driverNames)("on %s", (driver) => {
  test(`${kills} kills change nothing`, { timeout: 480_000 }, async () => {
    const name = driver.replace(":", "-")
    const undisturbed = join(folder, `undisturbed-${name}`)
    const killed = join(folder, `killed-${name}`)
    for (const site of [undisturbed, killed]) mkdirSync(site)
    expect(await run(undisturbed, driver, new Acknowledged(), null)).toContain("idle")

    const random = randomFrom(7)
    const known = new Acknowledged()
    let interrupted = 0
    for (let number = 0; number < kills; number++) {
      const early = random() < 0.15
      const lines = await run(
        killed,
        driver,
        known,
        early
          ? { from: "begun", milliseconds: 50 + random() * 500 }
          : { from: "started", milliseconds: random() * 180 },
      )
      if (!lines.includes("idle")) interrupted++
    }
    expect(await run(killed, driver, known, null)).toContain("stopped")
    process.stdout.write(
      `${driver}: ${interrupted} of ${kills} kills fell into the work, ${known.last} actions acknowledged\n`,
    )
    expect(interrupted).toBeGreaterThan(kills / 2)
    // On a busy machine fewer are answered before they are killed.
    expect(known.last).toBeGreaterThan(kills / 5)
    const wanted = await contents(undisturbed, driver)
    const found = await contents(killed, driver)
    expect(wanted["alerts"]!.length).toBeGreaterThan(20)
    expect(wanted["hits"]!.length).toBeGreaterThan(20)
    for (const part of Object.keys(wanted)) expect(found[part], part).toEqual(wanted[part])
  })
})
