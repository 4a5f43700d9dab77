/** Electron's main process: options, then the window. The core runs in a process of its own. */
import { randomBytes } from "node:crypto"
import { resolve } from "node:path"
import { fileURLToPath } from "node:url"
import { WrongUsage, consoleOptions } from "../core/console-options.ts"
import { sampleFolder } from "../core/sample-site.ts"
import { defaultSiteFolder } from "../core/site-folder.ts"
import { startDesktop } from "../desktop/start.ts"

/** Put in by the build. */
declare const plantwardenVersion: string

const beside = (name: string): string => fileURLToPath(new URL(name, import.meta.url))

/** Started as `electron dist/main.js OPTIONS` the second word is the program; an installed application is the program itself. */
const words = process.argv.slice(process.defaultApp ? 2 : 1)

try {
  const options = consoleOptions(words)
  const folder = options.sample
    ? sampleFolder(options.data).folder
    : (options.data ?? defaultSiteFolder(process.platform, process.env))
  const once = options.sample ? randomBytes(24).toString("base64url") : null
  const captures = options.captures.map((path) => resolve(path))
  await startDesktop(
    { core: beside("core.js"), preload: beside("preload.cjs"), pages: beside("page") },
    {
      folder: resolve(folder),
      sample: options.sample,
      preconfigured: options.preconfigured,
      port: options.port,
      once,
      captures,
      version: plantwardenVersion,
    },
  )
} catch (error) {
  if (!(error instanceof WrongUsage)) throw error
  process.stderr.write(`${error.message}\n`)
  process.exit(2)
}
