/** The browser console over real HTTPS: pages, cookie, origin, events, uploads, downloads. */
import { mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs"
import { request } from "node:https"
import type { IncomingHttpHeaders } from "node:http"
import { connect } from "node:http2"
import { join } from "node:path"
import { X509Certificate } from "node:crypto"
import { afterAll, beforeAll, expect, test } from "vitest"
import type { StartedCore } from "../../electron/core/start.ts"
import { startWeb } from "../../electron/web/server.ts"
import type { WebServer } from "../../electron/web/server.ts"
import { freshFolder, ownPassword, removeFolder, start, writeScript } from "./site-in-a-folder.ts"

let folder: string
let core: StartedCore
let web: WebServer
let authority: string
let cookie = ""

beforeAll(async () => {
  folder = freshFolder()
  core = await start(folder)
  mkdirSync(join(folder, "page/assets"), { recursive: true })
  writeFileSync(join(folder, "page/index.html"), "<!doctype html><title>Plantwarden</title>")
  writeFileSync(join(folder, "page/assets/a-1.js"), "1")
  writeFileSync(join(folder, "page/assets/a-1.js.br"), "small")
  const { key, certificate } = core.console.certificate()
  authority = certificate
  web = await startWeb({
    core,
    pages: join(folder, "page"),
    host: "127.0.0.1",
    port: 0,
    key,
    certificate,
    cookie: core.console.cookie,
    names: core.console.names,
    log: (line) => process.stderr.write(line + "\n"),
  })
})
afterAll(async () => {
  await web.stop()
  await core.stop()
  removeFolder(folder)
})

type Answer = { status: number; headers: IncomingHttpHeaders; body: string }

/** Trusts exactly the sensor's certificate, as a person who accepted it does. */
function send(
  method: string,
  path: string,
  headers: Record<string, string> = {},
  body: string | Uint8Array = "",
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request(
      web.address + path,
      {
        method,
        ca: authority,
        checkServerIdentity: () => undefined,
        headers: { ...(cookie ? { cookie } : {}), ...headers },
      },
      (answer) => {
        const pieces: Buffer[] = []
        answer.on("data", (piece: Buffer) => pieces.push(piece))
        answer.on("end", () =>
          resolve({ status: answer.statusCode!, headers: answer.headers, body: Buffer.concat(pieces).toString() }),
        )
      },
    )
    sent.on("error", reject)
    sent.end(body)
  })
}

async function ask(
  method: string,
  input: unknown,
  headers: Record<string, string> = {},
): Promise<{ ok: boolean; code?: string; value?: any }> {
  const answer = await send(
    "POST",
    "/api",
    { "content-type": "application/json", origin: web.address, ...headers },
    JSON.stringify({ method, input }),
  )
  const given = answer.headers["set-cookie"]?.[0]
  if (given) cookie = given.split(";")[0]!
  return JSON.parse(answer.body)
}

test("the certificate is the sensor's own: good for its names, for 825 days at most, its key for its owner only", () => {
  const certificate = new X509Certificate(authority)
  expect(certificate.checkIP("127.0.0.1")).toBe("127.0.0.1")
  expect(certificate.checkHost("localhost")).toBe("localhost")
  expect(Date.parse(certificate.validTo) - Date.parse(certificate.validFrom)).toBeLessThanOrEqual(825 * 86_400_000)
  expect(statSync(join(folder, "data-key")).mode & 0o777).toBe(0o600)
})

test("pages carry the policy, come compressed, and nothing outside of them is served", async () => {
  const page = await send("GET", "/")
  expect(page.body).toContain("Plantwarden")
  expect(page.headers["content-security-policy"]).toContain("default-src 'none'; script-src 'self'")
  expect(page.headers["x-content-type-options"]).toBe("nosniff")
  const script = await send("GET", "/assets/a-1.js", { "accept-encoding": "gzip, br" })
  expect([script.body, script.headers["content-encoding"]]).toEqual(["small", "br"])
  for (const path of ["/../data-key", "/%2e%2e/data-key", "/assets/../../site.db", "/assets/"])
    expect((await send("GET", path)).status).toBe(404)
})

test("other names, other pages and forged forms are turned away", async () => {
  expect((await send("GET", "/", { host: "evil.example" })).status).toBe(403)
  const forged = { "content-type": "application/json", origin: "https://evil.example" }
  expect((await send("POST", "/api", forged, "{}")).status).toBe(403)
  expect((await send("POST", "/api", { "sec-fetch-site": "cross-site" }, "{}")).status).toBe(403)
  expect((await send("POST", "/api", { "content-type": "text/plain" }, "{}")).status).toBe(415)
  expect((await send("POST", "/api", { "content-type": "application/json" }, "{")).status).toBe(400)
  const huge = await send("POST", "/api", { "content-type": "application/json" }, Buffer.alloc(5_000_000, 32)).catch(
    (error: Error) => error,
  )
  expect(huge instanceof Error || huge.status === 413).toBe(true)
})

test("signing in sets a cookie that no script and no other site can use", async () => {
  expect((await ask("devices.list", { after: "", limit: 1 })).code).toBe("signed-out")
  const signedIn = await send(
    "POST",
    "/api",
    { "content-type": "application/json" },
    JSON.stringify({ method: "session.signIn", input: { name: "admin", password: core.firstPassword } }),
  )
  expect(signedIn.headers["set-cookie"]![0]).toMatch(
    /^__Host-plantwarden-[0-9a-f]{8}=[\w-]{43}; Path=\/; Secure; HttpOnly; SameSite=Strict$/,
  )
  cookie = signedIn.headers["set-cookie"]![0]!.split(";")[0]!
  expect((await ask("session.changePassword", { current: core.firstPassword, next: ownPassword })).ok).toBe(true)
  expect((await ask("captures.add", { paths: ["/etc/passwd"] })).code).toBe("forbidden")
})

/** Listens over HTTP/2, as browsers do. */
async function heardUntil(
  wanted: string,
  after = "",
  act: () => Promise<unknown> = async () => undefined,
): Promise<string> {
  const session = connect(web.address, { ca: authority })
  const stream = session.request({ ":path": `/events${after ? `?after=${after}` : ""}`, cookie })
  let heard = ""
  stream.setEncoding("utf8")
  await new Promise<void>((resolve, reject) => {
    stream.on("response", () => void act().catch(reject))
    stream.on("data", (piece: string) => {
      heard += piece
      if (heard.includes(wanted)) resolve()
    })
    stream.on("error", reject)
  })
  session.destroy()
  return heard
}

test("a capture goes up in pieces, is read, and its events can be replayed", async () => {
  const bytes = readFileSync(writeScript(folder, "up.pcap", {}))
  const { value } = await ask("captures.announce", { name: "Zähler 1.pcap", size: bytes.length, print: "x" })
  const put = (from: number, to: number) =>
    send(
      "PUT",
      `/upload/${value.id}`,
      { origin: web.address, "content-range": `bytes ${from}-${to - 1}/${bytes.length}` },
      bytes.subarray(from, to),
    )
  expect((await put(0, 7)).status).toBe(200)
  expect(JSON.parse((await put(0, 7)).body)).toMatchObject({ ok: false, received: 7 })
  const heard = await heardUntil('"state":"done"', "", () => put(7, bytes.length))
  expect(heard).toContain('"event":"devices.changed"')
  const firstId = /id: (\S+)/.exec(heard)![1]!
  expect(await heardUntil('"state":"done"', firstId)).toContain('"event":"captures.changed"')
  expect(await heardUntil("refetch", "other-1")).toContain("event: refetch")
})

test("a download ticket is good once", async () => {
  const { value: list } = await ask("devices.list", { after: "", limit: 1 })
  const { value: offer } = await ask("devices.saveProof", { id: list.devices[0].id, index: 0 })
  const first = await send("GET", `/download/${offer.ticket}`)
  expect(first.status).toBe(200)
  expect(first.headers["content-disposition"]).toContain(".pcapng")
  expect((await send("GET", `/download/${offer.ticket}`)).status).toBe(404)
})

test("strangers hear nothing and send nothing", async () => {
  cookie = ""
  expect((await send("GET", "/events")).status).toBe(401)
  expect((await send("PUT", "/upload/x", { "content-range": "bytes 0-0/1" }, "x")).status).toBe(403)
})

test("over HTTP/2 a request that is too large is answered and its stream ends; the session goes on", async () => {
  const session = connect(web.address, { ca: authority })
  const ask = (body: string) =>
    new Promise<{ status: number; text: string }>((resolve, reject) => {
      const stream = session.request({ ":method": "POST", ":path": "/api", "content-type": "application/json" })
      let [status, text] = [0, ""]
      stream.setEncoding("utf8").on("data", (piece: string) => (text += piece))
      stream.on("response", (headers) => (status = Number(headers[":status"])))
      stream.on("error", reject)
      stream.on("end", () => resolve({ status, text }))
      stream.end(body)
    })
  const warnings: string[] = []
  const hear = (warning: Error) => void warnings.push(warning.message)
  process.on("warning", hear)
  expect(await ask("x".repeat(6_000_000))).toMatchObject({ status: 413, text: expect.stringContaining("too large") })
  expect((await ask('{"method":"session.state","input":{}}')).status).toBe(200)
  process.off("warning", hear)
  expect(warnings).toEqual([]) // HTTP/2 has no "connection" header
  session.close()
})
