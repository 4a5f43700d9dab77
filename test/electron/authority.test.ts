/** The office's command line from end to end, as child processes: what it makes, a sensor takes; what it must not make, it refuses. */
import { execFileSync, spawnSync } from "node:child_process"
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest"
import type { AuthorityDesk } from "../../electron/cli/authority-desk.ts"
import { authority } from "../../electron/cli/authority.ts"
import { ActivationDesk } from "../../electron/core/activation-desk.ts"
import { RecoveryDesk } from "../../electron/core/recovery-desk.ts"
import { thisComputer } from "../../electron/crypto/removable-drives.ts"
import { builtInRootOfTrust } from "../../electron/crypto/root-of-trust.ts"
import type { RootOfTrust } from "../../electron/crypto/root-of-trust.ts"
import { FileRefused } from "../../electron/crypto/signed-file.ts"
import { Refusal } from "../../shared/api/server.ts"
import { terms } from "../../shared/setup/terms.ts"
import { asAdmin, TestTools } from "../make/desk-tools.ts"

vi.setConfig({ testTimeout: 120_000 }) // every passphrase costs half a second by intent, and much more on a busy machine

const entry = fileURLToPath(new URL("../../electron/entry/cli.ts", import.meta.url))
const folder = mkdtempSync(join(tmpdir(), "plantwarden-office-"))
const home = join(folder, "office")
const stick = join(folder, "root stick")
const rootPhrase = "the root lies in the safe"
const phrases = { anna: "annas own long words", bert: "berts own long words" }

const secrets = {
  AUTHORITY_HOME: home,
  AUTHORITY_OPERATOR: "anna",
  AUTHORITY_PASSPHRASE: phrases.anna,
  AUTHORITY_ROOT_PASSPHRASE: rootPhrase,
}
function run(words: readonly string[], environment: Record<string, string> = {}) {
  const result = spawnSync(process.execPath, [entry, "authority", ...words], {
    cwd: folder,
    encoding: "utf8",
    env: { PATH: process.env.PATH, HOME: folder, ...secrets, ...environment },
  })
  return { code: result.status, out: result.stdout, error: result.stderr }
}
const issued = (name: string): string => readFileSync(join(folder, name), "utf8")
const hasOpenssl = spawnSync("openssl", ["version"]).status === 0

beforeAll(() => {
  const made = run(["init", "--root-dir", stick, "--name", "Plant office", "--operator", "anna"])
  expect(made).toMatchObject({ code: 0, error: "" })
  expect(made.out).toContain("PLANTWARDEN_ROOT_OF_TRUST=")
})
afterAll(() => rmSync(folder, { recursive: true }))

let tools = new TestTools()
const desks: ActivationDesk[] = []
const rootHere = (): RootOfTrust => ({
  roots: readFileSync(join(home, "root-of-trust/root.pem"), "utf8"),
  licenceKey: readFileSync(join(home, "root-of-trust/licence-key.pem"), "utf8"),
  development: null,
})
async function sensor(root: RootOfTrust = rootHere()): Promise<ActivationDesk> {
  tools.time = Date.now() * 1000
  const desk = await ActivationDesk.open(tools.tools, { root, drives: thisComputer({}) })
  desks.push(desk)
  return desk
}
afterEach(() => {
  for (const desk of desks.splice(0)) desk.stop()
  tools = new TestTools()
})
const take = (desk: ActivationDesk, text: string) =>
  desk.activate({ source: { from: "document", text }, termsVersion: terms.version }, asAdmin)

describe("init", () => {
  test("keeps the root key apart, and no key or passphrase in the clear", () => {
    expect(readdirSync(stick).sort()).toEqual(["root-key.json", "root.pem"])
    const everything = readdirSync(folder, { recursive: true, encoding: "utf8" })
      .map((name) => join(folder, name))
      .filter((path) => statSync(path).isFile())
      .map((path) => readFileSync(path, "utf8"))
      .join("\n")
    expect(everything).not.toContain("PRIVATE KEY")
    for (const secret of [rootPhrase, ...Object.values(phrases)]) expect(everything).not.toContain(secret)
    expect(statSync(join(home, "signing/activation.key")).mode & 0o077).toBe(0)
  })
  test("overwrites nothing, wants a root folder of its own and long passphrases", () => {
    const before = issued("office/authority.json")
    expect(run(["init", "--root-dir", join(folder, "r2"), "--name", "x", "--operator", "x"])).toMatchObject({ code: 1 })
    const other = ["--home", join(folder, "h2"), "--name", "x", "--operator", "x"]
    expect(run(["init", "--root-dir", stick, ...other]).error).toContain("nothing is overwritten")
    expect(run(["init", "--root-dir", join(folder, "h2/root"), ...other]).code).toBe(2)
    const short = run(["init", "--root-dir", join(folder, "r2"), ...other], { AUTHORITY_PASSPHRASE: "short" })
    expect(short).toMatchObject({ code: 1, error: expect.stringContaining("too short") })
    expect(issued("office/authority.json")).toBe(before)
  })
  test.skipIf(!hasOpenssl)(`openssl verifies its chains${hasOpenssl ? "" : " (not run: no openssl)"}`, () => {
    for (const kind of ["activation", "recovery", "intelligence"])
      execFileSync("openssl", [
        "verify",
        "-x509_strict",
        "-CAfile",
        join(stick, "root.pem"),
        join(home, `signing/${kind}.pem`),
      ])
  })
})

describe("wrong usage and refusals", () => {
  test("exit code 2: no command, an unknown one, unknown and missing options, mistyped ids", () => {
    for (const words of [
      [],
      ["sing"],
      ["activation", "--colour", "red"],
      ["activation", "--name", "x"],
      ["activation", "--sensor", "7K2M-QX4P", "--name", "x"],
      ["activation", "--sensor", "any", "--name", "x", "--mode", "loose"],
      ["activation", "--sensor", "any", "--name", "x", "--valid-until", "tomorrow"],
      ["activation", "--sensor", "any", "--name", "x", "--valid-until", "2020-01-01"],
      ["recovery", "--challenge", "AAAA", "--account", "admin"],
      ["licence", "--activation-id", "A", "--until", "31.12.2027"],
      ["pack", "--version", "1", "--from", join(folder, "nowhere")],
      ["operator", "promote"],
      ["log", "--receipt", "hello"],
    ])
      expect([words, run(words).code]).toEqual([words, 2])
    expect(run(["--help"])).toMatchObject({ code: 0, out: expect.stringContaining("activation") })
  })
  test("exit code 1: wrong passphrase, unknown operator, no authority; without a passphrase nobody is asked", () => {
    const words = ["activation", "--sensor", "any", "--name", "x", "--out", "never.activation"]
    expect(run(words, { AUTHORITY_PASSPHRASE: "something else" })).toMatchObject({
      code: 1,
      error: "The passphrase of anna is wrong.\n",
    })
    expect(run([...words, "--operator", "zoe"]).code).toBe(1)
    expect(run([...words, "--home", join(folder, "nowhere")]).code).toBe(1)
    expect(run(words, { AUTHORITY_PASSPHRASE: "" })).toMatchObject({
      code: 2,
      error: expect.stringContaining("AUTHORITY_PASSPHRASE"),
    })
    expect(existsSync(join(folder, "never.activation"))).toBe(false)
  })
})

describe("activation", () => {
  test("for one sensor: it takes it, another does not; the file is not overwritten", async () => {
    const desk = await sensor()
    const words = [
      "activation",
      "--sensor",
      desk.identity.id.toLowerCase(),
      "--name",
      "Line 4",
      "--mode",
      "cloud-connected",
    ]
    const made = run([...words, "--endpoint", "https://cloud.example.org", "--valid-until", "2099-12-31"])
    expect(made).toMatchObject({ code: 0, out: expect.stringContaining("What to do next") })
    const text = issued("Line-4.activation")
    expect(run(words)).toMatchObject({ code: 1, error: expect.stringContaining("not overwritten") })
    expect(issued("Line-4.activation")).toBe(text)
    expect((await take(desk, text)).state).toMatchObject({
      status: "active",
      file: { issuer: "Plant office", sensorName: "Line 4", cloud: "https://cloud.example.org" },
    })
    tools = new TestTools()
    const other = await sensor()
    await expect(take(other, text)).rejects.toThrow(desk.identity.id)
  })
  test("for any sensor: after its receipt is logged the id is never signed again", async () => {
    const desk = await sensor()
    const id = "0b9b3c0e-6a0a-4a57-8f7e-0d3c1c5b7a90"
    const words = ["activation", "--sensor", "any", "--name", "Spare", "--id", id]
    expect(run([...words, "--out", "spare.activation"]).out).toContain("--receipt")
    expect(run([...words, "--out", "again.activation"]).code).toBe(0)
    const bound = ["activation", "--sensor", desk.identity.id, "--name", "Spare", "--id", id, "--out", "b.activation"]
    expect(run(bound)).toMatchObject({ code: 1, error: expect.stringContaining("was signed for any sensor") })
    const { receipt } = (await take(desk, issued("spare.activation"))).state
    expect(run(["log", "--receipt", receipt!.replace(id, id.replace("0b", "0c"))]).code).toBe(2)
    expect(run(["log", "--receipt", receipt!])).toMatchObject({ code: 0 })
    expect(run(["log", "--receipt", receipt!]).error).toContain("already")
    expect(run([...words, "--out", "third.activation"])).toMatchObject({
      code: 1,
      error: expect.stringContaining(desk.identity.id),
    })
    expect(existsSync(join(folder, "third.activation"))).toBe(false)
    tools = new TestTools()
    const second = (await take(await sensor(), issued("again.activation"))).state.receipt
    expect(run(["log", "--receipt", second!]).out).toContain("Attention")
  })
})

test("on a terminal, what is missing is asked for; passphrases unseen", async () => {
  const asked: [string, boolean][] = []
  const answers = ["any", "Asked", "Bremen", "", "cloud-connected", "", "", "never", phrases.anna]
  const said: string[] = []
  const desk: AuthorityDesk = {
    out: (text) => void said.push(text),
    environment: { AUTHORITY_HOME: home, AUTHORITY_OPERATOR: "anna" },
    terminal: {
      interactive: true,
      ask: async (question, hidden) => {
        asked.push([question, hidden])
        return answers[asked.length - 1]!
      },
    },
    now: Date.now,
  }
  const out = join(folder, "asked.activation")
  expect(await authority(["activation", "--out", out], desk, (line) => said.push(line))).toBe(0)
  expect(asked.map(([, hidden]) => hidden)).toEqual([...answers.slice(1).map(() => false), true])
  expect(said.join("")).not.toContain(phrases.anna)
  expect((await take(await sensor(), readFileSync(out, "utf8"))).state.file).toMatchObject({
    sensorName: "Asked",
    site: "Bremen",
    mode: "cloud-connected",
  })
})

test("recovery: a challenge of the sensor is answered, for the sensor it comes from", async () => {
  const desk = await sensor()
  const recovery = await RecoveryDesk.open(tools.tools, {
    root: rootHere(),
    identity: desk.identity,
    setPassword: async (account) => ({ password: `new-${account}` }),
  })
  const { challenge } = recovery.challenge({ account: "admin" })
  const words = ["recovery", "--challenge", challenge, "--account", "admin", "--out", "admin.recovery"]
  expect(run([...words, "--sensor", "any"]).code).toBe(1)
  expect(run([...words, "--sensor", desk.identity.id]).code).toBe(0)
  const document = issued("admin.recovery")
  expect(await recovery.upload({ document }, asAdmin)).toEqual({ account: "admin", password: "new-admin" })
  await expect(recovery.upload({ document }, asAdmin)).rejects.toThrow(Refusal)
})

test("licence: letters that a sensor from before 10.0 takes", async () => {
  tools.settings.set("activation.legacy", JSON.stringify({ activationId: "OLD-1", version: "9.4", validUntil: null }))
  const desk = await sensor()
  const { out } = run(["licence", "--activation-id", "old-1", "--until", "2099-06-30"])
  const licence = out.match(/(?:[A-Z]{5}[ \n]){30}/)![0]
  await expect(desk.licence({ licence, termsVersion: terms.version }, asAdmin)).resolves.toMatchObject({
    status: "active",
  })
})

test("pack: files of a folder, no links; it can revoke a signing certificate, and renewing brings another", async () => {
  const desk = await sensor()
  const old = ["activation", "--sensor", desk.identity.id, "--name", "Old", "--out", "old.activation"]
  expect(run(old).code).toBe(0)
  mkdirSync(join(folder, "content/csaf"), { recursive: true })
  writeFileSync(join(folder, "content/csaf/a.json"), "{}")
  const before = join(folder, "before.pem")
  writeFileSync(before, issued("office/signing/activation.pem"))
  expect(run(["renew", "--root-dir", stick], { AUTHORITY_ROOT_PASSPHRASE: "something else" }).code).toBe(1)
  expect(run(["renew", "--root-dir", stick])).toMatchObject({ code: 0 })
  const words = ["pack", "--version", "2026.47", "--from", join(folder, "content")]
  expect(run([...words, "--revoke", before, "--out", "a.pack"])).toMatchObject({ code: 0 })
  const pack = await desk.takePack(readFileSync(join(folder, "a.pack")))
  expect([...pack.files.keys()]).toEqual(["csaf/a.json"])
  await expect(take(desk, issued("old.activation"))).rejects.toThrow("revoked")
  const fresh = ["activation", "--sensor", desk.identity.id, "--name", "New", "--out", "new.activation"]
  expect(run(fresh).code).toBe(0)
  tools.time = Date.now() * 1000
  expect((await take(desk, issued("new.activation"))).changed).toBe(true)
  symlinkSync("/etc/passwd", join(folder, "content/link"))
  expect(run([...words, "--out", "b.pack"]).code).toBe(1)
})

test("operators: each with a passphrase of their own; the last one stays", () => {
  expect(run(["operator", "add", "--name", "bert"], { AUTHORITY_NEW_PASSPHRASE: phrases.bert })).toMatchObject({
    code: 0,
  })
  expect(run(["operator", "add", "--name", "bert"], { AUTHORITY_NEW_PASSPHRASE: phrases.bert }).code).toBe(1)
  expect(run(["operator", "add", "--name", "../bert"], { AUTHORITY_NEW_PASSPHRASE: phrases.bert }).code).toBe(2)
  expect(run(["operator", "list"]).out).toBe("anna\nbert\n")
  const asBert = {
    AUTHORITY_OPERATOR: "bert",
    AUTHORITY_PASSPHRASE: "",
    AUTHORITY_PASSPHRASE_FILE: join(folder, "phrase"),
  }
  writeFileSync(join(folder, "phrase"), `${phrases.bert}\n`)
  const words = ["activation", "--sensor", "any", "--name", "By Bert"]
  expect(run(words, asBert).code).toBe(0)
  expect(run(words, { AUTHORITY_OPERATOR: "bert" }).code).toBe(1)
  expect(run(["log"]).out).toMatch(/ {2}bert {2}activation {2}\S+ {2}any {2}By Bert/)
  expect(run(["operator", "remove", "--name", "bert"]).code).toBe(0)
  expect(run(["operator", "remove", "--name", "anna"]).code).toBe(1)
  expect(run(words, asBert).code).toBe(1)
})

test("log: a changed line is found, and nothing is signed until it is right again", () => {
  const path = join(home, "log.jsonl")
  const right = readFileSync(path, "utf8")
  expect(run(["log"]).out.split("\n").length).toBeGreaterThan(5)
  for (const wrong of [right.replace("Line 4", "Line 5"), right.split("\n").slice(1).join("\n"), right.slice(0, -20)]) {
    writeFileSync(path, wrong)
    expect(run(["log"])).toMatchObject({ code: 1, error: expect.stringContaining("chain of hashes") })
    expect(run(["activation", "--sensor", "any", "--name", "No", "--out", "no.activation"]).code).toBe(1)
    expect(existsSync(join(folder, "no.activation"))).toBe(false)
  }
  writeFileSync(path, right)
  expect(run(["log"]).code).toBe(0)
})

describe("demo", () => {
  const usb = join(folder, "usb")
  test("a set for trying everything out: each file does what its name says; a second run keeps the first", async () => {
    const root = builtInRootOfTrust()
    const desk = await sensor(root)
    const made = run(["demo", "--usb", usb, "--sensor", desk.identity.id, "--activation-id", "OLD-1"])
    expect(made).toMatchObject({ code: 0, out: expect.stringContaining("PLANTWARDEN_DRIVES") })
    expect(made.out).toMatch(/([A-Z]{5}-){29}[A-Z]{5}/)
    const inspect = async (name: string) => {
      const text = readFileSync(join(usb, name), "utf8")
      return (await desk.inspect({ source: { from: "document", text } })).refusal?.code ?? "fits"
    }
    tools.time = Date.now() * 1000 + 5_000_000
    for (const name of readdirSync(usb).filter((one) => one.endsWith(".activation"))) {
      const wanted = name.startsWith("refused-") ? name.slice("refused-".length, -".activation".length) : "fits"
      expect([name, await inspect(name)]).toEqual([name, wanted])
    }
    expect((await desk.takePack(readFileSync(join(usb, "demo.pack")))).manifest.version).toBe("demo")
    const first = readFileSync(join(usb, "demo.activation"), "utf8")
    expect(run(["demo", "--usb", usb]).code).toBe(0)
    expect(readFileSync(join(usb, "demo.activation"), "utf8")).toBe(first)
    expect(existsSync(join(usb, "demo-2.activation"))).toBe(true)
    const own = await sensor()
    await expect(own.takePack(readFileSync(join(usb, "demo.pack")))).rejects.toThrow(FileRefused)
  })
  test("answers a challenge", async () => {
    const root = builtInRootOfTrust()
    const desk = await sensor(root)
    const setPassword = async () => ({ password: "new" })
    const recovery = await RecoveryDesk.open(tools.tools, { root, identity: desk.identity, setPassword })
    const { challenge } = recovery.challenge({ account: "admin" })
    expect(run(["demo", "--usb", usb, "--challenge", challenge]).code).toBe(0)
    const document = readFileSync(join(usb, "demo-admin.recovery"), "utf8")
    expect((await recovery.upload({ document }, asAdmin)).password).toBe("new")
  })
  test.skipIf(!hasOpenssl)(
    `its server certificate stands before openssl${hasOpenssl ? "" : " (not run: no openssl)"}`,
    () => {
      const at = join(usb, "demo-certificate")
      const words = ["verify", "-purpose", "sslserver", "-verify_ip", "127.0.0.1", "-CAfile", join(at, "authority.pem")]
      expect(execFileSync("openssl", [...words, join(at, "server.crt")], { encoding: "utf8" })).toContain("OK")
    },
  )
  test("needs a folder", () => expect(run(["demo"]).code).toBe(2))
})

test("what is empty, no day or no certificate is refused before anything is signed or logged", () => {
  const before = readFileSync(join(home, "log.jsonl"), "utf8")
  const text = join(folder, "no certificate.pem")
  writeFileSync(text, "hello")
  const content = join(folder, "empty content")
  mkdirSync(content)
  const file = ["--out", "never made"]
  const wrong: readonly (readonly [RegExp, readonly string[]])[] = [
    [/--name is empty/, ["activation", "--sensor", "any", "--name", "", ...file]],
    [
      /"2027-02-31" is not a day/,
      ["activation", "--sensor", "any", "--name", "S", "--valid-until", "2027-02-31", ...file],
    ],
    [/--activation-id is empty/, ["licence", "--activation-id", " ", "--until", "2027-01-01"]],
    [/"2027-02-31" is not a day/, ["licence", "--activation-id", "AB-12", "--until", "2027-02-31"]],
    [/holds no certificate/, ["pack", "--version", "1", "--from", content, "--revoke", text, ...file]],
  ]
  for (const [sentence, words] of wrong)
    expect(run(words)).toMatchObject({ code: 2, error: expect.stringMatching(sentence) })
  const nowhere = run(["licence", "--activation-id", "AB-12", "--until", "2027-01-01"], {
    ...{ AUTHORITY_PASSPHRASE: "", AUTHORITY_PASSPHRASE_FILE: join(folder, "nowhere") },
  })
  expect(nowhere).toMatchObject({
    code: 1,
    error: expect.stringMatching(/AUTHORITY_PASSPHRASE_FILE names can't be read/),
  })
  expect(readFileSync(join(home, "log.jsonl"), "utf8")).toBe(before)
})

test("a file of the authority that was cut is named, without a stack trace", () => {
  const path = join(home, "operators", "anna.json")
  const whole = readFileSync(path)
  writeFileSync(path, whole.subarray(0, 20))
  const cut = run(["licence", "--activation-id", "AB-12", "--until", "2027-01-01"])
  writeFileSync(path, whole)
  expect(cut).toMatchObject({ code: 1, error: expect.stringMatching(/^.*anna\.json is damaged: .*\n$/) })
})
