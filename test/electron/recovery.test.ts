/** Password recovery by a signed file: once, within seven days, for Admins, and without telling who exists. */
import { beforeAll, beforeEach, describe, expect, test } from "vitest"
import { RecoveryDesk } from "../../electron/core/recovery-desk.ts"
import { sensorIdentity } from "../../electron/core/activation-identity.ts"
import type { SensorIdentity } from "../../electron/crypto/sensor-identity.ts"
import { Refusal } from "../../shared/api/server.ts"
import { asAdmin, TestTools } from "../make/desk-tools.ts"
import { activationPayload, day, noon, TestAuthority } from "../make/test-authority.ts"

let office: TestAuthority
let tools: TestTools
let identity: SensorIdentity
let desk: RecoveryDesk
let passwords: string[]
const admins = new Set(["admin", "anna"])

const open = () =>
  RecoveryDesk.open(tools.tools, {
    root: office.rootOfTrust,
    identity,
    setPassword: async (account) => {
      if (!admins.has(account)) return null
      passwords.push(account)
      return { password: `secret-of-${account}` }
    },
  })

beforeAll(async () => void (office = await TestAuthority.make()))
beforeEach(async () => {
  tools = new TestTools()
  passwords = []
  identity = await sensorIdentity(tools.tools)
  desk = await open()
})

const fileFor = (account: string, challenge: string, more: Record<string, unknown> = {}) =>
  office.recovery({ sensor: { id: identity.id }, challenge, account, ...more })
const upload = (document: string) => desk.upload({ document }, asAdmin)
async function refusalOf(document: string): Promise<{ reason: string; message: string }> {
  const error: unknown = await upload(document).then(
    () => null,
    (thrown: unknown) => thrown,
  )
  if (!(error instanceof Refusal)) throw new Error(`not refused: ${String(error)}`)
  return { reason: error.detail.reason ?? "", message: error.message }
}

test("a challenge holds the sensor's id and a nonce, and lasts seven days", () => {
  const { challenge, sensorId, expiresAt } = desk.challenge({ account: "admin" })
  expect(challenge).toMatch(/^([0-9A-Z]{4}-){5}[0-9A-Z]{4} ([0-9A-Z]{4}-){6}[0-9A-Z]{4}$/)
  expect(challenge.startsWith(sensorId)).toBe(true)
  expect(expiresAt).toBe(noon + 7 * day)
  expect(desk.challenge({ account: "admin" }).challenge).not.toBe(challenge)
})

test("the file of the office gives a new password, once, also as typed by hand", async () => {
  const { challenge } = desk.challenge({ account: "admin" })
  const document = await fileFor("admin", challenge.toLowerCase().replaceAll("-", ""))
  expect(await upload(document)).toEqual({ account: "admin", password: "secret-of-admin" })
  expect((await refusalOf(document)).reason).toBe("already-used")
  expect((await refusalOf(await fileFor("admin", challenge))).reason).toBe("already-used")
  expect(passwords).toEqual(["admin"])
  expect(tools.notes[0]).toMatchObject({ kind: "recovery", title: "A password was recovered" })
  expect(JSON.stringify([tools.notes, [...tools.settings]])).not.toContain("secret-of-admin")
})

test("an account is found however its name was typed, on the page and in the office", async () => {
  const typed = await fileFor("admin", desk.challenge({ account: " Admin" }).challenge)
  expect((await upload(typed)).account).toBe("admin")
  const ordered = await fileFor("ANNA", desk.challenge({ account: "anna" }).challenge)
  expect((await upload(ordered)).account).toBe("anna")
})

test("two uploads at once count as one", async () => {
  const document = await fileFor("admin", desk.challenge({ account: "admin" }).challenge)
  const results = await Promise.allSettled([upload(document), upload(document)])
  expect(results.map(({ status }) => status)).toEqual(["fulfilled", "rejected"])
  expect(passwords).toEqual(["admin"])
})

test("after a restart the open challenge still counts, and the used one still does not", async () => {
  const first = await fileFor("admin", desk.challenge({ account: "admin" }).challenge)
  const other = await fileFor("anna", desk.challenge({ account: "anna" }).challenge)
  await upload(first)
  desk = await open()
  expect((await refusalOf(first)).reason).toBe("already-used")
  expect((await upload(other)).account).toBe("anna")
})

test("a recovery voids the account's older challenges", async () => {
  const old = await fileFor("admin", desk.challenge({ account: "admin" }).challenge)
  tools.time += day
  await upload(await fileFor("admin", desk.challenge({ account: "admin" }).challenge))
  expect((await refusalOf(old)).reason).toBe("already-used")
})

test("seven days: at the last second yes, then no", async () => {
  const document = await fileFor("admin", desk.challenge({ account: "admin" }).challenge)
  tools.time = noon + 7 * day
  expect((await refusalOf(document)).reason).toBe("upload-window-passed")
  tools.time = noon + 7 * day - 1_000_000
  expect((await upload(document)).account).toBe("admin")
})

describe("refused", () => {
  test("a file for another sensor, by its id or by its challenge", async () => {
    const elsewhere = new TestTools()
    const other = await sensorIdentity(elsewhere.tools)
    const { challenge } = desk.challenge({ account: "admin" })
    expect((await refusalOf(await fileFor("admin", challenge, { sensor: { id: other.id } }))).reason).toBe(
      "other-sensor",
    )
    const theirs = await RecoveryDesk.open(elsewhere.tools, {
      root: office.rootOfTrust,
      identity: other,
      setPassword: async () => null,
    })
    const strange = theirs.challenge({ account: "admin" }).challenge
    expect((await refusalOf(await fileFor("admin", strange))).reason).toBe("other-sensor")
  })
  test("accounts that do not exist, analysts, and a challenge of someone else sound the same", async () => {
    const unknown = await refusalOf(await fileFor("nobody", desk.challenge({ account: "nobody" }).challenge))
    const analyst = await refusalOf(await fileFor("ingo", desk.challenge({ account: "ingo" }).challenge))
    const swapped = await refusalOf(await fileFor("admin", desk.challenge({ account: "anna" }).challenge))
    const garbled = await refusalOf(await fileFor("admin", "AAAA"))
    expect(new Set([unknown, analyst, swapped, garbled].map((one) => JSON.stringify(one))).size).toBe(1)
    expect(passwords).toEqual([])
  })
  test("an activation file, a file by another authority, an incomplete one", async () => {
    expect((await refusalOf(await office.activation(activationPayload()))).reason).toBe("wrong-kind")
    const stranger = await TestAuthority.make()
    const { challenge } = desk.challenge({ account: "admin" })
    const foreign = await stranger.recovery({ sensor: { id: identity.id }, challenge, account: "admin" })
    expect((await refusalOf(foreign)).reason).toBe("untrusted-issuer")
    expect((await refusalOf(await office.recovery({}))).reason).toBe("not-a-signed-file")
    expect(tools.notes.filter((note) => note.title === "A password recovery was refused")).toHaveLength(3)
  })
})

test("what is asked from afar leaves nothing behind", () => {
  const before = JSON.stringify([...tools.settings])
  for (let at = 0; at < 1000; at++) desk.challenge({ account: `guess-${at}` })
  expect(JSON.stringify([...tools.settings])).toBe(before)
})

test("refusals without end fill no journal", async () => {
  for (let at = 0; at < 100; at++) await refusalOf("hello")
  expect(tools.notes).toHaveLength(20)
  tools.time += day
  await refusalOf("hello")
  expect(tools.notes).toHaveLength(21)
})

test("a lost data key costs the open challenges and the identity, not the start", async () => {
  const document = await fileFor("admin", desk.challenge({ account: "admin" }).challenge)
  const other = new TestTools()
  for (const [name, value] of tools.settings) other.settings.set(name, value)
  const before = identity.id
  tools = other
  identity = await sensorIdentity(tools.tools)
  desk = await open()
  expect(identity.id).not.toBe(before)
  expect(other.settings.get("sensor.identity.unreadable")).toMatch(/^v1:/)
  expect((await refusalOf(document)).reason).toBe("other-sensor")
  expect((await upload(await fileFor("admin", desk.challenge({ account: "admin" }).challenge))).account).toBe("admin")
})
