/** Accounts, sessions, delays: what an Admin may do, what nobody may, and what everyone is told. */
import { afterEach, beforeEach, expect, test } from "vitest"
import { NoteLimit } from "../../electron/core/note-limit.ts"
import type { StartedCore } from "../../electron/core/start.ts"
import type { Role } from "../../shared/api/contract/session.ts"
import { Someone, admin, freshFolder, ownPassword, removeFolder, start } from "./site-in-a-folder.ts"

let folder: string
let core: StartedCore
let boss: Someone
let time = Date.UTC(2026, 10, 22, 8) * 1000
const minutes = (count: number): void => void (time += count * 60e6)

beforeEach(async () => {
  folder = freshFolder()
  core = await start(folder, { now: () => time })
  boss = await admin(core)
  await boss.ask("session.changePassword", { current: core.firstPassword!, next: ownPassword })
})
afterEach(async () => {
  await core.stop()
  removeFolder(folder)
})

const password = "Sturdy+Bridge-77"
const create = (name: string, role: Role, more: object = {}) =>
  boss.raw("users.create", { name, role, password, firstName: "", lastName: "", email: "", ...more })
const signedInWith = async (name: string, secret: string, local = true): Promise<Someone> => {
  const someone = new Someone(core, local)
  await someone.ask("session.signIn", { name, password: secret })
  return someone
}
const signedIn = (name: string, local = true): Promise<Someone> => signedInWith(name, password, local)
const edit = (name: string, role: Role, enabled = true) =>
  boss.raw("users.edit", { name, role, enabled, firstName: "", lastName: "", email: "" })

test("a new account must choose an own password first; its profile is listed", async () => {
  await create("mona", "Security Analyst", { firstName: "Mona", lastName: "Meer", email: "mona@plant.example" })
  const mona = await signedIn("mona")
  expect((await mona.raw("devices.list", { after: "", limit: 1 })).code).toBe("must-change-password")
  const { users } = await boss.ask("users.list", {})
  expect(users.find(({ name }) => name === "mona")).toMatchObject({
    ...{ firstName: "Mona", email: "mona@plant.example", role: "Security Analyst", enabled: true },
    ...{ mustChangePassword: true, sessions: 1, lastSignIn: time, createdAt: time },
  })
})

test("weak passwords, taken and impossible names are refused by name", async () => {
  await create("mona", "Read only")
  expect(await create("mona", "Admin")).toMatchObject({ code: "refused", reason: "name" })
  expect((await create("Mona Meer", "Admin")).code).toBe("bad-input")
  for (const weak of ["Short1!", "alllowercase1", "Password1!", "Qwerty123!", "Mona-x-7712!"])
    expect(await create("mona2", "Admin", { password: weak.replace("Mona", "mona2") })).toMatchObject({
      reason: "weak-password",
    })
  expect((await create("mona2", "Admin", { password: "ein satz ohne alles" })).ok).toBe(true)
})

test("there is always an Admin who can sign in", async () => {
  for (const attempt of [edit("admin", "Read only"), edit("admin", "Admin", false)])
    expect(await attempt).toMatchObject({ code: "refused", reason: "last-admin" })
  expect(await boss.raw("users.remove", { name: "admin" })).toMatchObject({ reason: "own-account" })
  await create("second", "Admin", { mustChangePassword: false })
  const second = await signedIn("second")
  expect((await second.raw("users.remove", { name: "admin" })).ok).toBe(true)
  expect((await boss.raw("users.list", {})).code).toBe("signed-out")
})

test("the first Admin may be switched off when there is another; switched off is signed out and can't sign in", async () => {
  await create("second", "Admin", { mustChangePassword: false })
  expect((await edit("admin", "Admin", false)).ok).toBe(true)
  expect((await boss.raw("users.list", {})).code).toBe("signed-out")
  const refused = await new Someone(core).raw("session.signIn", { name: "admin", password: ownPassword })
  expect(refused.message).toMatch(/wrong/)
  expect(await signedIn("second")).toBeDefined()
})

test("a lower role counts at once, also in sessions that are open", async () => {
  await create("mona", "Admin", { mustChangePassword: false })
  const mona = await signedIn("mona")
  expect((await mona.raw("users.list", {})).ok).toBe(true)
  await edit("mona", "Read only")
  expect((await mona.raw("users.list", {})).code).toBe("forbidden")
})

test("a reset password ends the sessions and must be changed; one's own is changed elsewhere", async () => {
  await create("mona", "Read only", { mustChangePassword: false })
  const mona = await signedIn("mona")
  expect((await boss.raw("users.resetPassword", { name: "mona", password: "Another+Bridge-78" })).ok).toBe(true)
  expect((await mona.raw("session.signOut", {})).code).toBe("signed-out")
  const again = new Someone(core)
  expect((await again.ask("session.signIn", { name: "mona", password: "Another+Bridge-78" })).mustChangePassword).toBe(
    true,
  )
  expect(await boss.raw("users.resetPassword", { name: "admin", password })).toMatchObject({ reason: "own-account" })
})

test("sessions: an Admin sees all, others their own; sign-out everywhere keeps the one who asks", async () => {
  await create("mona", "Read only", { mustChangePassword: false })
  const [here, there] = [await signedIn("mona"), await signedIn("mona", false)]
  expect((await boss.ask("sessions.list", {})).sessions.map(({ user }) => user).sort()).toEqual([
    "admin",
    "mona",
    "mona",
  ])
  const own = (await here.ask("sessions.list", {})).sessions
  expect(own.map(({ origin, own: isOwn }) => [origin, isOwn])).toEqual(
    expect.arrayContaining([
      ["10.1.1.1", false],
      ["this computer", true],
    ]),
  )
  const bosses = (await boss.ask("sessions.list", {})).sessions.find(({ user }) => user === "admin")!
  expect((await here.raw("sessions.end", { id: bosses.id })).code).toBe("forbidden")
  expect((await here.raw("sessions.endAll", { name: "admin" })).code).toBe("forbidden")
  expect(await here.ask("sessions.endAll", { name: "mona" })).toEqual({ ended: 1 })
  expect((await there.raw("sessions.list", {})).code).toBe("signed-out")
  expect((await here.raw("sessions.list", {})).ok).toBe(true)
})

test("who rests too long is signed out, by the setting, also after a restart", async () => {
  minutes(29)
  expect((await boss.raw("users.list", {})).ok).toBe(true)
  minutes(31)
  expect((await boss.raw("users.list", {})).code).toBe("signed-out")
  boss = new Someone(core)
  await boss.ask("session.signIn", { name: "admin", password: ownPassword })
  await boss.ask("signInRules.set", { idleMinutes: 120 })
  await core.stop()
  minutes(100)
  core = await start(folder, { now: () => time })
  const again = new Someone(core)
  again.token = boss.token
  expect(await again.ask("signInRules.get", {})).toEqual({ idleMinutes: 120 })
  minutes(121)
  expect((await again.raw("users.list", {})).code).toBe("signed-out")
})

test("five wrong passwords cost a minute, then twice as long up to an hour; others and the window on the sensor are free", async () => {
  const far = new Someone(core, false)
  const wrong = () => far.raw("session.signIn", { name: "admin", password: "x" })
  for (let tries = 0; tries < 4; tries++) expect((await wrong()).code).toBe("refused")
  const fifth = await wrong()
  expect([fifth.code, fifth.message]).toEqual(["too-many", expect.stringContaining("1 minute.")])
  expect((await far.raw("session.signIn", { name: "admin", password: ownPassword })).code).toBe("too-many")
  expect((await new Someone(core).raw("session.signIn", { name: "admin", password: ownPassword })).ok).toBe(true)
  for (const next of ["2 minutes", "4 minutes", "8 minutes", "16 minutes", "32 minutes", "60 minutes", "60 minutes"]) {
    minutes(60)
    expect((await wrong()).message).toContain(next)
  }
  minutes(61)
  expect((await far.raw("session.signIn", { name: "admin", password: ownPassword })).ok).toBe(true)
}, 60_000)

test("tries sent all at once count one by one", async () => {
  const far = new Someone(core, false)
  const answers = await Promise.all(
    Array.from({ length: 12 }, () => far.raw("session.signIn", { name: "admin", password: "x" })),
  )
  expect(answers.filter(({ code }) => code === "refused").length).toBeLessThanOrEqual(4)
})

test("an unknown name, one switched off and a wrong password look and take the same", async () => {
  await create("mona", "Read only")
  await edit("mona", "Read only", false)
  const took = async (name: string): Promise<[string | undefined, number]> => {
    const began = performance.now()
    const { message } = await new Someone(core).raw("session.signIn", { name, password: "x" })
    return [message, performance.now() - began]
  }
  const [unknown, off, known] = [await took("nobody"), await took("mona"), await took("admin")]
  expect(new Set([unknown[0], off[0], known[0]]).size).toBe(1)
  for (const [, time] of [unknown, off]) expect(time / known[1]).toBeGreaterThan(0.3) // a ratio within one run: no short cut
}, 60_000)

test("every action is an event, and no event holds a password", async () => {
  await create("mona", "Read only", { mustChangePassword: false })
  await edit("mona", "Security Analyst")
  await boss.ask("users.resetPassword", { name: "mona", password: "Another+Bridge-78" })
  await boss.ask("users.remove", { name: "mona" })
  await new Someone(core).raw("session.signIn", { name: "admin", password: "wrong-one" })
  await (await signedInWith("admin", ownPassword)).ask("session.signOut", {})
  const { events } = await boss.ask("events.list", { kinds: ["users", "sign-in"], limit: 100 })
  expect(events.map(({ title }) => title)).toEqual([
    "Signed out",
    "Signed in",
    "Sign-in refused",
    "User deleted",
    "Password reset",
    "User changed",
    "User created",
    "Password changed",
    "Signed in",
  ])
  expect(events[3]).toMatchObject({ who: "admin", origin: "local", at: time })
  expect(JSON.stringify(events)).not.toMatch(/Bridge|wrong-one|Sturdy/)
})

test("a new sign-in never takes over a token that was there before", async () => {
  const someone = new Someone(core)
  someone.token = "planted-by-somebody-else"
  await someone.ask("session.signIn", { name: "admin", password: ownPassword })
  expect(someone.token).not.toBe("planted-by-somebody-else")
  const planted = new Someone(core)
  planted.token = "planted-by-somebody-else"
  expect((await planted.raw("users.list", {})).code).toBe("signed-out")
})

test("a sign-in that is still being checked does not outlive the switching off of its account", async () => {
  await create("mona", "Admin", { mustChangePassword: false })
  const mona = new Someone(core)
  const [late, off] = await Promise.all([
    mona.raw("session.signIn", { name: "mona", password }),
    edit("mona", "Admin", false),
  ])
  expect(off.ok).toBe(true)
  expect(late).toMatchObject({ ok: false, code: "refused" })
  expect((await mona.raw("users.list", {})).code).toBe("signed-out")
})

test("a password change that is still being hashed takes back nothing that an Admin decides meanwhile", async () => {
  await create("mona", "Admin", { mustChangePassword: false })
  const mona = await signedIn("mona")
  await Promise.all([
    mona.raw("session.changePassword", { current: password, next: `${password}-new` }),
    edit("mona", "Read only", false),
  ])
  const { users } = await boss.ask("users.list", {})
  expect(users.find(({ name }) => name === "mona")).toMatchObject({ role: "Read only", enabled: false })
})

test("two Admins who lower each other at once leave one; two accounts of one name are not made", async () => {
  await create("mona", "Admin", { mustChangePassword: false })
  const mona = await signedIn("mona")
  const lower = (who: Someone, name: string) =>
    who.raw("users.edit", { name, role: "Read only", enabled: true, firstName: "", lastName: "", email: "" })
  const both = await Promise.all([lower(boss, "mona"), lower(mona, "admin")])
  expect(both.filter(({ ok }) => ok)).toHaveLength(1)
  const made = await Promise.all([create("twin", "Read only"), create("twin", "Read only")])
  expect(made.filter(({ ok }) => ok)).toHaveLength(1)
})

test("who knocks all day can't push the other events out", () => {
  const limit = new NoteLimit(3, () => time)
  expect([1, 2, 3, 4, 5].map(() => limit.take())).toEqual(["note", "note", "last", "skip", "skip"])
  minutes(60)
  expect(limit.take()).toBe("note")
})
