/** `npm run console` as a person starts it: the built program, its lines, its exit codes. */
import { spawn, spawnSync } from "node:child_process"
import type { ChildProcess } from "node:child_process"
import { existsSync, readFileSync, writeFileSync } from "node:fs"
import { request } from "node:https"
import { join } from "node:path"
import { setTimeout as wait } from "node:timers/promises"
import { fileURLToPath } from "node:url"
import { afterEach, beforeAll, beforeEach, expect, test } from "vitest"
import { freshFolder, removeFolder } from "./site-in-a-folder.ts"

const launcher = fileURLToPath(new URL("../../build/run.mjs", import.meta.url))
const builder = fileURLToPath(new URL("../../build/build.mjs", import.meta.url))
let folder: string
beforeAll(() => void spawnSync(process.execPath, [builder, "--quiet"]))
beforeEach(() => {
  folder = freshFolder()
})
afterEach(() => removeFolder(folder))

type Run = {
  child: ChildProcess
  out: () => string
  err: () => string
  ended: Promise<number | null>
  ready: Promise<string>
}

function run(...options: string[]): Run {
  const child = spawn(process.execPath, [launcher, ...options], { stdio: ["ignore", "pipe", "pipe"] })
  let out = ""
  let err = ""
  const ended = new Promise<number | null>((resolve) => child.on("exit", (code) => resolve(code)))
  const ready = new Promise<string>((resolve) =>
    child.stdout.on("data", (piece: Buffer) => {
      out += piece.toString()
      const line = /^Console: (https:\S+)\n/m.exec(out)
      if (line) resolve(line[1]!)
    }),
  )
  child.stderr.on("data", (piece: Buffer) => (err += piece.toString()))
  return { child, out: () => out, err: () => err, ended, ready }
}

test("gets ready, says its address once and its first password once, and stops with 0", async () => {
  const first = run("console", "--data", folder, "--port", "0")
  expect(await first.ready).toMatch(/^https:\/\/127\.0\.0\.1:\d+$/)
  first.child.kill("SIGTERM")
  expect(await first.ended).toBe(0)
  expect(first.out().match(/^Console: /gm)).toHaveLength(1)
  expect(first.out()).toMatch(/^Initial password for admin: \S{20,}$/m)
  const second = run("start", "--browser", "--data", folder, "--port", "0")
  await second.ready
  const third = run("console", "--data", folder, "--port", "0")
  await third.ready
  expect(third.err()).toMatch(/in use by the process \d+: it is open read-only/)
  third.child.kill("SIGINT")
  second.child.kill("SIGINT")
  expect([await third.ended, await second.ended]).toEqual([0, 0])
  expect(second.out()).not.toContain("Initial password")
})

test("a first start that fails at its port still shows the password that it made", async () => {
  const first = run("console", "--data", join(folder, "one"), "--port", "0")
  const port = new URL(await first.ready).port
  const second = run("console", "--data", join(folder, "two"), "--port", port)
  expect(await second.ended).toBe(1)
  expect(second.err()).toMatch(/port is in use/)
  expect(second.out()).toMatch(/^Initial password for admin: \S{20,}$/m)
  const lost = run("console", "--data", join(folder, "three"), "--port", "0", "--host", "nonsense.invalid")
  expect(await lost.ended).toBe(1)
  expect(lost.err()).toMatch(/leads to no address/)
  first.child.kill("SIGTERM")
  expect(await first.ended).toBe(0)
})

test("wrong usage ends with 2 and says why", async () => {
  const wrong = [
    ["--port", "x"],
    ["--nonsense"],
    ["--data"],
    ["--import", join(folder, "none.pcap")],
    ["--sample", "--host", "0.0.0.0"],
  ]
  for (const options of wrong) {
    const { ended, err } = run("console", ...options)
    expect(await ended).toBe(2)
    expect(err().trim().split("\n")).toHaveLength(1)
  }
  writeFileSync(join(folder, "something"), "")
  expect(await run("console", "--sample", "--data", folder).ended).toBe(2)
  expect(await run("nonsense").ended).toBe(2)
})

/** Takes any certificate: it is a fresh one on this computer. */
function ask(address: string, method: string, input: unknown, cookie = ""): Promise<{ cookie: string; answer: any }> {
  const headers = { "content-type": "application/json", ...(cookie ? { cookie } : {}) }
  return new Promise((resolve, reject) => {
    const sent = request(`${address}/api`, { method: "POST", rejectUnauthorized: false, headers }, (got) => {
      let text = ""
      got.on("data", (piece: Buffer) => (text += piece.toString()))
      got.on("end", () =>
        resolve({ cookie: got.headers["set-cookie"]?.[0]?.split(";")[0] ?? cookie, answer: JSON.parse(text) }),
      )
    })
    sent.on("error", reject)
    sent.end(JSON.stringify({ method, input }))
  })
}

test(
  "the sample signs in once with its address, loads the bottling plant and leaves nothing behind",
  { timeout: 60_000 },
  async () => {
    const sample = run("start", "--sample", "--browser", "--port", "0", "--data", join(folder, "sample"))
    const [address, secret] = (await sample.ready).split("/#once=") as [string, string]
    const { cookie, answer } = await ask(address, "session.signInOnce", { secret })
    expect(answer.value).toMatchObject({ name: "admin", role: "Admin", mustChangePassword: false })
    expect((await ask(address, "session.signInOnce", { secret })).answer.code).toBe("refused")
    for (;;) {
      const { captures } = (await ask(address, "captures.list", {}, cookie)).answer.value
      if (captures[0]?.state === "done") break
      await wait(200)
    }
    const { devices, otProtocols } = (await ask(address, "overview.get", {}, cookie)).answer.value
    expect(devices).toBeGreaterThan(35)
    expect(otProtocols.length).toBeGreaterThanOrEqual(6)
    sample.child.kill("SIGTERM")
    expect(await sample.ended).toBe(0)
  },
)

test("a signal to npm stops the console, and both end well", async () => {
  const npm = spawn("npm", ["run", "console", "--", "--data", folder, "--port", "0"], {
    cwd: fileURLToPath(new URL("../..", import.meta.url)),
    stdio: ["ignore", "pipe", "ignore"],
  })
  await new Promise<void>((resolve) =>
    npm.stdout.on("data", (piece: Buffer) => piece.includes("Console: ") && resolve()),
  )
  const holder = Number(readFileSync(join(folder, "site.lock"), "utf8").split(" ")[0])
  const code = new Promise((resolve) => npm.once("exit", resolve))
  npm.kill("SIGTERM")
  expect(await code).toBe(0)
  for (let tries = 0; existsSync(join(folder, "site.lock")) && tries < 100; tries++) await wait(50)
  expect(existsSync(join(folder, "site.lock"))).toBe(false)
  for (let tries = 0; existsSync(`/proc/${holder}`) && tries < 40; tries++) await wait(50)
  expect(() => process.kill(holder, 0)).toThrow()
})
