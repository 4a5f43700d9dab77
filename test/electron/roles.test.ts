/** Every method of the API, asked by every role and by nobody: who is let through, and who is told no. */
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { methods } from "../../shared/api/contract/index.ts"
import type { MethodName } from "../../shared/api/contract/index.ts"
import type { Role } from "../../shared/api/contract/session.ts"
import { mayDo } from "../../shared/api/roles.ts"
import type { StartedCore } from "../../electron/core/start.ts"
import { Someone, admin, freshFolder, removeFolder, start } from "./site-in-a-folder.ts"

const folder = freshFolder()
let core: StartedCore
const callers = new Map<Role | null, Someone>()
const password = "a long enough pass phrase"

beforeAll(async () => {
  core = await start(folder)
  const boss = await admin(core)
  callers.set("Admin", boss)
  callers.set(null, new Someone(core))
  for (const role of ["Security Analyst", "Read only"] as const) {
    const name = role === "Read only" ? "guest" : "analyst"
    const profile = { firstName: "", lastName: "", email: "", role, mustChangePassword: false }
    await boss.ask("users.create", { name, ...profile, password })
    const someone = new Someone(core)
    await someone.ask("session.signIn", { name, password })
    callers.set(role, someone)
  }
}, 60_000)
afterAll(async () => {
  await core.stop()
  removeFolder(folder)
})

const names = Object.keys(methods) as MethodName[]
/** An input that no method understands: what is let through the door is refused for it, and nothing happens. */
const nonsense = { thereIsNoSuchField: true }

describe.each([null, "Read only", "Security Analyst", "Admin"] as const)("asked by %s", (role) => {
  test.each(names)("%s", async (name) => {
    const { code } = await callers.get(role)!.raw(name, nonsense)
    const expected = mayDo(role, methods[name].need) ? "bad-input" : role === null ? "signed-out" : "forbidden"
    expect(code).toBe(expected)
  })
})

test("the matrix is what the product promises: these need an Admin, these at least an analyst, these nobody's name", () => {
  const needing = (need: string): string[] => names.filter((name) => methods[name].need === need)
  for (const area of ["users.", "certificates.", "network.", "wizard."])
    expect(needing("admin")).toEqual(expect.arrayContaining(names.filter((name) => name.startsWith(area))))
  expect(needing("admin")).toEqual(
    expect.arrayContaining([
      ...["activation.activate", "activation.licence", "monitoring.start", "monitoring.stop"],
      ...["detection.set", "alerts.configure"],
    ]),
  )
  const alertWork = ["setStatus", "setSeverity", "learn", "unlearn", "mute", "unmute", "comment", "savePackets"]
  expect(needing("analyst")).toEqual(
    expect.arrayContaining([
      ...alertWork.map((name) => `alerts.${name}`),
      ...names.filter((name) => name.startsWith("timeline.")),
    ]),
  )
  expect(needing("read")).toEqual(expect.arrayContaining(["alerts.list", "alerts.get", "detection.get"]))
  const rules = names.filter((name) => name.startsWith("rules."))
  expect(rules.filter((name) => methods[name].need === "read")).toEqual(["rules.list", "rules.fields"])
  expect(rules.every((name) => ["read", "analyst"].includes(methods[name].need))).toBe(true)
  expect(needing("anyone").sort()).toEqual([
    "checklist.get",
    "recovery.challenge",
    "recovery.upload",
    "session.signIn",
    "session.signInOnce",
    "session.state",
  ])
})
