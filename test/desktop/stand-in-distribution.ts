/** A folder that looks like Electron's download to the packager: a program with a fuse wire, and the files that come with it. */
import { mkdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { createPackage } from "@electron/asar"
import { FuseV1Options } from "@electron/fuses"

/** Electron's fuse wire: this text, the version, the number of fuses, one character each ("0" off, "1" on, "r" removed). electron/electron docs/tutorial/fuses.md */
const sentinel = "dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX"
const fuses = Object.values(FuseV1Options).filter((value) => typeof value === "number").length

export async function makeDistribution(folder: string, version: string): Promise<void> {
  mkdirSync(join(folder, "resources"), { recursive: true })
  mkdirSync(join(folder, "locales"))
  const wire = Buffer.concat([Buffer.from(sentinel), Buffer.from([1, fuses]), Buffer.from("1".repeat(fuses))])
  const program = Buffer.concat([Buffer.from("\x7fELF stand-in "), Buffer.alloc(4096), wire, Buffer.alloc(4096)])
  writeFileSync(join(folder, "electron"), program, { mode: 0o755 })
  writeFileSync(join(folder, "version"), version)
  for (const name of ["LICENSE", "LICENSES.chromium.html", "locales/en-US.pak", "chrome_100_percent.pak"])
    writeFileSync(join(folder, name), name)
  const defaultApp = join(folder, "default_app")
  mkdirSync(defaultApp)
  writeFileSync(join(defaultApp, "package.json"), '{"main":"main.js"}')
  writeFileSync(join(defaultApp, "main.js"), "")
  await createPackage(defaultApp, join(folder, "resources/default_app.asar"))
}
