/** The certificates of a running console: imported over the API and from the command line, served at once, trusted on the way out. */
import { spawnSync } from "node:child_process"
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from "node:fs"
import { createServer as createHttpServer } from "node:http"
import { join } from "node:path"
import { createServer } from "node:tls"
import type { Server } from "node:tls"
import type { AddressInfo } from "node:net"
import { connect } from "node:tls"
import { setTimeout as wait } from "node:timers/promises"
import { fileURLToPath } from "node:url"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { CertificatesDesk } from "../../electron/core/certificates-desk.ts"
import type { StartedCore } from "../../electron/core/start.ts"
import { LinkRefused } from "../../electron/crypto/outgoing-tls.ts"
import { serveConsole } from "../../electron/web/console-server.ts"
import type { ConsoleServer } from "../../electron/web/console-server.ts"
import { OpensslAuthority, hasOpenssl } from "../make/openssl-authority.ts"
import { TestTools } from "../make/desk-tools.ts"
import { admin, freshFolder, removeFolder, start } from "./site-in-a-folder.ts"
import type { Someone } from "./site-in-a-folder.ts"

const there = hasOpenssl()
const base64 = (path: string): string => readFileSync(path).toString("base64")

/** The fingerprint of what the server at this address shows. */
function shownAt(address: string): Promise<string> {
  const { port } = new URL(address)
  return new Promise((resolve, reject) => {
    const socket = connect({ host: "127.0.0.1", port: Number(port), rejectUnauthorized: false }, () => {
      resolve(socket.getPeerX509Certificate()?.fingerprint256 ?? "")
      socket.destroy()
    })
    socket.on("error", reject)
  })
}

describe.skipIf(!there)(`certificates of the console${there ? "" : ": not run, no openssl"}`, () => {
  const folder = freshFolder()
  const site = join(folder, "site")
  let core: StartedCore
  let web: ConsoleServer
  let someone: Someone
  let root: OpensslAuthority

  beforeAll(async () => {
    mkdirSync(join(folder, "page"))
    writeFileSync(join(folder, "page/index.html"), "<!doctype html><title>Plantwarden</title>")
    core = await start(site)
    web = await serveConsole({
      ...{ core, console: core.console, pages: join(folder, "page"), port: 0 },
      log: (line) => process.stderr.write(`${line}\n`),
      serves: () => true,
    })
    someone = await admin(core)
    root = new OpensslAuthority(folder, "Plant Root", null)
  })
  afterAll(async () => {
    await web.stop()
    await core.stop()
    removeFolder(folder)
  })

  const importing = (name: string, more: object = {}) => {
    const { crt, key } = root.issue({ name })
    const files = { certificate: base64(crt), key: base64(key), chain: base64(root.crt) }
    return { name, ...files, passphrase: "", crls: [], withoutRevocationCheck: false, ...more }
  }

  test("at first the locally generated one is shown, and the bell says so", async () => {
    const { source, facts, validation } = await someone.ask("certificates.get", {})
    expect([source, validation]).toEqual(["self-signed", true])
    expect(await shownAt(web.address()!)).toBe(facts.fingerprint)
    const { messages } = await someone.ask("site.status", {})
    expect(messages.map(({ id }) => id)).toContain("certificate-self-signed")
  })

  test("an imported one is served at once, open pages are told, and the bell is quiet again", async () => {
    const heard: string[] = []
    const stop = core.listen(someone.caller, ({ text }) => heard.push(text))
    const state = await someone.ask("certificates.import", importing("line 3"))
    expect(state).toMatchObject({ source: "imported", name: "line 3", importedBy: "admin" })
    expect(await shownAt(web.address()!)).toBe(state.facts.fingerprint)
    expect(heard.map((text) => (JSON.parse(text) as { event: string }).event)).toContain("certificate.changed")
    stop?.()
    const { messages } = await someone.ask("site.status", {})
    expect(messages.map(({ id }) => id)).not.toContain("certificate-self-signed")
  })

  test("a refusal names its check and the remedy, and changes nothing", async () => {
    const before = await someone.ask("certificates.get", {})
    const other = importing("other")
    const refused = await someone.raw("certificates.import", { ...importing("wrong key"), key: other.key })
    expect(refused).toMatchObject({ ok: false, code: "refused", reason: "key-does-not-match" })
    expect(await someone.ask("certificates.get", {})).toEqual(before)
  })

  test("neither the key nor its passphrase stands in any file of the site", async () => {
    const found = (path: string): string[] =>
      readdirSync(path, { withFileTypes: true, recursive: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name))
        .filter((file) => /PRIVATE KEY|sesame-sesame/.test(readFileSync(file, "latin1")))
    const { crt, key } = root.issue({ name: "secret" })
    const sealed = join(folder, "secret.key")
    spawnSync("openssl", ["pkcs8", "-topk8", "-passout", "pass:sesame-sesame", "-in", key, "-out", sealed])
    const files = { certificate: base64(crt), key: base64(sealed), chain: base64(root.crt) }
    const given = { name: "secret", ...files, passphrase: "sesame-sesame", crls: [], withoutRevocationCheck: false }
    expect((await someone.ask("certificates.import", given)).name).toBe("secret")
    expect(found(site)).toEqual([])
    expect(statSync(join(site, "data-key")).mode & 0o077).toBe(0)
    expect(JSON.stringify(await someone.ask("certificates.get", {}))).not.toMatch(/PRIVATE|sesame/)
  })

  test("the command line imports, shows and resets while the console runs, which takes it up by itself", async () => {
    const cli = (...words: readonly string[]) => {
      const program = fileURLToPath(new URL("../../electron/entry/cli.ts", import.meta.url))
      return spawnSync(process.execPath, [program, "certificate", ...words, "--data", site], { encoding: "utf8" })
    }
    const { crt, key } = root.issue({ name: "from the command line" })
    const made = cli("import", "--crt", crt, "--key", key, "--chain", root.crt, "--name", "CLI")
    expect([made.status, made.stderr]).toEqual([0, ""])
    const shown = JSON.parse(cli("show", "--json").stdout) as { fingerprint: string; source: string }
    expect(shown.source).toBe("imported")
    for (let tries = 0; tries < 60 && (await shownAt(web.address()!)) !== shown.fingerprint; tries++) await wait(100)
    expect(await shownAt(web.address()!)).toBe(shown.fingerprint)
    const wild = root.issue({ name: "wild", extensions: ["subjectAltName = DNS:*.plant.example"] })
    const refused = cli("import", "--crt", wild.crt, "--key", wild.key)
    expect([refused.status, refused.stderr]).toEqual([1, expect.stringMatching(/^Refused \(wildcard\): .*\n$/)])
    expect(cli("import", "--crt", join(folder, "nowhere"), "--key", key).status).toBe(3)
    expect(cli("import", "--crt", crt).status).toBe(2)
    expect(cli("show", "--nonsense").status).toBe(2)
    expect(cli("reset").status).toBe(0)
    for (let tries = 0; tries < 60 && (await shownAt(web.address()!)) === shown.fingerprint; tries++) await wait(100)
    expect((await someone.ask("certificates.get", {})).source).toBe("self-signed")
  })

  test("the command line refuses a name that no page can show, and says in words what is wrong with the site", async () => {
    const cli = (place: string, ...words: readonly string[]) => {
      const program = fileURLToPath(new URL("../../electron/entry/cli.ts", import.meta.url))
      return spawnSync(process.execPath, [program, "certificate", ...words, "--data", place], { encoding: "utf8" })
    }
    const { crt, key } = root.issue({ name: "named" })
    const files = ["--crt", crt, "--key", key, "--chain", root.crt]
    for (const name of ["", "x".repeat(101)]) expect(cli(site, "import", ...files, "--name", name).status).toBe(2)
    const long = join(folder, `${"long".repeat(40)}.crt`)
    writeFileSync(long, readFileSync(crt))
    expect(cli(site, "import", "--crt", long, "--key", key, "--chain", root.crt).status).toBe(0)
    await wait(1500)
    expect((await someone.ask("certificates.get", {})).name).toHaveLength(100)
    await someone.ask("certificates.reset", {})
    const broken = join(folder, "broken")
    mkdirSync(broken)
    writeFileSync(join(broken, "data-key"), "short")
    const damaged = cli(broken, "import", ...files)
    expect([damaged.status, damaged.stderr]).toEqual([3, expect.stringMatching(/^.*data-key is damaged: .*\n$/)])
    const file = cli(long, "import", ...files)
    expect([file.status, file.stderr]).toEqual([3, expect.stringMatching(/^The site folder can't be used: .*\n$/)])
  })

  test("a damaged file is kept aside, told, and the locally generated one is shown", async () => {
    await someone.ask("certificates.import", importing("to be damaged"))
    const path = join(site, "certificate/imported.json")
    writeFileSync(path, readFileSync(path).subarray(0, 100))
    for (let tries = 0; tries < 60 && existsSync(path); tries++) await wait(100)
    await wait(200)
    const { source } = await someone.ask("certificates.get", {})
    expect(source).toBe("self-signed")
    expect(readdirSync(join(site, "certificate")).some((name) => name.includes(".damaged-"))).toBe(true)
    const { messages } = await someone.ask("site.status", {})
    expect(messages.map(({ id }) => id)).toContain("certificate-damaged")
    await someone.ask("certificates.reset", {})
  })

  test("the list of trusted authorities: added, known already, not an authority, removed", async () => {
    const added = await someone.ask("certificates.addAuthority", { name: "Plant", certificate: base64(root.crt) })
    expect(added.authorities.map(({ name }) => name)).toEqual(["Plant"])
    const again = { name: "Plant", certificate: base64(root.crt) }
    expect(await someone.raw("certificates.addAuthority", again)).toMatchObject({ reason: "known-authority" })
    const leaf = { name: "Leaf", certificate: base64(root.issue({ name: "leaf" }).crt) }
    expect(await someone.raw("certificates.addAuthority", leaf)).toMatchObject({ reason: "chain-broken" })
    const state = await someone.ask("certificates.import", importing("trusted"))
    expect(state.notes.join(" ")).not.toMatch(/not among the trusted/)
    const removed = await someone.ask("certificates.removeAuthority", { id: added.authorities[0]!.id })
    expect(removed.authorities).toEqual([])
  })

  test("no more authorities are trusted than the page can list", async () => {
    const many = Array.from({ length: 3 }, (_, at) =>
      readFileSync(new OpensslAuthority(folder, `Root ${at}`, null).crt),
    )
    const path = join(site, "certificate/trust.json")
    const before = existsSync(path) ? readFileSync(path) : null
    const one = (at: number) => ({
      ...{ id: `id ${at}`, name: `Authority ${at}`, addedAt: 0, addedBy: "admin" },
      certificate: readFileSync(root.crt, "utf8"),
    })
    writeFileSync(path, JSON.stringify({ authorities: Array.from({ length: 198 }, (_, at) => one(at)) }))
    const given = { name: "Many", certificate: Buffer.concat(many).toString("base64") }
    expect(await someone.raw("certificates.addAuthority", given)).toMatchObject({ reason: "too-many-authorities" })
    expect((await someone.ask("certificates.get", {})).authorities).toHaveLength(198)
    writeFileSync(path, before ?? JSON.stringify({ authorities: [] }))
  })

  test("a console that starts with an imported certificate asks its revocation list soon, and says what it heard", async () => {
    let list: Uint8Array = new Uint8Array()
    const lists = createHttpServer((_, response) => void response.end(list))
    await new Promise<void>((resolve) => lists.listen(0, "127.0.0.1", resolve))
    const { port } = lists.address() as AddressInfo
    const issuing = new OpensslAuthority(folder, "Plant Listing", null, `http://127.0.0.1:${port}/plant.crl`)
    const issued = issuing.issue({ name: "listed" })
    list = readFileSync(issuing.list("empty"))
    const more = { certificate: base64(issued.crt), key: base64(issued.key), chain: base64(issuing.crt) }
    const place = freshFolder()
    const first = await start(place)
    await (await admin(first)).ask("certificates.import", importing("listed", more))
    await first.stop()
    issuing.revoke(issued)
    list = readFileSync(issuing.list("one"))
    const second = await start(place)
    const boss = await admin(second)
    const told = async () => (await boss.ask("site.status", {})).messages.map(({ id }) => id)
    for (let tries = 0; tries < 80 && !(await told()).includes("certificate-revoked"); tries++) await wait(100)
    expect(await told()).toContain("certificate-revoked")
    await second.stop()
    lists.close()
    removeFolder(place)
  })

  describe("the way out", () => {
    let server: Server
    let received = ""
    const show = (crt: string, key: string): Promise<number> => {
      server = createServer({ cert: readFileSync(crt), key: readFileSync(key) }, (socket) => {
        socket.on("data", (bytes) => (received += bytes.toString()))
        socket.on("error", () => undefined) // the sensor hangs up on whom it does not trust
      })
      server.on("tlsClientError", () => undefined)
      return new Promise((resolve) =>
        server.listen(0, "127.0.0.1", () => resolve((server.address() as AddressInfo).port)),
      )
    }
    const desk = async (now: () => number = () => Date.now() * 1000) => {
      const made = new CertificatesDesk(
        { ...new TestTools().tools, folder: freshFolder(), now },
        {
          proxy: () => null,
          names: () => ["localhost"],
        },
      )
      await made.start()
      made.stop()
      return made
    }
    const context = {
      person: { name: "admin", role: "Admin", mustChangePassword: false },
      caller: { origin: "local" },
    } as never

    test("a server that can't prove itself stops the link before a byte is sent; the bell and the settings say which check", async () => {
      const { crt, key } = root.issue({ name: "server" })
      const port = await show(crt, key)
      const links = await desk()
      const mail = { host: "127.0.0.1", port }
      await expect(links.open("Mail server", mail)).rejects.toMatchObject({ check: "untrusted-issuer" })
      expect(links.conditions()).toContainEqual(
        expect.objectContaining({ name: "link-validation-failed", about: "Mail server" }),
      )
      expect((await links.get({}, context)).links).toMatchObject([{ link: "Mail server", check: "untrusted-issuer" }])
      await links.addAuthority({ name: "Plant", certificate: base64(root.crt) }, context)
      const socket = await links.open("Mail server", mail)
      await new Promise<void>((resolve) => socket.end("hello", resolve))
      for (let tries = 0; tries < 50 && received === ""; tries++) await wait(20)
      expect(received).toBe("hello")
      expect((await links.get({}, context)).links).toEqual([])
      await expect(links.open("Mail server", { host: "localhost", port })).rejects.toMatchObject({
        check: "name-mismatch",
      })
      await links.setValidation({ on: false, systemAuthorities: false }, context)
      ;(await links.open("Mail server", { host: "localhost", port })).destroy()
      server.close()
    })

    test("an expired certificate and a strange authority of the same name are refused", async () => {
      const forged = new OpensslAuthority(join(folder, "forged"), "Plant Root", null)
      const { crt, key } = forged.issue({ name: "forged server" })
      const port = await show(crt, key)
      const links = await desk()
      await links.addAuthority({ name: "Plant", certificate: base64(root.crt) }, context)
      await expect(links.open("SIEM", { host: "127.0.0.1", port })).rejects.toThrow(LinkRefused)
      server.close()
      const old = root.issue({ name: "old server" })
      const oldPort = await show(old.crt, old.key)
      const later = await desk(() => (Date.now() + 500 * 86_400_000) * 1000)
      await later.addAuthority({ name: "Plant", certificate: base64(root.crt) }, context)
      await expect(later.open("SIEM", { host: "127.0.0.1", port: oldPort })).rejects.toMatchObject({ check: "expired" })
      server.close()
    })
  })
})
