/** Activation: what a sensor takes, what that turns on, and what the bell says while time passes. */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, utimesSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import * as v from "valibot"
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest"
import { ActivationDesk } from "../../electron/core/activation-desk.ts"
import { activateSample } from "../../electron/core/activation-sample.ts"
import { readReceipt } from "../../electron/crypto/activation-receipt.ts"
import { makeLicence } from "../../electron/crypto/licence-string.ts"
import { readDriveFile, removableDrives, thisComputer } from "../../electron/crypto/removable-drives.ts"
import type { DriveWorld } from "../../electron/crypto/removable-drives.ts"
import { builtInRootOfTrust } from "../../electron/crypto/root-of-trust.ts"
import { activationState } from "../../shared/api/contract/activation.ts"
import { Refusal } from "../../shared/api/server.ts"
import { fileRefusalCodes } from "../../shared/setup/activation-refusals.ts"
import { terms } from "../../shared/setup/terms.ts"
import { asAdmin, TestTools } from "../make/desk-tools.ts"
import { day, iso, micro, noon, TestAuthority } from "../make/test-authority.ts"

let office: TestAuthority
let tools: TestTools
let desk: ActivationDesk
let folder: string
const termsVersion = terms.version

const open = () =>
  ActivationDesk.open(tools.tools, {
    root: office.rootOfTrust,
    drives: thisComputer({ PLANTWARDEN_DRIVES: join(folder, "stick") }),
  })
beforeAll(async () => void (office = await TestAuthority.make()))
beforeEach(async () => {
  tools = new TestTools()
  folder = mkdtempSync(join(tmpdir(), "plantwarden-drives-"))
  mkdirSync(join(folder, "stick"))
  desk = await open()
})
afterEach(() => {
  desk.stop()
  rmSync(folder, { recursive: true })
})

const asDocument = (text: string) => ({ from: "document" as const, text })
const activate = (text: string) => desk.activate({ source: asDocument(text), termsVersion }, asAdmin)
const mine = (more: Record<string, unknown> = {}) => ({
  sensor: { id: desk.identity.id, name: "Line 4", site: "B", zone: "F" },
  ...more,
})
async function reasonOf(doing: Promise<unknown>): Promise<string> {
  const error: unknown = await doing.then(
    () => null,
    (thrown: unknown) => thrown,
  )
  if (error === null) return "taken"
  if (!(error instanceof Refusal)) throw new Error("not refused, but failed", { cause: error })
  return error.detail.reason ?? error.code
}
const bell = () => desk.conditions().map(({ name }) => name)

describe("the sensor's identity", () => {
  test("is made once, survives a restart, and belongs to no machine", async () => {
    const id = desk.identity.id
    expect(id).toMatch(/^([0-9A-Z]{4}-){5}[0-9A-Z]{4}$/)
    desk = await open()
    expect(desk.identity.id).toBe(id)
    expect(desk.state().sensorQr).toContain(id)
    const other = await ActivationDesk.open(new TestTools().tools, {
      root: office.rootOfTrust,
      drives: thisComputer({}),
    })
    expect(other.identity.id).not.toBe(id)
    other.stop()
  })
  test("its private key is not readable in the settings", () => {
    expect(tools.settings.get("sensor.identity")).toMatch(/^v1:/)
  })
})

describe("activating", () => {
  test("a file for this sensor: who, when, which terms", async () => {
    expect(bell()).toEqual(["activation-missing"])
    const { changed, state } = await activate(await office.activation(mine()))
    expect(changed).toBe(true)
    expect(v.parse(activationState, state)).toMatchObject({
      status: "active",
      activatedAt: noon,
      activatedBy: "anna",
      termsVersion,
      bound: true,
      receipt: null,
      file: { sensorName: "Line 4", development: false },
    })
    expect(state.history[0]).toMatchObject({ who: "anna", mode: "locally-connected", termsVersion })
    expect(tools.notes).toMatchObject([{ kind: "activation", who: "anna" }])
    expect(tools.changes).toBe(1)
    expect(bell()).toEqual([])
    expect(desk.sensorName).toBe("Line 4")
  })
  test("is kept over a restart", async () => {
    await activate(await office.activation(mine()))
    const before = desk.state()
    desk = await open()
    expect(desk.state()).toEqual(before)
  })
  test("needs the terms of now", async () => {
    const source = asDocument(await office.activation())
    expect(desk.terms().text.length).toBeGreaterThan(1000)
    expect(await reasonOf(desk.activate({ source, termsVersion: "1999" }, asAdmin))).toBe("terms-changed")
    expect(desk.state().status).toBe("not-activated")
  })
  test("the same file again changes nothing and says so, even after its window and with the clock behind", async () => {
    const document = await office.activation(mine())
    await activate(document)
    const before = desk.state()
    tools.time = noon + 100 * day
    expect(await activate(`${document}\n`)).toEqual({ changed: false, state: before })
    tools.time = noon - day
    expect((await activate(document)).changed).toBe(false)
    expect((await desk.inspect({ source: asDocument(document) })).refusal).toBeNull()
    expect(desk.state().history).toHaveLength(1)
  })
  test("a newer file replaces it, an older one and one of the same moment are already used", async () => {
    const first = await office.activation(mine())
    await activate(first)
    tools.time = noon + day
    const renewal = mine({ issuedAt: iso(noon + day), mode: "cloud-connected", validUntil: iso(noon + 400 * day) })
    await activate(await office.activation(renewal))
    expect(desk.state()).toMatchObject({ status: "active", file: { mode: "cloud-connected" } })
    expect(desk.state().history).toHaveLength(2)
    expect(await reasonOf(activate(first))).toBe("already-used")
    expect(await reasonOf(activate(await office.activation(mine({ issuedAt: iso(noon + day) }))))).toBe("already-used")
  })
  test("a file for any sensor is not bound, and brings a signed receipt", async () => {
    const { state } = await activate(await office.activation({ id: "7d4f1a52-0c1f-4a6b-9d1e-2f8f5b3f6c11" }))
    expect(state.bound).toBe(false)
    const receipt = state.receipt!
    expect(readReceipt(receipt)).toEqual({
      fileId: "7d4f1a52-0c1f-4a6b-9d1e-2f8f5b3f6c11",
      sensorId: desk.identity.id,
      at: noon,
    })
    expect(readReceipt(receipt.replace("7d4f", "7d40"))).toBeNull()
    expect(readReceipt("hello")).toBeNull()
  })
  test("two at once: the older of the two is told of the newer", async () => {
    const older = activate(await office.activation(mine()))
    const newer = activate(await office.activation(mine({ issuedAt: iso(noon + 1_000_000) })))
    expect((await older).changed && (await newer).changed).toBe(true)
    expect(desk.state().history).toHaveLength(2)
  })
})

describe("refused", () => {
  test("every code of the closed list", async () => {
    const found = new Map<string, string>()
    const note = async (text: string) => {
      const { refusal } = await desk.inspect({ source: asDocument(text) })
      expect(await reasonOf(activate(text))).toBe(refusal?.code)
      expect(refusal?.sentence).not.toContain("{")
      expect(refusal?.remedy).not.toContain("{")
      found.set(refusal!.code, refusal!.sentence)
    }
    const good = await office.activation(mine())
    await note("hello")
    await note(good + " ".repeat(1024 * 1024))
    await note(good.replace(/"payload": "\w{8}/, (said) => said.slice(0, -8) + "AAAAAAAA"))
    await note(await (await TestAuthority.make()).activation())
    await note(await office.activation({}, await office.signer({ until: new Date("2026-02-01") })))
    await note(await office.recovery({}))
    await note(await office.activation({ format: 7 }))
    await note(await office.activation({ sensor: { id: "AAAA", name: "", site: "", zone: "" } }))
    await note(await office.activation({ issuedAt: iso(noon - 15 * day), uploadBefore: iso(noon) }))
    await note(await office.activation({ validUntil: iso(noon) }))
    await note(await office.activation({ issuedAt: iso(noon + day) }))
    await activate(good)
    await note(await office.activation(mine({ issuedAt: iso(noon - day) })))
    expect([...found.keys()].sort()).toEqual([...fileRefusalCodes].sort())
  })
  test("is written down, and shows what the file says where that can be trusted", async () => {
    const { file, refusal } = await desk.inspect({
      source: asDocument(await office.activation({ validUntil: iso(noon) })),
    })
    expect(file?.sensorName).toBe("Line 4")
    expect(refusal?.code).toBe("expired")
    expect(
      (await desk.inspect({ source: asDocument(await (await TestAuthority.make()).activation()) })).file,
    ).toBeNull()
    await reasonOf(activate("hello"))
    expect(tools.notes[0]).toMatchObject({ title: "An activation file was refused", who: "anna" })
  })
  test("the upload window is open to its last moment", async () => {
    const document = await office.activation()
    tools.time = noon + 14 * day - 1
    expect(await reasonOf(activate(document))).toBe("taken")
  })
})

describe("while time passes", () => {
  test("active, thirty days before the end, expired; only three things stop", async () => {
    const until = noon + 100 * day
    await activate(await office.activation(mine({ mode: "cloud-connected", validUntil: iso(until) })))
    tools.time = until - 30 * day - 1
    expect([desk.state().status, bell()]).toEqual(["active", []])
    tools.time = until - 30 * day
    expect(desk.state().status).toBe("expires-soon")
    expect(desk.conditions()).toEqual([{ name: "activation-expires-soon", values: { date: "2027-03-02", days: "30" } }])
    expect(desk.mayShare("cloud-sharing")).toBe(true)
    tools.time = until - 1
    expect(desk.conditions()[0]?.values.days).toBe("1")
    tools.time = until
    expect(desk.state()).toMatchObject({
      status: "expired",
      stopped: expect.arrayContaining(["Nothing is shared with the cloud."]),
    })
    expect(desk.conditions()[0]).toMatchObject({
      name: "activation-expired",
      values: { stopped: "intelligence updates, sharing with the cloud, sharing with the management console" },
    })
    expect(desk.mayShare("intelligence-updates")).toBe(false)
    tools.time = until + day
    await activate(await office.activation(mine({ issuedAt: iso(until + day), uploadBefore: iso(until + 9 * day) })))
    expect([desk.state().status, desk.mayShare("intelligence-updates"), bell()]).toEqual(["active", true, []])
  })
  test("each mode turns on its own", async () => {
    expect(desk.mayShare("intelligence-updates")).toBe(false)
    await activate(await office.activation(mine()))
    expect(desk.mayShare("cloud-sharing")).toBe(false)
    expect(desk.mayShare("management-console-sharing")).toBe(true)
    const local = desk.state().turnsOn
    tools.time += 1_000_000
    const cloud = { endpoint: "https://cloud.example.org" }
    await activate(await office.activation(mine({ issuedAt: iso(tools.time), mode: "cloud-connected", cloud })))
    expect(desk.mayShare("cloud-sharing")).toBe(true)
    expect(desk.state().file?.cloud).toBe("https://cloud.example.org")
    expect(desk.state().turnsOn).not.toEqual(local)
  })
  test("the time seen is saved again and again while the sensor runs", async () => {
    vi.useFakeTimers()
    try {
      desk = await open()
      tools.time += day
      await vi.advanceTimersByTimeAsync(10 * 60 * 1000)
      expect(Number(tools.settings.get("activation.seen"))).toBe(noon + day)
    } finally {
      desk.stop()
      vi.useRealTimers()
    }
  })
  test("a clock set back is reported and blocks, until it is right again", async () => {
    tools.time = noon + day
    desk = await open() // its own save
    tools.time = noon + day - 4 * 60_000_000
    expect(bell()).toEqual(["activation-missing"])
    tools.time = noon + 60_000_000
    expect(bell()).toEqual(["activation-missing", "clock-behind"])
    const document = await office.activation(mine())
    expect(await reasonOf(activate(document))).toBe("clock-behind")
    desk = await open()
    expect(bell()).toContain("clock-behind")
    tools.time = noon + day
    expect(await reasonOf(activate(document))).toBe("taken")
    expect(bell()).toEqual([])
  })
})

describe("an activation from before 10.0", () => {
  const activationId = "ACT-4711-XY"
  const licenceUntil = (date: string) => makeLicence(activationId, date, office.licence.privateKey)
  const enter = (licence: string) => desk.licence({ licence, termsVersion }, asAdmin)
  beforeEach(async () => {
    const legacy = { activationId, version: "3.1", validUntil: noon - day }
    tools.settings.set("activation.legacy", JSON.stringify(legacy))
    desk = await open()
  })
  test("asks to be activated again, and takes a licence string", async () => {
    expect(bell()).toEqual(["reactivation-needed"])
    expect(v.parse(activationState, desk.state())).toMatchObject({
      status: "reactivation-needed",
      legacy: { activationId, expired: true },
    })
    const state = await enter(licenceUntil("2027-01-31").toLowerCase())
    expect(state).toMatchObject({
      status: "active",
      activatedBy: "anna",
      legacy: { expired: false, validUntil: micro("2027-02-01T00:00:00Z") },
    })
    expect(desk.mayShare("management-console-sharing")).toBe(true)
    tools.time = micro("2027-02-01T00:00:00Z")
    expect(bell()).toEqual(["activation-expired"])
    desk = await open()
    expect(desk.state().history[0]?.what).toContain(activationId)
  })
  test("refuses a mistyped group, a strange one, an old one, and with the clock behind", async () => {
    const licence = licenceUntil("2027-01-31")
    const third = licence.split("-")[2]!
    const typo = licence.replace(third, third.slice(0, 4) + (third[4] === "A" ? "B" : "A"))
    await expect(enter(typo)).rejects.toThrow("Group 3 of 30")
    expect(await reasonOf(enter(typo))).toBe("mistyped-group")
    expect(await reasonOf(enter(makeLicence("OTHER", "2027-01-31", office.licence.privateKey)))).toBe("other-sensor")
    const stranger = (await TestAuthority.make()).licence.privateKey
    expect(await reasonOf(enter(makeLicence(activationId, "2027-01-31", stranger)))).toBe("bad-signature")
    expect(await reasonOf(enter(licenceUntil("2026-11-21")))).toBe("expired")
    tools.time = noon - day
    expect(await reasonOf(enter(licence))).toBe("clock-behind")
  })
  test("a file takes its place; version 10 is none of them", async () => {
    await activate(await office.activation(mine()))
    expect(desk.state()).toMatchObject({ status: "active", legacy: null })
    expect(await reasonOf(enter(licenceUntil("2027-01-31")))).toBe("no-legacy-activation")
    tools.settings.clear()
    tools.settings.set("activation.legacy", JSON.stringify({ activationId, version: 10, validUntil: null }))
    desk = await open()
    expect(desk.state().legacy).toBeNull()
  })
})

describe("removable drives", () => {
  const put = (path: string, text: string, minutes: number) => {
    const whole = join(folder, path)
    writeFileSync(whole, text)
    utimesSync(whole, minutes * 60, minutes * 60)
    return whole
  }
  test("fitting files are offered by name, the newest first, each judged", async () => {
    expect(await desk.sight.fitting()).toEqual([])
    expect(await desk.usb()).toEqual({ drives: [] })
    mkdirSync(join(folder, "stick/office"))
    put("stick/old.activation", "hello", 1)
    put("stick/office/line 4.ACTIVATION", await office.activation(mine()), 2)
    put("stick/letter.txt", "hello", 3)
    put("stick/huge.activation", "x".repeat(1024 * 1024 + 1), 4)
    const { drives } = await desk.usb()
    expect(drives.map(({ name }) => name)).toEqual(["stick"])
    expect(drives[0]!.files.map(({ name, judged }) => [name, judged.refusal?.code ?? "fits"])).toEqual([
      ["office/line 4.ACTIVATION", "fits"],
      ["old.activation", "not-a-signed-file"],
    ])
    expect(await desk.sight.fitting()).toEqual(["office/line 4.ACTIVATION on stick"])
    const source = { from: "usb" as const, path: drives[0]!.files[0]!.path }
    expect((await desk.activate({ source, termsVersion }, asAdmin)).changed).toBe(true)
  })
  test("nothing but listed files is read: no links, no way out, no other paths", async () => {
    const outside = put("outside.activation", await office.activation(mine()), 1)
    mkdirSync(join(folder, "elsewhere"))
    put("elsewhere/a.activation", await office.activation(mine()), 1)
    symlinkSync(outside, join(folder, "stick/link.activation"))
    symlinkSync(join(folder, "elsewhere"), join(folder, "stick/folder"))
    expect(await desk.usb()).toEqual({ drives: [] })
    const paths = [
      outside,
      join(folder, "stick/link.activation"),
      join(folder, "stick/folder/a.activation"),
      `${folder}/stick/../outside.activation`,
      "/etc/passwd",
      "",
    ]
    for (const path of paths) expect(await reasonOf(desk.inspect({ source: { from: "usb", path } }))).toBe("not-found")
  })
  test("Linux: mounted sticks by the system's own word, and what lies under /media; spaces in names", () => {
    const blocks = join(folder, "blocks")
    const disk = (name: string, removable: string) => {
      mkdirSync(join(folder, `disks/${name}/${name}1`), { recursive: true })
      writeFileSync(join(folder, `disks/${name}/removable`), `${removable}\n`)
      mkdirSync(blocks, { recursive: true })
      symlinkSync(join(folder, `disks/${name}/${name}1`), join(blocks, `${name}1`))
    }
    disk("sda", "0")
    disk("sdb", "1")
    for (const name of ["root", "my stick", "media/card"]) mkdirSync(join(folder, name), { recursive: true })
    const mounts = [
      `/dev/sda1 ${folder}/root ext4 rw 0 0`,
      `/dev/sdb1 ${folder}/my\\040stick vfat rw 0 0`,
      `/dev/dm-3 ${folder}/media/card exfat rw 0 0`,
      `/dev/sdb1 ${folder}/gone vfat rw 0 0`,
    ]
    writeFileSync(join(folder, "mounts"), mounts.join("\n"))
    const world: DriveWorld = {
      platform: "linux",
      named: "",
      mounts: join(folder, "mounts"),
      blocks,
      media: [join(folder, "media")],
      volumes: "",
    }
    expect(removableDrives(world).map(({ name }) => name)).toEqual(["my stick", "card"])
    put("my stick/a.activation", "hello", 1)
    expect(readDriveFile(world, join(folder, "my stick/a.activation"), ".activation")).toBe("hello")
  })
  test("macOS: volumes but the link to the system's own", () => {
    mkdirSync(join(folder, "Volumes/STICK"), { recursive: true })
    symlinkSync("/", join(folder, "Volumes/Macintosh HD"))
    const world: DriveWorld = { ...thisComputer({}), platform: "darwin", named: "", volumes: join(folder, "Volumes") }
    expect(removableDrives(world).map(({ name }) => name)).toEqual(["STICK"])
  })
})

describe("the sample", () => {
  test("is activated by the development authority, once", async () => {
    const root = builtInRootOfTrust()
    const sample = await ActivationDesk.open(tools.tools, { root, drives: thisComputer({}) })
    expect(await activateSample(sample, root, tools.time)).toBe(true)
    expect(await activateSample(sample, root, tools.time)).toBe(false)
    expect(sample.state()).toMatchObject({
      status: "active",
      bound: true,
      file: { sensorName: "Bottling plant", mode: "locally-connected", development: true },
    })
    sample.stop()
    desk = await open() // the same site in a build with a root of its own
    expect(desk.state().status).toBe("not-activated")
    expect(await activateSample(desk, office.rootOfTrust, tools.time)).toBe(false)
  })
})
