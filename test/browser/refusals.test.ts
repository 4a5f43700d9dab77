/** Every refusal of the closed lists as a person meets it on the screen: the sentence's remedy stands there, and nothing was changed. */
import { spawnSync } from "node:child_process"
import { randomUUID } from "node:crypto"
import { readFileSync } from "node:fs"
import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import type { Page } from "playwright-core"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { builtInRootOfTrust } from "../../electron/crypto/root-of-trust.ts"
import { signFile, signerFromPem } from "../../electron/crypto/sign-file.ts"
import { fileRefusal, fileRefusalCodes } from "../../shared/setup/activation-refusals.ts"
import type { FileRefusalCode } from "../../shared/setup/activation-refusals.ts"
import { certificateChecks } from "../../shared/setup/certificate-rules.ts"
import type { CertificateCheck } from "../../shared/setup/certificate-rules.ts"
import { OpensslAuthority, hasOpenssl, openssl } from "../make/openssl-authority.ts"
import type { Issued } from "../make/openssl-authority.ts"
import { TestAuthority, activationPayload, day, iso } from "../make/test-authority.ts"
import { firstSignIn, startConsole, type StartedConsole } from "./console.ts"

const run = fileURLToPath(new URL("../../build/run.mjs", import.meta.url))
const there = hasOpenssl()
let folder: string
let started: StartedConsole
let page: Page

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "plantwarden-refusals-"))
  spawnSync(process.execPath, [run, "authority", "demo", "--usb", join(folder, "stick")])
  started = await startConsole()
  page = await started.open()
  await firstSignIn(page, started.initialPassword)
}, 180_000)
afterAll(async () => {
  await started.stop()
  await rm(folder, { recursive: true, force: true })
})

const open = (section: string): Promise<void> =>
  page.evaluate((hash) => void (location.hash = hash), `/settings/${section}`)
const input = (label: string) => page.locator(`input[type=file][aria-label="${label}"]`)
/** The part of a text that has no blanks to fill. */
const fixed = (text: string): string => text.split(/\{\w+\}/).reduce((a, b) => (b.length > a.length ? b : a))

test("activation: every code", { timeout: 120_000 }, async () => {
  const development = builtInRootOfTrust().development!
  const now = Date.now() * 1000
  const dated = (at: number, more: Record<string, unknown> = {}) =>
    activationPayload({ issuedAt: iso(at), uploadBefore: iso(at + 14 * day), ...more })
  const signed = (payload: Record<string, unknown>) => signFile(payload, signerFromPem(development.activation))
  const good = await signed(dated(now))
  const flat = JSON.parse(good) as { payload: string }
  const changed = Buffer.from(flat.payload, "base64url").toString().replace("Line 4", "Line 5")
  const strange = await TestAuthority.make()
  const recovery = { format: 1, kind: "recovery", id: randomUUID(), issuedAt: iso(now), issuer: "Office" }
  const fromStick = (name: string) => readFileSync(join(folder, "stick", name), "utf8")
  const files: Record<Exclude<FileRefusalCode, "already-used">, string> = {
    "not-a-signed-file": "Dear sensor",
    "too-large": good + " ".repeat(1024 * 1024),
    "bad-signature": JSON.stringify({ ...flat, payload: Buffer.from(changed).toString("base64url") }),
    "untrusted-issuer": await strange.activation(dated(now)),
    "issuer-expired": await signed(dated(Date.UTC(2001, 0, 1) * 1000)),
    "wrong-kind": await signFile(
      { ...recovery, sensor: { id: "x" }, challenge: "x", account: "admin" },
      signerFromPem(development.recovery),
    ),
    "newer-format": await signed(dated(now, { format: 99 })),
    "other-sensor": fromStick("refused-other-sensor.activation"),
    "upload-window-passed": fromStick("refused-upload-window-passed.activation"),
    expired: fromStick("refused-expired.activation"),
    "clock-behind": await signed(dated(now + 3 * day)),
  }
  await open("activation")
  const upload = async (name: string, text: string): Promise<void> => {
    const file = { name: `${name}.activation`, mimeType: "application/json", buffer: Buffer.from(text) }
    await input("Upload").setInputFiles(file)
  }
  for (const [code, text] of Object.entries(files) as [FileRefusalCode, string][]) {
    await upload(code, text)
    const words = code === "too-large" ? /kB large; at most/ : fixed(fileRefusal(code, {}).remedy)
    await page.getByRole("alert").getByText(words).first().waitFor()
  }
  await upload("good", good)
  await page.getByText("Fits this sensor").waitFor()
  await page.getByLabel("I accept the").check()
  await page.getByRole("button", { name: "Activate", exact: true }).click()
  await page.getByText("Active", { exact: true }).first().waitFor()
  await upload("older", await signed(dated(now - 3600e6)))
  await page
    .getByRole("alert")
    .getByText(fixed(fileRefusal("already-used", {}).remedy))
    .first()
    .waitFor()
  expect([...Object.keys(files), "already-used"].sort()).toEqual([...fileRefusalCodes].sort())
})

describe.skipIf(!there)(`certificates${there ? "" : ": not run, no openssl"}`, () => {
  test("every check", { timeout: 180_000 }, async () => {
    const root = new OpensslAuthority(folder, "Plant Root", null)
    const nowhere = new OpensslAuthority(folder, "Plant Listing", root, "http://127.0.0.1:9/plant.crl")
    const stranger = new OpensslAuthority(folder, "Somebody Else", null)
    const good = root.issue({ name: "good" })
    const sealed = join(folder, "sealed.key")
    openssl("pkcs8", "-topk8", "-v2", "aes-256-cbc", "-passout", "pass:right", "-in", good.key, "-out", sealed)
    const listed = nowhere.issue({ name: "listed" })
    nowhere.revoke(listed)
    type Brought = { issued: Issued; key?: string; chain?: string; list?: string }
    const brought: Record<CertificateCheck, Brought> = {
      "passphrase-wrong": { issued: good, key: sealed },
      "key-does-not-match": { issued: good, key: root.issue({ name: "other" }).key },
      "chain-broken": { issued: good, chain: stranger.crt },
      expired: { issued: root.issue({ name: "old", from: "20200101000000Z", to: "20210101000000Z" }) },
      "not-yet-valid": { issued: root.issue({ name: "early", from: "20900101000000Z", to: "20910101000000Z" }) },
      revoked: { issued: listed, chain: nowhere.crt, list: nowhere.list("all") },
      "crl-unreachable": { issued: nowhere.issue({ name: "offline" }), chain: nowhere.crt },
      "weak-key": { issued: root.issue({ name: "small", newKey: ["-newkey", "rsa:1024"] }) },
      "weak-signature": { issued: root.issue({ name: "sha1", digest: "sha1" }) },
      wildcard: { issued: root.issue({ name: "wild", extensions: ["subjectAltName = DNS:*.plant.example"] }) },
      "name-missing": {
        issued: root.issue({ name: "nameless", subject: "/O=Test plant", extensions: ["basicConstraints = CA:false"] }),
      },
      "not-a-certificate": { issued: { crt: good.key, key: good.key } },
    }
    await open("certificates")
    for (const [check, { issued, key, chain, list }] of Object.entries(brought) as [CertificateCheck, Brought][]) {
      await page.getByRole("button", { name: "Import trusted CA certificate" }).click()
      await page.getByLabel("Certificate name").fill(check)
      await input("KEY file").setInputFiles(key ?? issued.key)
      await input("CRT file").setInputFiles(issued.crt)
      await input("PEM file (optional)").setInputFiles(chain ?? root.crt)
      if (list !== undefined) await input("Revocation lists (optional)").setInputFiles(list)
      await page.getByRole("button", { name: "Import", exact: true }).click()
      await page.getByRole("alert").getByText(fixed(certificateChecks[check].remedy)).first().waitFor()
      await page.getByRole("button", { name: "Cancel", exact: true }).click()
    }
    await page.getByText("Locally generated").first().waitFor()
  })
})
