/** The table of what happened: rows add up, can be taken back, follow joined devices, and never become too many. The same over both drivers. */
import { fileURLToPath } from "node:url"
import { afterEach, beforeEach, describe, expect, test } from "vitest"
import { applyBatch, takeImportBack } from "../../electron/store/apply-batch.ts"
import { driverNames, type Database } from "../../electron/store/database.ts"
import { happenings } from "../../electron/store/happenings.ts"
import { openSite } from "../../electron/store/open-site.ts"
import { listHappenings } from "../../electron/handlers/answers/happenings.ts"
import type { FileSeen, NameAsked, RemoteSession, SignIn } from "../../shared/model/happening.ts"
import { addImport, makeBatch } from "../make/batches.ts"
import { scriptedDevice } from "./scripted-engine.ts"
import { freshFolder, removeFolder } from "./site-in-a-folder.ts"

const wasm = fileURLToPath(new URL("../../node_modules/sql.js/dist/sql-wasm.wasm", import.meta.url))
const hour = 3600e6

const common = {
  ...{ client: "device-000001", server: "device-000002", clientAddress: "10.0.0.2", serverAddress: "10.0.0.1" },
  ...{ protocol: "ftp", count: 1, firstSeen: 5 * hour, lastSeen: 5 * hour, frame: 0, capture: "" },
}
const signIn = (more: Partial<SignIn> = {}): SignIn => ({
  ...common,
  ...{ id: "s1", kind: "signIn", user: "USER", outcome: "succeeded", isClear: true, mask: "u… (5 characters)" },
  ...{ isDefault: false, ...more },
})
const file = (more: Partial<FileSeen> = {}): FileSeen => ({
  ...common,
  ...{ id: "f1", kind: "file", name: "plc.exe", way: "toServer", size: 9, sha256: "ab", state: "whole" },
  ...{ program: "Windows program", ...more },
})
const session = (more: Partial<RemoteSession> = {}): RemoteSession => ({
  ...common,
  ...{ id: "r1", kind: "session", title: "SSH", port: 22, sent: 100, received: 1000, isOpen: true, ...more },
})
const name = (more: Partial<NameAsked> = {}): NameAsked => ({
  ...common,
  ...{ id: "n1", kind: "name", name: "plc.example", type: "A", answers: [], fault: "", answered: 0, ...more },
})

describe.each(driverNames)("what happened, on %s", (driver) => {
  let folder: string
  let database: Database
  beforeEach(async () => {
    folder = freshFolder()
    database = (await openSite({ folder, driver, readOnly: false, wasm, now: 1.7e15 })).database
  })
  afterEach(() => {
    database.close()
    removeFolder(folder)
  })

  const reads = (id: string): void => addImport(database, id)
  const applies = (id: string, number: number, more: Parameters<typeof makeBatch>[1]): void =>
    void applyBatch(database, id, makeBatch(number, more))
  const devices = [scriptedDevice(1, 1), scriptedDevice(2, 1)]
  const state = new Uint8Array([1])

  test("what happens again is added to its row; a batch that comes twice is not", () => {
    reads("one")
    applies("one", 1, { devices, happenings: [signIn({ frame: 7 }), session(), name({ answers: [] })] })
    const second = {
      happenings: [signIn({ lastSeen: 6 * hour, frame: 9 }), session({ count: 0, isOpen: false, sent: 5 })],
    }
    applies("one", 2, { ...second, state })
    applies("one", 2, { ...second, state })
    applies("one", 1, { happenings: [signIn()] })
    expect(happenings.get(database, "s1")).toMatchObject({ count: 2, lastSeen: 6 * hour, frame: 7, import: "one" })
    expect(happenings.get(database, "r1")).toMatchObject({ count: 1, sent: 105, received: 2000, isOpen: false })
  })

  test("an answer that comes later is kept over one that did not come", () => {
    reads("one")
    applies("one", 1, { happenings: [name({ answers: ["10.0.0.9"], answered: 1, count: 0 })] })
    applies("one", 2, { happenings: [name()], state })
    expect(happenings.get(database, "n1")).toMatchObject({ answers: ["10.0.0.9"], answered: 1, count: 1 })
  })

  test("taking an import back leaves the rows as they were", () => {
    reads("one")
    applies("one", 1, { devices, happenings: [signIn(), file()], state })
    const before = happenings.all(database)
    reads("two")
    applies("two", 1, { happenings: [signIn({ lastSeen: 9 * hour }), session(), file({ id: "f2" })] })
    expect(happenings.all(database)).toHaveLength(4)
    applies("two", 2, { merged: [{ id: "device-000002", into: "device-000001" }] })
    takeImportBack(database, "two")
    expect(happenings.all(database)).toEqual(before)
  })

  test("a row follows its device into another", () => {
    reads("one")
    applies("one", 1, { devices, happenings: [signIn()] })
    applies("one", 2, { merged: [{ id: "device-000002", into: "device-000003" }], state })
    expect(happenings.of(database, "device-000003", "signIn", 10)).toMatchObject([
      { id: "s1", client: "device-000001" },
    ])
    expect(happenings.of(database, "device-000002", "signIn", 10)).toEqual([])
  })

  test("the newest of each kind stay", () => {
    reads("one")
    const many = Array.from({ length: 30 }, (_, n) => file({ id: `f${n}`, lastSeen: n * hour }))
    applies("one", 1, { devices, happenings: [...many, signIn({ lastSeen: 0 })], state })
    happenings.sweep(database, 10)
    expect(happenings.of(database, "device-000001", "file", 100).map(({ lastSeen }) => lastSeen / hour)).toEqual([
      29, 28, 27, 26, 25, 24, 23, 22, 21, 20,
    ])
    expect(happenings.of(database, "device-000001", "signIn", 100)).toHaveLength(1)
  })

  test("a device is told its own part: who gave the file, who asked, what can be proved", () => {
    reads("one")
    applies("one", 1, { devices, happenings: [signIn({ frame: 3 }), file(), session(), name()], state })
    const [client, server] = ["device-000001", "device-000002"].map((device) => listHappenings(database, { device }))
    expect(client?.files).toMatchObject([{ way: "gave", role: "asks", peer: "device-000002", hasPacket: false }])
    expect(server?.files).toMatchObject([{ way: "got", role: "answers", peer: "device-000001" }])
    expect(server?.signIns).toMatchObject([{ user: "USER", mask: "u… (5 characters)", hasPacket: true }])
    expect([server?.sessions.length, server?.names.length, server?.internet.length]).toEqual([1, 1, 0])
    expect(() => listHappenings(database, { device: "nobody" })).toThrow(/not in the inventory/)
  })
})
