/** Activation and recovery through the one door of a running core, with files of the development authority. */
import { randomUUID } from "node:crypto"
import { writeFileSync, mkdirSync } from "node:fs"
import { join } from "node:path"
import { afterAll, beforeAll, expect, test, vi } from "vitest"
import type { StartedCore } from "../../electron/core/start.ts"
import { builtInRootOfTrust } from "../../electron/crypto/root-of-trust.ts"
import { signFile, signerFromPem } from "../../electron/crypto/sign-file.ts"
import { activationPayload, day, iso } from "../make/test-authority.ts"
import { Someone, admin, freshFolder, removeFolder, start } from "./site-in-a-folder.ts"

const folder = freshFolder()
const stick = join(folder, "stick")
const development = builtInRootOfTrust().development!
let core: StartedCore
let anna: Someone
const now = Date.now() * 1000

beforeAll(async () => {
  mkdirSync(stick)
  vi.stubEnv("PLANTWARDEN_DRIVES", stick)
  core = await start(join(folder, "site"))
  anna = await admin(core)
})
afterAll(async () => {
  vi.unstubAllEnvs()
  await core.stop()
  removeFolder(folder)
})

const signed = (more: Record<string, unknown>) =>
  signFile(
    activationPayload({ issuedAt: iso(now), uploadBefore: iso(now + 14 * day), ...more }),
    signerFromPem(development.activation),
  )

test("a refusal carries its code and remedy to the page, and nothing changes", async () => {
  const { version } = await anna.ask("activation.terms", {})
  const source = { from: "document", text: "hello" }
  expect(await anna.raw("activation.activate", { source, termsVersion: version })).toMatchObject({
    ok: false,
    code: "refused",
    reason: "not-a-signed-file",
    remedy: expect.stringContaining("office"),
  })
  expect((await anna.ask("activation.state", {})).status).toBe("not-activated")
})

test("a file on the stick is offered, judged, taken; the answer keeps to the contract", async () => {
  const { sensorId } = await anna.ask("activation.state", {})
  const sensor = { id: sensorId, name: "Line 4", site: "Bremen", zone: "Filling" }
  writeFileSync(join(stick, "line 4.activation"), await signed({ sensor }))
  const { drives } = await anna.ask("activation.usb", {})
  expect(drives[0]!.files[0]).toMatchObject({ name: "line 4.activation", judged: { refusal: null } })
  const source = { from: "usb" as const, path: drives[0]!.files[0]!.path }
  const { version } = await anna.ask("activation.terms", {})
  const { changed, state } = await anna.ask("activation.activate", { source, termsVersion: version })
  expect(changed).toBe(true)
  expect(state).toMatchObject({ status: "active", file: { development: true, sensorName: "Line 4" } })
  expect((await anna.ask("session.state", {})).developmentRoot).toBe(true)
})

test("only Admins activate; everyone may ask for a challenge", async () => {
  const stranger = new Someone(core, false)
  for (const method of ["activation.usb", "activation.state", "activation.terms"])
    expect(await stranger.raw(method, {})).toMatchObject({ ok: false, code: "signed-out" })
  const known = await stranger.ask("recovery.challenge", { account: "admin" })
  const unknown = await stranger.ask("recovery.challenge", { account: "nobody" })
  expect(Object.keys(known)).toEqual(Object.keys(unknown))
  expect(known.challenge).toHaveLength(unknown.challenge.length)
})

test("a recovered password signs in, once shown, and must be changed; the sessions of before have ended", async () => {
  const stranger = new Someone(core)
  const { challenge, sensorId } = await stranger.ask("recovery.challenge", { account: "admin" })
  const payload = {
    format: 1,
    kind: "recovery",
    id: randomUUID(),
    issuedAt: iso(now),
    issuer: development.name,
    sensor: { id: sensorId },
    challenge,
    account: "admin",
  }
  const document = await signFile(payload, signerFromPem(development.recovery))
  const { password } = await stranger.ask("recovery.upload", { document })
  expect(await anna.raw("activation.state", {})).toMatchObject({ ok: false, code: "signed-out" })
  const person = await stranger.ask("session.signIn", { name: "admin", password })
  expect(person.mustChangePassword).toBe(true)
  expect(await new Someone(core).raw("recovery.upload", { document })).toMatchObject({ reason: "already-used" })
})
