/** Device notifications: what causes each, what each answer does and leaves in the timeline, what nobody answers, and what Cancel takes back. */
import { writeFileSync } from "node:fs"
import { join } from "node:path"
import { afterEach, beforeEach, describe, expect, test } from "vitest"
import type { DeviceNotification } from "../../shared/api/contract/notifications.ts"
import { partsBeside } from "../../electron/core/parts.ts"
import type { StartedCore } from "../../electron/core/start.ts"
import { takeImportBack } from "../../electron/store/apply-batch.ts"
import { connections } from "../../electron/store/connections.ts"
import { driverNames } from "../../electron/store/database.ts"
import { devices } from "../../electron/store/devices.ts"
import { notifications } from "../../electron/store/notifications.ts"
import { subnets } from "../../electron/store/subnets.ts"
import { noonOfMonday } from "../make/batches.ts"
import { ethernet, ipv4, modbusRequest, pcap, tcp } from "../make/frames.ts"
import { before, day, hour, noticedDevice, openNoticed, readOnce, writeNoticedPlant } from "../make/noticed-plant.ts"
import { admin, ended, freshFolder, removeFolder, Someone, start } from "./site-in-a-folder.ts"

let folder: string
beforeEach(() => (folder = freshFolder()))
afterEach(() => removeFolder(folder))

describe("answered by people", () => {
  let core: StartedCore
  let boss: Someone
  let clock: number
  beforeEach(async () => {
    const database = await openNoticed(folder)
    writeNoticedPlant(database)
    database.close()
    clock = noonOfMonday + 62 * day
    core = await start(folder, { now: () => clock })
    boss = await admin(core)
  })
  afterEach(() => core.stop())

  const listed = async (filter = {}) => (await boss.ask("notifications.list", { filter })).notifications
  const one = async (kind: DeviceNotification["kind"]) => (await listed()).find((row) => row.kind === kind)!
  const answer = async (kind: DeviceNotification["kind"], response: DeviceNotification["accept"], choice = "") => {
    const { id } = await one(kind)
    return boss.ask("notifications.answer", { answers: [{ id, response: response as "dismiss", choice }] })
  }
  const device = async (id: string) => (await boss.ask("devices.get", { id })).device
  const told = async () =>
    (await boss.ask("timeline.list", { filter: {}, before: null, limit: 100 })).events.map(
      ({ kind, text }) => `${kind}: ${text}`,
    )

  test("every kind is there once, in words, with its answers", async () => {
    const rows = await listed()
    expect(rows.map(({ kind }) => kind).sort()).toEqual([
      ...["inactive", "new-address", "new-subnet", "os-change", "ot-in-office", "same-name", "type-change"],
      "virtual-address",
    ])
    expect(rows.find(({ kind }) => kind === "new-address")).toMatchObject({
      ...{ text: "HMI-1 was seen with the new address 10.7.1.77, beside 10.7.1.1.", accept: "additional" },
      ...{ subnet: "10.7.1.0/24", devices: [{ id: "device-1", name: "HMI-1" }] },
    })
    expect((await one("same-name")).text).toBe(
      "FILLER at 10.7.1.30 gives the host name “filler” of FILLER, known at 10.7.1.3.",
    )
    expect((await one("type-change")).responses.map(({ label }) => label)).toEqual([
      "Set as Engineering station",
      "Dismiss",
    ])
    expect((await one("os-change")).accept).toBe("")
    expect((await one("ot-in-office")).text).toBe(
      "STRAY-21 is an OT device in 10.7.2.0/24, which is not an ICS subnet.",
    )
  })

  test("they are filtered by time, device, subnet and operating system", async () => {
    const kinds = async (filter: object) => (await listed(filter)).map(({ kind }) => kind).sort()
    expect(await kinds({ devices: ["device-2"] })).toEqual(["os-change"])
    expect(await kinds({ subnet: "10.9.9.0/24" })).toEqual(["new-subnet"])
    expect(await kinds({ os: "Linux" })).toEqual(["os-change"])
    expect(await kinds({ to: noonOfMonday + hour })).toEqual(["inactive"])
    expect(await kinds({ from: noonOfMonday + 61 * day + 1 })).toEqual([])
  })

  test("an additional address stays; one that replaces hides the old one", async () => {
    await answer("new-address", "replace")
    expect((await device("device-1")).addresses).toEqual(["10.7.1.77"])
    expect(await one("new-address")).toBeUndefined()
    expect(await told()).toContainEqual(expect.stringMatching(/^NOTIFICATION: New IP detected: Replace existing IP/))
  })

  test("two devices of one name become one: addresses, links and the older id stay", async () => {
    const { total } = await boss.ask("devices.list", { after: "", limit: 100 })
    await answer("same-name", "additional")
    const joined = await device("device-3")
    expect(joined).toMatchObject({ addresses: ["10.7.1.3", "10.7.1.30"], aliases: ["device-30"] })
    expect((await device("device-30")).id).toBe("device-3")
    const now = await boss.ask("devices.list", { after: "", limit: 100 })
    expect([now.total, now.devices.length]).toEqual([total - 1, total - 1])
    expect((await boss.ask("map.get", {})).devices.map(({ id }) => id)).not.toContain("device-30")
    expect(await told()).toContainEqual(expect.stringMatching(/^DEVICE_UNIFICATION/))
  })

  test("joining, replacing and deleting are taken back, and the notification is open again", async () => {
    const addresses = async (id: string) => (await device(id)).addresses
    const back = async (kind: DeviceNotification["kind"], by_ = boss) => {
      const { id } = (await listed({ answered: true })).find((row) => row.kind === kind && row.undoable)!
      await by_.ask("notifications.takeBack", { id })
    }
    await answer("same-name", "replace")
    await answer("new-address", "replace")
    await answer("inactive", "delete")
    expect((await listed({ answered: true })).find(({ kind }) => kind === "inactive")!.text).toMatch(/^OLD-5 has not/)
    for (const kind of ["same-name", "new-address", "inactive"] as const) await back(kind)
    expect(await addresses("device-3")).toEqual(["10.7.1.3"])
    expect(await addresses("device-30")).toEqual(["10.7.1.30"])
    expect(await addresses("device-1")).toEqual(["10.7.1.1", "10.7.1.77"])
    expect((await device("device-5")).name).toBe("OLD-5")
    expect((await listed()).length).toBe(8)
    await answer("type-change", "type")
    const { id } = (await listed({ answered: true })).find(({ kind }) => kind === "type-change")!
    await expect(boss.ask("notifications.takeBack", { id })).rejects.toThrow(/nothing to take back/)
    expect((await told()).filter((text) => text.startsWith("NOTIFICATION")).length).toBe(7)
  })

  test("where the same name replaces, the old address is over", async () => {
    await answer("same-name", "replace")
    expect((await device("device-3")).addresses).toEqual(["10.7.1.30"])
  })

  test("a virtual address goes to its router", async () => {
    await answer("virtual-address", "additional")
    expect((await device("device-6")).addresses).toEqual(["10.7.1.6", "10.7.1.254"])
  })

  test("an inactive device is deleted, and returns when it is heard again", async () => {
    await answer("inactive", "delete")
    await expect(boss.ask("devices.get", { id: "device-5" })).rejects.toThrow(/not in the inventory/)
    expect(await told()).toContainEqual(expect.stringMatching(/^DELETE_DEVICE: OLD-5/))
    await core.stop()
    const database = await openNoticed(folder)
    readOnce(database, "again", false, clock, [noticedDevice(5, { name: "OLD-5", lastSeen: clock })])
    database.close()
    core = await start(folder, { now: () => clock })
    boss = await admin(core)
    expect((await device("device-5")).name).toBe("OLD-5")
    const created = (await told()).filter((text) => text.startsWith("DEVICE_CREATE: OLD-5"))
    expect(created.length).toBe(2)
  })

  test("types and systems are set by hand and outrank what is heard", async () => {
    await answer("type-change", "type")
    await answer("os-change", "os", "Windows 10")
    expect(await device("device-4")).toMatchObject({ type: "engineering-station", edited: ["type"] })
    expect(await device("device-2")).toMatchObject({ os: "Windows 10", edited: ["os"] })
    expect((await listed()).map(({ kind }) => kind)).not.toContain("os-change")
  })

  test("subnets are learned and become ICS", async () => {
    await answer("new-subnet", "learn")
    await answer("ot-in-office", "ics")
    const { subnets: all } = await boss.ask("subnets.list", {})
    expect(all).toMatchObject([
      { cidr: "10.7.1.0/24", ics: true, learned: "auto" },
      { cidr: "10.7.2.0/24", ics: true, learned: "hand", devices: 2, ot: 1 },
      { cidr: "10.9.9.0/24", ics: true, learned: "hand", devices: 1 },
    ])
  })

  test("all at once: what needs a choice stays, the rest is done in one piece", async () => {
    const rows = await listed()
    const answers = rows.map(({ id, accept }) => ({ id, response: accept === "" ? ("os" as const) : accept }))
    const done = await boss.ask("notifications.answer", { answers })
    expect(done).toMatchObject({ changed: rows.length - 1, refused: [{ why: /choice of your own/ }] })
    expect((await listed()).map(({ kind }) => kind)).toEqual(["os-change"])
    const over = await listed({ answered: true })
    expect(over.find(({ kind }) => kind === "type-change")).toMatchObject({
      answer: "type",
      by: "admin",
      responses: [],
    })
  })

  test("an analyst answers, but joins and deletes nothing; a reader only sees", async () => {
    const password = "a long enough pass phrase"
    const profile = { firstName: "", lastName: "", email: "", mustChangePassword: false, password }
    await boss.ask("users.create", { name: "ana", role: "Security Analyst", ...profile })
    await boss.ask("users.create", { name: "rea", role: "Read only", ...profile })
    const [ana, rea] = [new Someone(core), new Someone(core)]
    await ana.ask("session.signIn", { name: "ana", password })
    await rea.ask("session.signIn", { name: "rea", password })
    const rows = await listed()
    const accept = rows
      .filter((row) => row.accept !== "")
      .map(({ id, accept: response }) => ({ id, response: response as "dismiss" }))
    const { changed, refused } = await ana.ask("notifications.answer", { answers: accept })
    expect([changed, refused.length]).toEqual([4, 3])
    expect(refused[0]!.why).toMatch(/Only an Admin/)
    expect((await rea.ask("notifications.list", { filter: {} })).open).toBe(4)
    expect(await rea.raw("notifications.answer", { answers: [] })).toMatchObject({ code: "forbidden" })
  })

  test("what nobody answers for 14 days is dismissed by itself, where its kind is; dismissed, it returns when it is seen again", async () => {
    await core.stop()
    clock += 13 * day
    core = await start(folder, { now: () => clock })
    boss = await admin(core)
    expect((await listed()).length).toBe(8)
    await core.stop()
    clock += 2 * day
    core = await start(folder, { now: () => clock })
    boss = await admin(core)
    await expect
      .poll(async () => (await listed()).map(({ kind }) => kind).sort())
      .toEqual([...["inactive", "os-change", "ot-in-office", "type-change"]])
    expect(await told()).toContainEqual(expect.stringMatching(/^NOTIFICATION: New subnet: 1 dismissed/))
    await core.stop()
    const database = await openNoticed(folder)
    const other = noticedDevice(51, { addresses: ["10.9.9.51"], firstSeen: clock, lastSeen: clock })
    readOnce(database, "again", false, clock, [other])
    database.close()
    core = await start(folder, { now: () => clock })
    boss = await admin(core)
    expect((await one("new-subnet")).devices.map(({ id }) => id)).toEqual(["device-50", "device-51"])
  })

  test("what is no answer is refused with the reason", async () => {
    const { id } = await one("type-change")
    const why = async (answers: { id: string; response: "delete" | "os" | "dismiss" }[]) =>
      (await boss.ask("notifications.answer", { answers })).refused[0]?.why
    expect(await why([{ id, response: "delete" }])).toMatch(/no answer to the notification/)
    expect(await why([{ id: "nothing", response: "dismiss" }])).toMatch(/answered already/)
  })

  test("a configured subnet is that of its devices, in the inventory as on the map, until it is removed", async () => {
    const subnetOf = async () => [
      (await boss.ask("devices.get", { id: "device-1" })).device.subnet,
      (await boss.ask("map.get", {})).devices.find(({ id }) => id === "device-1")?.subnet,
      (await boss.ask("devices.some", { ids: ["device-1"] })).devices[0]?.subnet,
    ]
    const whole = await subnetOf()
    const line = { name: "Line 1", ics: true, segregated: false }
    await boss.ask("subnets.save", { before: "", subnet: { cidr: "10.7.1.0/26", ...line } })
    const words = "10.7.1.0/26 Line 1"
    expect(await subnetOf()).toEqual([words, words, words])
    await boss.ask("subnets.remove", { cidrs: ["10.7.1.0/26"] })
    expect(await subnetOf()).toEqual(whole)
  })

  test("subnets are added, changed, removed, imported and exported, and the timeline tells", async () => {
    const plant = { name: "Line 1", ics: true, segregated: false }
    await boss.ask("subnets.save", { before: "", subnet: { cidr: "10.7.9.77/255.255.255.0", ...plant } })
    await expect(boss.ask("subnets.save", { before: "", subnet: { cidr: "10.7.9.0/24", ...plant } })).rejects.toThrow(
      /in the list/,
    )
    await expect(boss.ask("subnets.save", { before: "", subnet: { cidr: "10.7.9", ...plant } })).rejects.toThrow(
      /no IPv4 range/,
    )
    await expect(boss.ask("subnets.save", { before: "", subnet: { cidr: "10.7.9.0/40", ...plant } })).rejects.toThrow(
      /mask/,
    )
    await boss.ask("subnets.save", { before: "10.7.9.0/24", subnet: { cidr: "10.7.8.0/23", ...plant } })
    const bad = await boss.ask("subnets.importCsv", { csv: "Subnet,Name\n10.1.0.0/16,A,maybe\nx,y\n" })
    expect(bad).toMatchObject({ taken: 0, problems: [{ line: 2 }, { line: 3 }] })
    expect(
      await boss.ask("subnets.importCsv", { csv: 'Subnet,Name,ICS\r\n10.1.0.0/16,"Hall, north",yes\r\n' }),
    ).toEqual({ taken: 1, problems: [] })
    const { ticket } = await boss.ask("subnets.exportCsv", {})
    const text = new TextDecoder().decode((await core.download(ticket, boss.caller))!.bytes)
    expect(text).toContain('10.1.0.0/16,"Hall, north",yes,no')
    expect(text).toContain("10.7.8.0/23,Line 1,yes,no")
    await boss.ask("subnets.remove", { cidrs: ["10.1.0.0/16"] })
    await expect(boss.ask("subnets.remove", { cidrs: ["10.1.0.0/16"] })).rejects.toThrow(/not in the list/)
    await boss.ask("subnets.setLearning", { learns: false })
    expect((await boss.ask("subnets.list", {})).learns).toBe(false)
    expect((await told()).filter((text_) => /10\.1\.0\.0\/16|10\.7\.8|Turned off/.test(text_)).length).toBe(4)
  })
})

describe.each(driverNames)("in the store on %s", (driver) => {
  test("the first hour of a device changes nothing that is told, and a capture from last year makes nothing inactive", async () => {
    const database = await openNoticed(folder, driver)
    readOnce(database, "first", true, noonOfMonday, before)
    readOnce(database, "soon", true, noonOfMonday + hour / 2, [
      noticedDevice(1, { type: "plc", addresses: ["10.7.1.1", "10.7.1.77"] }),
    ])
    const today = noonOfMonday + 400 * day
    readOnce(database, "today", true, today, [noticedDevice(60, { firstSeen: today, lastSeen: today })])
    expect(notifications.all(database)).toEqual([])
    expect(subnets.all(database).map(({ cidr, ics }) => [cidr, ics])).toEqual([
      ["10.7.1.0/24", true],
      ["10.7.2.0/24", false],
    ])
    database.close()
  })

  test("with learning of subnets off and none configured, that is told, and gone with the first one", async () => {
    const database = await openNoticed(folder, driver)
    database.transaction(() => subnets.setLearning(database, false))
    readOnce(database, "first", true, noonOfMonday, before)
    expect(notifications.all(database).map(({ id }) => id)).toEqual([
      "new-subnet|10.7.1.0/24",
      "new-subnet|10.7.2.0/24",
      "no-subnets",
    ])
    database.close()
  })

  test("Cancel takes notifications, subnets and what they were before back, and keeps what people set", async () => {
    const database = await openNoticed(folder, driver)
    readOnce(database, "first", true, noonOfMonday, before)
    const kept = JSON.stringify([subnets.all(database), notifications.all(database)])
    const { addImport, makeBatch } = await import("../make/batches.ts")
    const { applyBatch } = await import("../../electron/store/apply-batch.ts")
    addImport(database, "left")
    const capture = { ...makeBatch(1).capture, last: noonOfMonday + 2 * hour }
    const changed = [
      noticedDevice(1, { addresses: ["10.7.1.1", "10.7.1.77"] }),
      noticedDevice(70, { addresses: ["10.8.0.70"] }),
    ]
    applyBatch(database, "left", makeBatch(1, { devices: changed, capture }))
    expect(notifications.all(database).map(({ kind }) => kind)).toContain("new-address")
    database.transaction(() =>
      subnets.take(database, [{ cidr: "10.8.0.0/24", name: "Mine", ics: true, segregated: false, learned: "hand" }]),
    )
    takeImportBack(database, "left")
    expect(notifications.all(database)).toEqual([])
    expect(subnets.all(database).map(({ cidr }) => cidr)).toContain("10.8.0.0/24")
    database.transaction(() => subnets.remove(database, ["10.8.0.0/24"]))
    expect(JSON.stringify([subnets.all(database), notifications.all(database)])).toBe(kept)
    database.close()
  })

  test("lines of joined devices meet at the one, not between the two; those of deleted ones are gone", async () => {
    const database = await openNoticed(folder, driver)
    readOnce(database, "first", true, noonOfMonday, before)
    const line = (client: string, server: string) => ({
      ...{ id: `${client}|${server}|enip|44818`, client, server, protocol: "enip", port: 44818, packets: 1, bytes: 60 },
      ...{ firstSeen: 1, lastSeen: 1, functions: [] },
    })
    const { arrangement } = await import("../../electron/store/arrangement.ts")
    database.transaction(() => {
      for (const [a, b] of [
        ["device-1", "device-3"],
        ["device-2", "device-3"],
        ["device-1", "device-5"],
        ["device-1", "device-2"],
      ] as const)
        connections.put(database, "first", line(a, b))
      arrangement.join(database, "device-2", "device-1", { by: "anna", at: 1 })
      arrangement.remove(database, "device-5", noonOfMonday, { by: "anna", at: 1 })
    })
    expect(connections.all(database).map(({ client, server }) => `${client} ${server}`)).toEqual([
      ...["device-1 device-3", "device-1 device-3"],
    ])
    expect(connections.of(database, "device-1", 10).length).toBe(2)
    expect(devices.hosts(database).map(({ id }) => id)).toEqual([
      "device-1",
      "device-20",
      "device-3",
      "device-4",
      "device-6",
    ])
    expect(devices.page(database, "device-20", 2).map(({ id }) => id)).toEqual(["device-3", "device-4"])
    expect(devices.count(database)).toBe(5)
    database.close()
  })
})

test("a real capture: the address that a known machine takes two hours later", async () => {
  const parts = partsBeside(new URL("../../dist/web.js", import.meta.url).href)
  const core = await start(folder, { parts })
  const boss = await admin(core)
  const talk = (ip: string, at: number) =>
    Array.from({ length: 5 }, (_, n) => {
      const link = { from: "00:50:56:00:00:02", to: "00:80:f4:00:00:01" }
      const segment = tcp({ from: 40_000, to: 502, seq: 1 + n * 12, data: modbusRequest(n) })
      return { time: at + n * 1e6, frame: ethernet(link, ipv4({ from: ip, to: "10.0.0.1" }, segment)) }
    })
  const path = join(folder, "two addresses.pcap")
  for (const [name, frames] of [
    ["first", talk("10.0.0.2", noonOfMonday)],
    ["then", talk("10.0.0.77", noonOfMonday + 2 * hour)],
  ] as const) {
    writeFileSync(path, pcap(frames))
    const { ids } = await boss.ask("captures.add", { paths: [path] })
    expect([name, (await ended(boss, ids[0]!)).state]).toEqual([name, "done"])
  }
  const { notifications: rows } = await boss.ask("notifications.list", { filter: {} })
  expect(rows.map(({ kind, text }) => [kind, text])).toEqual([
    ["new-address", expect.stringMatching(/was seen with the new address 10\.0\.0\.77, beside 10\.0\.0\.2\./)],
  ])
  await core.stop()
})
