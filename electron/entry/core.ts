/** The core in Electron's utility process. */
import { basename } from "node:path"
import { fileURLToPath } from "node:url"
import { isLoopback } from "../../shared/net/loopback.ts"
import { partsBeside } from "../core/parts.ts"
import { writeSampleCapture } from "../core/sample-site.ts"
import { startCore } from "../core/start.ts"
import type { StartedCore } from "../core/start.ts"
import type { CoreStart } from "../desktop/core-messages.ts"
import { serveCorePort } from "../desktop/core-port.ts"
import { serveConsole } from "../web/console-server.ts"

const log = (line: string): void => void process.stderr.write(`${line}\n`)
const beside = (name: string): URL => new URL(name, import.meta.url)
const add = (core: StartedCore, paths: readonly string[]) =>
  core.addCaptures(paths.map((path) => ({ path, file: basename(path), by: "command line" })))

async function start(how: CoreStart): Promise<StartedCore> {
  process.umask(0o077) // what the site folder holds is for its owner only
  const core = await startCore({
    ...how,
    parts: partsBeside(import.meta.url),
    driver: "best",
    now: () => Date.now() * 1000,
    log,
    broke: (reason) => {
      log(`A part of the sensor stopped: ${reason}.`)
      process.exit(1) // main starts it again
    },
  })
  await serveConsole({
    core,
    console: core.console,
    pages: fileURLToPath(beside("page")),
    port: how.port,
    log,
    serves: (host) => !isLoopback(host), // the window needs no server; others are served when the settings say so
  }).catch((error: unknown) => log(`The console is not served to other computers: ${String(error)}`))
  const failed = (error: unknown) => log(`Not imported: ${String(error)}`)
  if (how.captures.length > 0) add(core, how.captures).catch(failed)
  if (how.sample && core.firstPassword !== null)
    writeSampleCapture(beside("write-sample.js"), beside("sample.js"), how.folder)
      .then((path) => add(core, [path]))
      .catch(failed)
  return core
}

serveCorePort(process.parentPort, start)
