/** The unchanged bundles of the desktop application on the stand-in for Electron: hardening, sign-in, an import, the map, a core that dies. */
import { spawnSync } from "node:child_process"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { afterAll, beforeAll, expect, test } from "vitest"
import { freshFolder, removeFolder } from "../electron/site-in-a-folder.ts"
import { runScenario } from "./scenario.ts"
import type { Found } from "./scenario.ts"
import { writeSmallCapture } from "./small-capture.ts"

const root = fileURLToPath(new URL("../..", import.meta.url))
let folder: string
let found: Found

beforeAll(async () => {
  spawnSync(process.execPath, [join(root, "build/build.mjs"), "--quiet"])
  folder = freshFolder()
  const capture = join(folder, "Füllung 1.pcap")
  writeSmallCapture(capture)
  found = await runScenario(join(root, "dist/main.js"), join(folder, "site"), capture)
}, 120_000)
afterAll(() => removeFolder(folder))

test("the walk came to its end", () => {
  expect(found["scenario failed"]).toBeUndefined()
  expect(found.exit).toBe(0)
})

test("signs in, imports a capture where it lies and shows the map, through the real preload", () => {
  expect(found["signed in"]).toBe(true)
  expect(found.imported).toEqual({ file: "Füllung 1.pcap", state: "done", sum: 2 })
  expect(found.map).toBeGreaterThan(0)
})

test("other computers are served when the settings say so, and only then", () => {
  if (found["served to others"] === "no network address")
    return void process.stdout.write("served to others: not run, no network address\n")
  expect(found["served to others"]).toEqual({ count: 1, title: "Plantwarden", closed: 0 })
})

test("the window is isolated, sandboxed and without Node", () => {
  expect(found.window).toMatchObject({
    preload: "preload.cjs",
    contextIsolation: true,
    sandbox: true,
    nodeIntegration: false,
    webSecurity: true,
    webviewTag: false,
    minWidth: 1024,
    minHeight: 700,
  })
  expect(found.sandbox).toBe(true)
  expect(found.scheme).toEqual([
    { scheme: "app", privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ])
  expect(found["page world"]).toEqual({ bridge: ["listen", "pathForFile", "send"], frozen: true, node: [] })
})

test("the page can't run inline scripts, reach the network, leave or open windows", () => {
  expect(found["inline script ran"]).toEqual({ inline: false, away: "blocked" })
  expect(found.navigations).toEqual([{ url: "https://example.com/elsewhere", allowed: false }])
  expect(found["windows opened"]).toMatchObject([{ allowed: false }])
  expect(found["still there"]).toBe(true)
})

test("only our own top frame may ask, and only the clipboard is granted", () => {
  expect(found.strangers).toEqual(["StrangeSender", "StrangeSender", "StrangeSender", "StrangeSender"])
  expect(found.permissions).toEqual({ granted: ["clipboard-sanitized-write"], stranger: false, device: false })
})

test("a core that is killed comes back, and the person is still signed in", () => {
  expect(found["core restarted"]).toEqual({ heard: ["lost", "back"], name: "admin", devices: true })
})
