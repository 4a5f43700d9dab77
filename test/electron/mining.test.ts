/** Data mining through the core: who may do what, names, refusals, snapshots that outlive a restart, and paper. */
import { mkdirSync } from "node:fs"
import { join } from "node:path"
import { afterAll, beforeAll, expect, test } from "vitest"
import type { ReportDefinition } from "../../shared/api/contract/mining.ts"
import { noFilters } from "../../shared/insight/mining/definition.ts"
import type { StartedCore } from "../../electron/core/start.ts"
import { Someone, admin, ended, freshFolder, removeFolder, start, writeScript } from "./site-in-a-folder.ts"

const folder = freshFolder()
const site = join(folder, "site")
const password = "a long enough pass phrase"
let core: StartedCore
let boss: Someone
let analyst: Someone
let guest: Someone

const filters = {
  ...noFilters,
  ...{ addresses: [], macs: [], ports: [], groups: [], transports: [], protocols: [], tags: [], states: [] },
}
const definition = (name: string, more: Partial<ReportDefinition> = {}): ReportDefinition => ({
  ...{ name, description: "", categories: ["devices/vendor"], order: "category", filters },
  ...more,
})
const refusal = async (someone: Someone, method: string, input: unknown) => {
  const { ok, code, message, ...detail } = await someone.raw(method, input)
  expect(ok).toBe(false)
  return { code, message, ...detail }
}

beforeAll(async () => {
  mkdirSync(site)
  core = await start(site)
  boss = await admin(core)
  const people = [
    ["analyst", "Security Analyst"],
    ["guest", "Read only"],
  ] as const
  const [one, other] = await Promise.all(
    people.map(async ([name, role]) => {
      const profile = { firstName: "", lastName: "", email: "", role, mustChangePassword: false }
      await boss.ask("users.create", { name, ...profile, password })
      const someone = new Someone(core)
      await someone.ask("session.signIn", { name, password })
      return someone
    }),
  )
  analyst = one!
  guest = other!
}, 60_000)
afterAll(async () => {
  await core.stop()
  removeFolder(folder)
})

test("an empty site says that nothing was captured", async () => {
  const answer = await guest.ask("mining.run", { of: { report: "active" } })
  expect(answer).toMatchObject({ total: 0, lines: [], window: "Nothing was captured yet." })
  expect(answer.reason).toContain("Import a capture or start monitoring")
})

test("a capture fills reports and the category tree", async () => {
  const [id = ""] = await core.addCaptures([
    { path: writeScript(folder, "one.json", { batches: 6 }), file: "one.json", by: "admin" },
  ])
  expect((await ended(boss, id)).state).toBe("done")
  const { categories } = await guest.ask("mining.categories", {})
  expect(categories.find(({ key }) => key === "devices/vendor")?.records).toBeGreaterThan(3)
  const answer = await guest.ask("mining.run", { of: { definition: definition("x") } })
  expect(answer.window).toContain("the newest packet")
  expect(answer.lines.slice(0, 3)).toMatchObject([
    { text: "Devices" },
    { text: "Vendors" },
    { text: "Rockwell Automation" },
  ])
  expect(answer.lines.find(({ is }) => is === "record")).toMatchObject({ record: { value: "Rockwell Automation" } })
  const within = { ...filters, within: { count: 1, unit: "days" as const } }
  const asked = definition("x", { categories: ["protocols/connections"], filters: within })
  expect((await guest.ask("mining.run", { of: { definition: asked } })).total).toBeGreaterThan(0)
})

test("a report is saved for all users, with who and when; a name is taken once, whatever its case", async () => {
  const made = await analyst.ask("mining.save", { id: "", definition: definition(" Vendors ") })
  expect(made).toMatchObject({ name: "Vendors", by: "analyst", builtIn: false })
  expect(made.changedAt).toBeGreaterThan(1.7e15)
  expect((await guest.ask("mining.reports", {})).reports.map(({ name }) => name)).toContain("Vendors")
  for (const name of ["vendors", "CVEs"])
    expect(await refusal(boss, "mining.save", { id: "", definition: definition(name) })).toMatchObject({
      code: "refused",
      reason: "name",
      remedy: "Choose another name.",
    })
  const changed = await boss.ask("mining.save", { id: made.id, definition: definition("Makers") })
  expect(changed).toMatchObject({ id: made.id, name: "Makers", by: "admin" })
})

test("what is wrong is told with its field and a remedy; built-in reports stay as they are", async () => {
  const bad = definition("Bad", { filters: { ...filters, addresses: ["10.1.2"] } })
  expect(await refusal(analyst, "mining.save", { id: "", definition: bad })).toEqual({
    code: "refused",
    message: "“10.1.2” is no IP address, subnet or address with wildcards.",
    reason: "addresses",
    remedy: "Write it as 10.1.2.5, 10.1.*.5, 10.1.0.0/16 or 2001:db8::/32.",
  })
  expect((await refusal(guest, "mining.run", { of: { definition: bad } })).message).toContain("10.1.2")
  expect((await refusal(boss, "mining.save", { id: "active", definition: definition("Mine") })).message).toContain(
    "comes with the product",
  )
  expect((await refusal(boss, "mining.remove", { id: "active" })).message).toContain("can't be deleted")
  expect((await refusal(guest, "mining.run", { of: { report: "none" } })).message).toContain("not there any more")
})

test("who only reads can run and export, and changes nothing", async () => {
  for (const [method, input] of [
    ["mining.save", { id: "", definition: definition("Mine") }],
    ["mining.remove", { id: "x" }],
    ["mining.freeze", { id: "active", name: "x" }],
    ["mining.removeSnapshot", { id: "x" }],
  ] as const)
    expect((await refusal(guest, method, input)).code).toBe("forbidden")
})

test("a snapshot stays as it was, also after a restart and when its report is deleted", async () => {
  const report = (await boss.ask("mining.reports", {})).reports.find(({ builtIn }) => !builtIn)!
  const before = await boss.ask("mining.run", { of: { report: report.id } })
  const made = await analyst.ask("mining.freeze", { id: report.id, name: "Before the change" })
  expect(made).toMatchObject({ name: "Before the change", by: "analyst", report: report.id })
  expect(await refusal(boss, "mining.freeze", { id: report.id, name: "before the change" })).toMatchObject({
    reason: "name",
  })
  expect(await refusal(boss, "mining.freeze", { id: report.id, name: " " })).toMatchObject({ reason: "name" })
  const more = writeScript(folder, "two.json", { batches: 4, first: 500 })
  const [id = ""] = await core.addCaptures([{ path: more, file: "two.json", by: "admin" }])
  await ended(boss, id)
  expect((await boss.ask("mining.run", { of: { report: report.id } })).total).toBeGreaterThan(before.total)
  await core.stop()
  core = await start(site)
  boss = await admin(core)
  expect((await boss.ask("mining.open", { id: made.id })).answer).toEqual(before)
  await boss.ask("mining.remove", { id: report.id })
  expect((await boss.ask("mining.reports", {})).snapshots).toEqual([made])
  expect((await boss.ask("mining.open", { id: made.id })).snapshot).toEqual(made)
})

test("a report and a snapshot become PDF files", async () => {
  const [snapshot] = (await boss.ask("mining.reports", {})).snapshots
  for (const of of [{ report: "active" }, { snapshot: snapshot!.id }]) {
    const { ticket, file } = await boss.ask("mining.exportPdf", { of })
    expect(file).toMatch(/^(Active devices|Makers - Before the change)\.pdf$/)
    const download = await core.download(ticket, boss.caller)
    expect(Buffer.from(download!.bytes.subarray(0, 5)).toString()).toBe("%PDF-")
  }
  await boss.ask("mining.removeSnapshot", { id: snapshot!.id })
  expect((await refusal(boss, "mining.open", { id: snapshot!.id })).message).toContain("not there any more")
}, 60_000)
