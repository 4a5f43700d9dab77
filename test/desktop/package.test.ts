/** The installable package: made by electron-builder from a stand-in distribution, its fuses read back, its files walked through. */
import { spawn } from "node:child_process"
import { existsSync, readFileSync, readdirSync, statSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { extractAll, listPackage } from "@electron/asar"
import { FuseV1Options, getCurrentFuseWire } from "@electron/fuses"
import { afterAll, beforeAll, expect, test } from "vitest"
import { freshFolder, removeFolder } from "../electron/site-in-a-folder.ts"
import { runScenario } from "./scenario.ts"
import { writeSmallCapture } from "./small-capture.ts"
import { makeDistribution } from "./stand-in-distribution.ts"

const root = fileURLToPath(new URL("../..", import.meta.url))
const electronFolder = join(root, "node_modules/electron")
let folder: string
let unpacked: string
let said = ""

const run = (script: string, ...words: string[]): Promise<number | null> =>
  new Promise((resolve) => {
    const child = spawn(process.execPath, [join(root, script), ...words], {
      cwd: root,
      stdio: ["ignore", "pipe", "pipe"],
    })
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (piece: Buffer) => (said += piece.toString()))
    child.on("exit", resolve)
  })

beforeAll(async () => {
  await run("build/build.mjs", "--quiet")
  folder = freshFolder()
  const { version } = JSON.parse(readFileSync(join(electronFolder, "package.json"), "utf8")) as { version: string }
  await makeDistribution(join(folder, "distribution"), version)
  const settings = [`-c.electronDist=${join(folder, "distribution")}`, `-c.directories.output=${join(folder, "out")}`]
  const code = await run(
    "node_modules/electron-builder/cli.js",
    "--dir",
    "--linux",
    "--config",
    "build/electron-builder.yml",
    "--publish",
    "never",
    ...settings,
  )
  if (code !== 0) throw new Error(`electron-builder ended with ${code}: ${said}`)
  unpacked = join(
    folder,
    "out",
    readdirSync(join(folder, "out")).find((name) => name.endsWith("unpacked"))!,
  )
}, 120_000)
afterAll(() => removeFolder(folder))

test("every fuse stands as configured", async () => {
  const wire = await getCurrentFuseWire(join(unpacked, "plantwarden"))
  const isOn = (fuse: FuseV1Options) => String.fromCharCode(wire[fuse]!)
  expect({
    runAsNode: isOn(FuseV1Options.RunAsNode),
    cookies: isOn(FuseV1Options.EnableCookieEncryption),
    nodeOptions: isOn(FuseV1Options.EnableNodeOptionsEnvironmentVariable),
    inspect: isOn(FuseV1Options.EnableNodeCliInspectArguments),
    integrity: isOn(FuseV1Options.EnableEmbeddedAsarIntegrityValidation),
    onlyAsar: isOn(FuseV1Options.OnlyLoadAppFromAsar),
    fileProtocol: isOn(FuseV1Options.GrantFileProtocolExtraPrivileges),
  }).toEqual({
    runAsNode: "0",
    cookies: "1",
    nodeOptions: "0",
    inspect: "0",
    integrity: "1",
    onlyAsar: "1",
    fileProtocol: "0",
  })
})

test("the archive holds the bundles, the workers, the wasm and the page, and nothing of node_modules", () => {
  const archive = join(unpacked, "resources/app.asar")
  const names = listPackage(archive, { isPack: false })
  for (const name of [
    "main.js",
    "preload.cjs",
    "core.js",
    "site.js",
    "engine.js",
    "pdf.js",
    "fonts/Roboto-Regular.ttf",
    "sql-wasm.wasm",
    "page/index.html",
  ])
    expect(names).toContain(`/dist/${name}`)
  expect(names.filter((name) => /node_modules|\.ts$|\.gz$|^\/(test|shared|renderer|electron)/.test(name))).toEqual([])
  expect(statSync(archive).size).toBeLessThan(20_000_000)
})

test("the code taken out of the archive signs in, imports and shows the map", async () => {
  const code = join(folder, "code")
  extractAll(join(unpacked, "resources/app.asar"), code)
  const capture = join(folder, "small.pcap")
  writeSmallCapture(capture)
  const found = await runScenario(join(code, "dist/main.js"), join(folder, "site"), capture)
  expect(found["scenario failed"]).toBeUndefined()
  expect(found).toMatchObject({ "signed in": true, imported: { state: "done" }, exit: 0 })
}, 60_000)

/** Electron itself, where its binary is; the package registry only has the program that downloads it. */
test("a real Electron opens the console", async ({ skip }) => {
  const binary = join(electronFolder, "dist/electron")
  if (!existsSync(binary) || !process.env.DISPLAY) {
    process.stdout.write(
      existsSync(binary) ? "real Electron: not run: no display\n" : "real Electron: not run: no Electron binary\n",
    )
    return skip()
  }
  const { _electron } = await import("playwright-core")
  const application = await _electron.launch({
    executablePath: binary,
    args: [join(root, "dist/main.js"), "--data", join(folder, "real")],
  })
  const window = await application.firstWindow()
  await window.getByRole("button", { name: "Sign in" }).waitFor()
  await application.close()
})
