/** Secrets of every kind, put into a site: none of them stands in a file of it, in the log, or in any answer afterwards. */
import { generateKeyPairSync } from "node:crypto"
import { readFileSync, readdirSync } from "node:fs"
import { join } from "node:path"
import { afterAll, beforeAll, expect, test } from "vitest"
import type { StartedCore } from "../../electron/core/start.ts"
import { openDataKey } from "../../electron/crypto/data-key.ts"
import { makeSensorCertificate } from "../../electron/crypto/sensor-certificate.ts"
import { methods } from "../../shared/api/contract/index.ts"
import { Someone, freshFolder, ownPassword, removeFolder, start } from "./site-in-a-folder.ts"

const folder = freshFolder()
const logged: string[] = []
let core: StartedCore
let someone: Someone
let firstPassword = ""
const passphrase = "sesame for the key file"
const proxyPassword = "sesame for the proxy"
const colleague = "sesame for a colleague"
const guessed = "sesame that is wrong"

beforeAll(async () => {
  core = await start(folder, { log: (line) => logged.push(line) })
  firstPassword = core.firstPassword!
  someone = new Someone(core)
  await someone.ask("session.signIn", { name: "admin", password: firstPassword })
  await someone.ask("session.changePassword", { current: firstPassword, next: ownPassword })
  await new Someone(core).raw("session.signIn", { name: "admin", password: guessed })
  const profile = { firstName: "", lastName: "", email: "", role: "Read only" as const }
  await someone.ask("users.create", { name: "guest", ...profile, password: colleague })
  const proxy = { on: true, host: "proxy.example", port: 3128, user: "plant" }
  const settings = {
    address: "10.0.0.4",
    mask: "255.255.255.0",
    gateway: "",
    dns: [],
    hostName: "sensor",
    serve: false,
  }
  await someone.ask("network.set", { settings, proxy, proxyPassword })
  const made = await makeSensorCertificate(["sensor"], Date.now())
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 })
  const sealed = privateKey.export({ type: "pkcs8", format: "pem", cipher: "aes-256-cbc", passphrase })
  const base64 = (text: string): string => Buffer.from(text).toString("base64")
  const files = { certificate: base64(made.certificate), key: base64(made.key), chain: null }
  await someone.ask("certificates.import", {
    name: "own",
    ...files,
    passphrase,
    crls: [],
    withoutRevocationCheck: false,
  })
  const wrongKey = { ...files, key: base64(sealed.toString()) }
  await someone.raw("certificates.import", {
    name: "own",
    ...wrongKey,
    passphrase,
    crls: [],
    withoutRevocationCheck: false,
  })
  await someone.raw("recovery.upload", { document: "{}" })
}, 60_000)
afterAll(async () => {
  await core.stop()
  removeFolder(folder)
})

const secrets = (): readonly string[] => [
  ...[firstPassword, ownPassword, passphrase, proxyPassword, colleague, guessed],
  ...["PRIVATE KEY", someone.token!],
]
const secretsIn = (text: string): string[] => secrets().filter((secret) => text.includes(secret))

test("in no file of the site, while it is open", () => {
  const files = readdirSync(folder, { withFileTypes: true, recursive: true }).filter((entry) => entry.isFile())
  expect(files.length).toBeGreaterThan(4)
  for (const { parentPath, name } of files)
    expect([name, secretsIn(readFileSync(join(parentPath, name), "latin1"))]).toEqual([name, []])
})

test("not in the log", () => {
  expect(secretsIn(logged.join("\n"))).toEqual([])
})

test("in no answer to any question that takes no input", async () => {
  const asked = Object.keys(methods).filter((name) => !methods[name as keyof typeof methods].audit)
  const answers = await Promise.all(asked.map(async (name) => JSON.stringify(await someone.raw(name, {}))))
  const events = JSON.stringify(await someone.raw("events.list", { kinds: [], limit: 1000 }))
  expect(events).toMatch(/Signed in/)
  for (const answer of [...answers, events]) expect(secretsIn(answer)).toEqual([])
})

test("what is sealed opens with this site's key and under its own name only", () => {
  const sealer = openDataKey(folder)
  const sealed = sealer.seal(Buffer.from("hello"), "one")
  expect(Buffer.from(sealer.open(sealed, "one")).toString()).toBe("hello")
  expect(() => sealer.open(sealed, "two")).toThrow(/another data key or is damaged/)
  const other = freshFolder()
  expect(() => openDataKey(other).open(sealed, "one")).toThrow(/another data key or is damaged/)
  expect(() => sealer.open(sealed.slice(0, -4) + "AAAA", "one")).toThrow(/damaged/)
  expect(() => sealer.open("v1:AAAA", "one")).toThrow(/damaged/)
  removeFolder(other)
})
