/** The core through its one door: sign-in, imports, edits, restart; with both database drivers. */
import { readFileSync, readdirSync, statSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { setTimeout as wait } from "node:timers/promises"
import { afterEach, beforeEach, describe, expect, test } from "vitest"
import { driverNames } from "../../electron/store/database.ts"
import type { StartedCore } from "../../electron/core/start.ts"
import {
  Someone,
  admin,
  ended,
  freshFolder,
  ownPassword,
  removeFolder,
  start,
  writeScript,
} from "./site-in-a-folder.ts"

describe.each(driverNames)("the core on %s", (driver) => {
  let folder: string
  let core: StartedCore
  beforeEach(async () => {
    folder = freshFolder()
    core = await start(folder, { driver })
  })
  afterEach(async () => {
    await core.stop()
    removeFolder(folder)
  })

  test("the first password must be changed before anything else", async () => {
    const someone = new Someone(core)
    expect((await someone.raw("devices.list", { after: "", limit: 10 })).code).toBe("signed-out")
    expect((await someone.raw("session.signIn", { name: "admin", password: "wrong" })).code).toBe("refused")
    await someone.ask("session.signIn", { name: "admin", password: core.firstPassword! })
    expect((await someone.raw("devices.list", { after: "", limit: 10 })).code).toBe("must-change-password")
    const weak = await someone.raw("session.changePassword", { current: core.firstPassword!, next: "short" })
    expect(weak.message).toMatch(/at least 8/)
    await someone.ask("session.changePassword", { current: core.firstPassword!, next: ownPassword })
    expect((await someone.ask("devices.list", { after: "", limit: 10 })).total).toBe(0)
    expect((await someone.ask("session.state", {})).person).toEqual({
      name: "admin",
      role: "Admin",
      mustChangePassword: false,
    })
  })

  test("an import is read, its devices are listed, edits outrank traffic and survive a restart", async () => {
    const someone = new Someone(core)
    await someone.ask("session.signIn", { name: "admin", password: core.firstPassword! })
    await someone.ask("session.changePassword", { current: core.firstPassword!, next: ownPassword })
    const path = writeScript(folder, "a.pcap", {})
    const { ids } = await someone.ask("captures.add", { paths: [path] })
    const done = await ended(someone, ids[0]!)
    expect(done).toMatchObject({ state: "done", packets: 60, accounting: { read: 60, decoded: 60 } })
    const { devices, total } = await someone.ask("devices.list", { after: "", limit: 5 })
    expect([devices.length, total]).toEqual([5, 12])
    const id = devices[0]!.id
    const edited = await someone.ask("devices.edit", { id, edit: { name: "Filler 1", important: true } })
    expect(edited).toMatchObject({ name: "Filler 1", important: true, edited: ["important", "name"] })
    await someone.ask("map.pin", { pins: [{ id, x: 1, y: 2 }] })
    const overview = await someone.ask("overview.get", {})
    expect(overview.otProtocols[0]).toMatchObject({ name: "enip" })
    expect(overview.period.packets).toBe(60)

    await core.stop()
    core = await start(folder, { driver })
    expect(core.firstPassword).toBeNull()
    const again = new Someone(core)
    again.token = someone.token
    const { device, claims } = await again.ask("devices.get", { id })
    expect(device.name).toBe("Filler 1")
    expect(claims[0]).toMatchObject({ field: "vendor", captureFile: "a.pcap", capture: done.sha256 })
    const proof = await again.ask("devices.proof", { id, index: 0 })
    expect(proof.packets[0]!.hex).toMatch(/^([0-9a-f]{2}){60}$/)
    expect((await again.ask("map.get", {})).pins).toEqual([{ id, x: 1, y: 2 }])
  })

  test("the same content is recognised, other content of the same size is not", async () => {
    const someone = await admin(core)
    const one = writeScript(folder, "one.pcap", {})
    const same = writeScript(folder, "same.pcap", {})
    const other = writeScript(folder, "other.pcap", { first: 9 })
    const { ids } = await someone.ask("captures.add", { paths: [one, same, other] })
    expect((await ended(someone, ids[0]!)).state).toBe("done")
    expect(await ended(someone, ids[1]!)).toMatchObject({
      state: "known",
      message: expect.stringContaining("one.pcap"),
    })
    expect((await ended(someone, ids[2]!)).state).toBe("done")
  })

  test("cancel takes everything back and the next import goes on from before", async () => {
    const someone = await admin(core)
    const first = await someone.ask("captures.add", { paths: [writeScript(folder, "first.pcap", {})] })
    await ended(someone, first.ids[0]!)
    const before = await someone.ask("map.get", {})
    const { ids } = await someone.ask("captures.add", {
      paths: [writeScript(folder, "long.pcap", { first: 5, batches: 5000, pause: 2 })],
    })
    while ((await someone.ask("devices.list", { after: "", limit: 1 })).total === 12) await wait(10)
    await someone.ask("captures.cancel", { id: ids[0]! })
    // Ten seconds of reading were left: what was waited for would be done, not cancelled.
    expect((await ended(someone, ids[0]!)).state).toBe("cancelled")
    for (let tries = 0; tries < 50 && (await someone.ask("map.get", {})).devices.length !== 12; tries++) await wait(20)
    expect(await someone.ask("map.get", {})).toEqual(before)
    const last = await someone.ask("captures.add", { paths: [writeScript(folder, "last.pcap", { first: 100 })] })
    expect((await ended(someone, last.ids[0]!)).state).toBe("done")
    expect((await someone.ask("devices.list", { after: "", limit: 1 })).total).toBe(24)
  })

  test("a file that is no capture and an engine that breaks are told in words", async () => {
    const someone = await admin(core)
    writeFileSync(join(folder, "text.pcap"), "hello")
    const { ids } = await someone.ask("captures.add", {
      paths: [
        join(folder, "text.pcap"),
        writeScript(folder, "bad.pcap", { breakAt: 5 }),
        writeScript(folder, "good.pcap", {}),
      ],
    })
    expect(await ended(someone, ids[0]!)).toMatchObject({
      state: "failed",
      message: expect.stringContaining("Choose a pcap"),
    })
    expect(await ended(someone, ids[1]!)).toMatchObject({
      state: "failed",
      message: expect.stringContaining("stopped twice"),
    })
    expect((await ended(someone, ids[2]!)).state).toBe("done")
    expect((await someone.ask("devices.list", { after: "", limit: 1 })).total).toBe(12)
  })

  test("an upload goes on after a restart", async () => {
    const someone = await admin(core)
    const bytes = readFileSync(writeScript(folder, "up.pcap", {}))
    const announce = { name: "up.pcap", size: bytes.length, print: "p" }
    const { id } = await someone.ask("captures.announce", announce)
    const piece = async function* (from: number, to: number) {
      yield new Uint8Array(bytes.subarray(from, to))
    }
    const range = { from: 0, to: 9, size: bytes.length }
    expect(await core.receive(id, range, piece(0, 10), someone.caller)).toEqual({ ok: true, received: 10 })
    await core.stop()
    core = await start(folder, { driver })
    const again = await admin(core)
    expect(await again.ask("captures.announce", announce)).toMatchObject({ id, received: 10 })
    const wrong = await core.receive(id, range, piece(0, 10), again.caller)
    expect(wrong).toMatchObject({ ok: false, status: 409, received: 10 })
    const rest = { from: 10, to: bytes.length - 1, size: bytes.length }
    expect(await core.receive(id, rest, piece(10, bytes.length), again.caller)).toMatchObject({ ok: true })
    expect((await ended(again, id)).state).toBe("done")
  })

  test("a second program is told and gets the site read-only", async () => {
    const someone = await admin(core)
    const second = await start(folder, { driver })
    expect(second.heldBy).toBe(process.pid)
    const reader = await admin(second)
    expect((await reader.ask("session.state", {})).readOnlySite).toBe(true)
    expect((await reader.raw("views.save", { tool: "devices", name: "n", value: "{}" })).message).toMatch(
      /another program/,
    )
    await second.stop()
    expect((await someone.ask("session.state", {})).readOnlySite).toBe(false)
  })
})

test("wrong passwords slow down their own origin only", async () => {
  const folder = freshFolder()
  const core = await start(folder)
  const far = new Someone(core, false)
  for (let tries = 0; tries < 4; tries++) await far.raw("session.signIn", { name: "admin", password: "x" })
  expect((await far.raw("session.signIn", { name: "admin", password: "x" })).code).toBe("too-many")
  expect((await new Someone(core).raw("session.signIn", { name: "admin", password: core.firstPassword! })).ok).toBe(
    true,
  )
  await core.stop()
  removeFolder(folder)
})

test("a program that has the site read-only changes no file of it, whatever an Admin asks", async () => {
  const folder = freshFolder()
  const core = await start(folder)
  const second = await start(folder, { fixedHost: "192.0.2.7" }) // a name that the certificate lacks
  const reader = await admin(second)
  const files = () =>
    readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((name) => !name.startsWith("site.db"))
      .map((name) => `${name} ${statSync(join(folder, name)).mtimeMs}`)
  const before = files()
  const settings = { address: "192.0.2.7", mask: "255.255.255.0", gateway: "", dns: [], hostName: "s1", serve: false }
  const proxy = { on: false, host: "", port: 8080, user: "" }
  for (const [method, input] of [
    ["certificates.reset", {}],
    ["certificates.confirmLocal", {}],
    ["certificates.setValidation", { on: false, systemAuthorities: true }],
    ["certificates.removeAuthority", { id: "x" }],
    ["network.set", { settings, proxy, proxyPassword: null }],
    ["wizard.finish", {}],
    ["recovery.upload", { document: "{}" }],
  ] as const)
    expect([method, await reader.raw(method, input)]).toMatchObject([method, { code: "refused", reason: "read-only" }])
  expect((await reader.raw("certificates.get", {})).ok).toBe(true)
  expect((await reader.raw("session.signOut", {})).ok).toBe(true)
  await second.stop()
  expect(files()).toEqual(before)
  await core.stop()
  removeFolder(folder)
})
