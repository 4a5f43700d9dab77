/**
 * Starts one of the programs: `node build/run.mjs start|console|analyze|bench|fuzz [options]`.
 * Builds first when dist/ is missing or older than the sources, then runs the bundle in this very process, so that standard
 * input and output, signals and the exit code are the program's own and `analyze` is not slowed by a second Node.
 */
import { spawn } from "node:child_process"
import { fileURLToPath } from "node:url"
import { electronOrReason } from "./electron-binary.mjs"
import { isStale } from "./stale.mjs"

const bundles = {
  start: "web",
  console: "web",
  analyze: "cli",
  bench: "cli",
  fuzz: "cli",
  certificate: "cli",
  authority: "cli",
}
const inDist = (name) => new URL(`../dist/${name}`, import.meta.url)

function fail(code, line) {
  process.stderr.write(line + "\n")
  process.exit(code)
}

function nodeIsOldEnough() {
  const [major, minor] = process.versions.node.split(".").map(Number)
  return major > 22 || (major === 22 && minor >= 13)
}

/** Builds in a process of its own: its messages go to standard error, because standard output belongs to the program. */
function build(part) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [fileURLToPath(new URL("build.mjs", import.meta.url)), part, "--quiet"], {
      stdio: ["ignore", 2, 2],
    })
    child.on("error", (error) => fail(1, `Building failed: ${error.message}. Run "npm ci" and try again.`))
    child.on("exit", (code) => resolve(code ?? 1))
  })
}

function runElectron(binary, options) {
  const child = spawn(binary, [fileURLToPath(inDist("main.js")), ...options], { stdio: "inherit" })
  for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => child.kill(signal))
  child.on("error", (error) => fail(1, `Electron could not be started: ${error.message}. Use "npm run console".`))
  child.on("exit", (code) => process.exit(code ?? 1))
}

/** A signal sent to npm ends the shell between npm and us (dash does not pass it on): when our parent is gone, we stop as if told so. */
function stopWithNpm() {
  if (!process.env.npm_lifecycle_event) return
  const parent = process.ppid
  const look = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(look)
    process.kill(process.pid, "SIGTERM")
  }, 250)
  look.unref()
}

async function main(command, options) {
  if (!nodeIsOldEnough())
    fail(
      2,
      `Node ${process.versions.node} is too old: Plantwarden needs Node 22.13. Install it, or use "npm run" after "npm ci".`,
    )
  const bundle = Object.hasOwn(bundles, command ?? "") ? bundles[command] : undefined
  if (bundle === undefined)
    fail(2, `Unknown command "${command ?? ""}". Use one of: ${Object.keys(bundles).join(", ")}.`)
  for (const part of bundle === "web" ? ["node", "page"] : ["node"])
    if (isStale(part)) {
      const code = await build(part)
      if (code !== 0)
        fail(1, `Building the ${part} part failed; the messages above say where. Run "npm ci" if packages are missing.`)
    }
  if (bundle === "web") stopWithNpm()
  if (command === "start" && !options.includes("--browser")) {
    const found = electronOrReason()
    if (found.binary) return runElectron(found.binary, options)
    process.stderr.write(`Opening the browser console instead of a window: ${found.reason}\n`)
  }
  process.argv = [process.execPath, fileURLToPath(inDist(`${bundle}.js`)), command, ...options]
  await import(inDist(`${bundle}.js`).href)
}

await main(process.argv[2], process.argv.slice(3))
