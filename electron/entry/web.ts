/** The browser console: the core behind an HTTPS server in this process. */
import { randomBytes } from "node:crypto"
import { rmSync, statSync } from "node:fs"
import { basename, resolve } from "node:path"
import { fileURLToPath } from "node:url"
import { WrongUsage, consoleOptions } from "../core/console-options.ts"
import type { ConsoleOptions } from "../core/console-options.ts"
import { partsBeside } from "../core/parts.ts"
import { sampleFolder, writeSampleCapture } from "../core/sample-site.ts"
import { defaultSiteFolder } from "../core/site-folder.ts"
import { startCore } from "../core/start.ts"
import type { StartedCore } from "../core/start.ts"
import { isLoopback } from "../../shared/net/loopback.ts"
import { serveConsole } from "../web/console-server.ts"

/** Put in by the build. */
declare const plantwardenVersion: string

const say = (line: string): void => void process.stdout.write(`${line}\n`)
const warn = (line: string): void => void process.stderr.write(`${line}\n`)
const stopLimit = 4500

const beside = (name: string): URL => new URL(name, import.meta.url)

function judge(options: ConsoleOptions): void {
  if (options.sample && options.host !== null && !isLoopback(options.host))
    throw new WrongUsage(
      "--sample signs in whoever has the address, so it is for this computer only. Leave --host out.",
    )
  for (const file of options.captures)
    if (!statSync(file, { throwIfNoEntry: false })?.isFile())
      throw new WrongUsage(`--import ${file}: there is no such file.`)
}

function stopOnSignals(stop: () => Promise<void>): void {
  let stopping = false
  const once = (): void => {
    if (stopping) return
    stopping = true
    setTimeout(() => process.exit(0), stopLimit).unref() // every acknowledged change is on the disk already
    stop().then(
      () => process.exit(0),
      (error: unknown) => {
        warn(`Stopping failed: ${String(error)}.`)
        process.exit(1)
      },
    )
  }
  process.on("SIGINT", once)
  process.on("SIGTERM", once)
}

function tellStart(core: StartedCore, folder: string): void {
  if (core.heldBy !== null)
    warn(
      `The site ${folder} is in use by the process ${core.heldBy}: it is open read-only. Close that program to change something.`,
    )
  if (core.restored)
    warn(
      `${core.restored.reason} What could be read was kept; the damaged file lies unchanged in ${core.restored.setAside}.`,
    )
  if (core.firstPassword !== null) say(`Initial password for admin: ${core.firstPassword}`)
}

async function importSample(core: StartedCore, folder: string): Promise<void> {
  const path = await writeSampleCapture(beside("write-sample.js"), beside("sample.js"), folder)
  await core.addCaptures([{ path, file: basename(path), by: "admin" }])
}

async function main(words: readonly string[]): Promise<void> {
  process.umask(0o077) // what the site folder holds is for its owner only
  const options = consoleOptions(words)
  judge(options)
  const place = options.sample
    ? sampleFolder(options.data)
    : { folder: options.data ?? defaultSiteFolder(process.platform, process.env), throwAway: false }
  const folder = resolve(place.folder)
  const once = options.sample ? randomBytes(24).toString("base64url") : null
  const core = await startCore({
    folder,
    parts: partsBeside(import.meta.url),
    driver: "best",
    version: plantwardenVersion,
    sample: options.sample,
    preconfigured: options.preconfigured,
    once,
    fixedHost: options.sample ? "127.0.0.1" : options.host,
    now: () => Date.now() * 1000,
    log: warn,
    broke: (reason) => {
      warn(`A part of the sensor stopped: ${reason}. Start it again; what was acknowledged is on the disk.`)
      process.exit(1)
    },
  })
  tellStart(core, folder) // at once: a password that was made and never shown would lock the site for good
  const web = await serveConsole({
    core,
    console: core.console,
    pages: fileURLToPath(beside("page")),
    port: options.port,
    log: warn,
    serves: () => true,
  }).catch(async (error: unknown) => {
    await core.stop()
    throw error
  })
  stopOnSignals(async () => {
    await web.stop()
    await core.stop()
    if (place.throwAway) rmSync(folder, { recursive: true, force: true })
  })
  say(`Console: ${web.address() ?? ""}${once === null ? "" : `/#once=${once}`}`)
  if (options.sample)
    importSample(core, folder).catch((error: unknown) => warn(`The sample plant could not be loaded: ${String(error)}`))
  if (options.captures.length > 0)
    await core.addCaptures(
      options.captures.map((path) => ({ path: resolve(path), file: basename(path), by: "command line" })),
    )
}

const folderFaults = new Set(["ENOENT", "ENOTDIR", "EEXIST", "EROFS", "ENOSPC", "EPERM"])

function failure(error: unknown): { code: number; line: string } {
  const { code, message } = error as NodeJS.ErrnoException
  if (error instanceof WrongUsage) return { code: 2, line: error.message }
  if (code === "EADDRINUSE")
    return {
      code: 1,
      line: "The port is in use by another program. Give another with --port, or --port 0 for any free one.",
    }
  if (code === "ENOTFOUND" || code === "EAI_AGAIN")
    return { code: 1, line: "The name given with --host leads to no address. Give an address of this computer." }
  if (code === "EADDRNOTAVAIL")
    return { code: 1, line: "This computer does not have that address. Give one of its own with --host." }
  if (code === "EACCES")
    return { code: 1, line: `Not allowed: ${message}. Choose a port above 1023 or another folder.` }
  if (code !== undefined && folderFaults.has(code))
    return { code: 1, line: `The site folder can't be used: ${message}. Give another with --data.` }
  return { code: 1, line: `The console could not start: ${message}` }
}

main(process.argv.slice(3)).catch((error: unknown) => {
  const { code, line } = failure(error)
  warn(line)
  process.exit(code)
})
