/** The bell: raised and cleared by what is the case, read by each user for themselves, with a clock that the test moves. */
import { writeFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { afterEach, beforeEach, expect, test } from "vitest"
import { Bell } from "../../electron/core/bell.ts"
import { CertificatesDesk } from "../../electron/core/certificates-desk.ts"
import { siteWatch } from "../../electron/core/site-watch.ts"
import type { Context } from "../../electron/handlers/context.ts"
import type { Database } from "../../electron/store/database.ts"
import { openSite } from "../../electron/store/open-site.ts"
import { callTable } from "../../electron/store/tables.ts"
import type { Condition } from "../../shared/setup/system-messages.ts"
import { fillMessage, systemMessages } from "../../shared/setup/system-messages.ts"
import type { MessageName } from "../../shared/setup/system-messages.ts"
import { TestTools } from "../make/desk-tools.ts"
import { freshFolder, removeFolder } from "./site-in-a-folder.ts"

const hours = 3600e6
let folder: string
let database: Database
let conditions: Condition[] = []
let time = Date.UTC(2026, 10, 22, 8) * 1000

const wasm = fileURLToPath(new URL("../../node_modules/sql.js/dist/sql-wasm.wasm", import.meta.url))
const makeBell = (): Bell => {
  const call = (table: string, name: string, ...values: unknown[]) =>
    Promise.resolve(database.transaction(() => callTable(database, { table, name, values })))
  const site = { readOnly: false, query: call, write: call }
  return new Bell(site as never, [{ conditions: () => conditions }], () => time)
}
const as = (name: string): Context => ({ person: { name } }) as Context

beforeEach(async () => {
  folder = freshFolder()
  database = (await openSite({ folder, driver: "node:sqlite", readOnly: false, wasm, now: time })).database
  conditions = []
})
afterEach(() => {
  database.close()
  removeFolder(folder)
})

const silent: Condition = { name: "no-traffic", about: "eth1", values: { interface: "eth1", since: "08:00" } }
const soon: Condition = { name: "activation-expires-soon", values: { date: "2026-12-20", days: "28" } }

test("a condition raises a message with what to do and where to go, and its end clears it", async () => {
  const bell = makeBell()
  expect(await bell.messages("anna")).toEqual([])
  conditions = [silent]
  expect(await bell.messages("anna")).toEqual([
    {
      id: "no-traffic eth1",
      severity: "critical",
      title: "No traffic detected",
      text: "eth1 has been silent since 08:00.",
      remedy: "Check the cable and the mirror port of the switch.",
      page: "settings/monitoring",
      action: "Open Monitoring",
      raisedAt: time,
      acknowledged: false,
    },
  ])
  conditions = []
  expect(await bell.messages("anna")).toEqual([])
})

test("since when it stands survives a restart; so does who has read it", async () => {
  conditions = [silent]
  const raisedAt = time
  const bell = makeBell()
  await bell.messages("anna")
  await bell.acknowledge({ id: "no-traffic eth1" }, as("anna"))
  time += 5 * hours
  const again = makeBell()
  expect((await again.messages("anna"))[0]).toMatchObject({ raisedAt, acknowledged: true })
  expect((await again.messages("ben"))[0]).toMatchObject({ raisedAt, acknowledged: false })
})

test("who asks while a look is under way is told what has come to be the case since", async () => {
  const bell = makeBell()
  const early = bell.messages("anna")
  await Promise.resolve()
  conditions = [silent]
  const [late, alsoLate] = await Promise.all([bell.messages("anna"), bell.messages("ben")])
  expect([...late, ...alsoLate].map(({ id }) => id)).toEqual(["no-traffic eth1", "no-traffic eth1"])
  conditions = []
  expect(await bell.messages("anna")).toEqual([])
  await early
})

test("what comes back must be read again", async () => {
  const bell = makeBell()
  conditions = [silent]
  await bell.messages("anna")
  await bell.acknowledge({ id: "no-traffic eth1" }, as("anna"))
  conditions = []
  await bell.messages("anna")
  time += hours
  conditions = [silent]
  expect((await bell.messages("anna"))[0]).toMatchObject({ raisedAt: time, acknowledged: false })
})

test("an end that comes nearer is told anew every day", async () => {
  const bell = makeBell()
  conditions = [soon]
  await bell.messages("anna")
  await bell.acknowledge({ id: "activation-expires-soon" }, as("anna"))
  time += 23 * hours
  expect((await bell.messages("anna"))[0]?.acknowledged).toBe(true)
  time += 2 * hours
  expect((await bell.messages("anna"))[0]?.acknowledged).toBe(false)
})

test("the gravest comes first; the fingerprint changes only with what stands", async () => {
  const bell = makeBell()
  conditions = [{ name: "updates-pending", values: { at: "now" } }, soon, silent]
  expect((await bell.messages("anna")).map(({ severity }) => severity)).toEqual(["critical", "warning", "info"])
  const before = await bell.fingerprint()
  conditions = conditions.toReversed()
  expect(await bell.fingerprint()).toBe(before)
  conditions = [silent]
  expect(await bell.fingerprint()).not.toBe(before)
})

test("the console's certificate: self-signed, 30 days before its end, and after it", async () => {
  const clock = new TestTools()
  const desk = new CertificatesDesk(
    { ...clock.tools, folder, now: () => clock.time },
    { proxy: () => null, names: () => ["localhost"] },
  )
  await desk.start()
  desk.stop()
  const names = () => desk.conditions().map(({ name }) => name)
  expect(names()).toEqual(["certificate-self-signed"])
  clock.time += 793 * 24 * hours
  expect(names()).toEqual(["certificate-self-signed"])
  clock.time += 2 * 24 * hours
  expect(names()).toEqual(["certificate-expires-soon", "certificate-self-signed"])
  clock.time += 31 * 24 * hours
  expect(names()).toEqual(["certificate-expired", "certificate-self-signed"])
})

test("the site itself: little space, a program that was replaced, captures with problems, a dissector benched, another program", async () => {
  const program = join(folder, "program.js")
  writeFileSync(program, "old")
  let free = 5e9
  const problem = (code: string) => ({ code, offset: 0, message: `${code} happened` })
  const one = {
    id: "i1",
    file: "a.pcap",
    state: "done",
    facts: { problems: [problem("dissector-benched"), problem("cut-short")] },
  }
  const listed: unknown[] = []
  const site = { restored: null, query: () => Promise.resolve(listed) } as never
  const watch = siteWatch({ site, heldBy: null, freeSpace: () => Promise.resolve(free), program })
  const names = async () => (await watch.conditions()).map(({ name }) => name)
  expect(await names()).toEqual([])
  free = 1e8
  writeFileSync(program, "newer")
  listed.push(one)
  expect(await names()).toEqual(["disk-nearly-full", "updates-pending", "dissector-benched", "capture-problems"])
  const held = siteWatch({ site, heldBy: 4711, freeSpace: () => Promise.resolve(5e9), program })
  expect((await held.conditions())[0]).toEqual({ name: "read-only", values: { process: "4711" } })
})

test("every message says what to do, and has a button unless there is nowhere to go", () => {
  for (const name of Object.keys(systemMessages) as MessageName[]) {
    const { title, text, remedy, page, action } = fillMessage(name, {})
    expect([name, title.length > 5, text.length > 2, remedy.length > 2]).toEqual([name, true, true, true])
    expect([name, page === ""]).toEqual([name, action === ""])
  }
})
