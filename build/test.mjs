/** `npm test`: everything that must pass, one line per step; the first failing step ends the run. Names of test files given to it run only those. */
import { spawn, spawnSync } from "node:child_process"
import { existsSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { getChromium } from "./chromium.mjs"

const root = fileURLToPath(new URL("..", import.meta.url))
const bin = (path) => join(root, "node_modules", path)
/** It begins first, so that it is not what all wait for in the end. */
const longest = "lint"
const node = (script, ...options) => [process.execPath, [bin(script), ...options]]
const tsc = (folder) => [`types of ${folder}`, node("typescript/bin/tsc", "-p", folder)]

const steps = [
  [
    "format",
    node(
      "prettier/bin/prettier.cjs",
      "--check",
      ".",
      "--log-level",
      "warn",
      "--cache",
      "--cache-location",
      "node_modules/.cache/format-check",
    ),
  ],
  ["lint", node("eslint/bin/eslint.js", ".", "--config", "build/eslint.config.mjs", "--max-warnings", "0")],
  tsc("shared"),
  tsc("electron"),
  tsc("test"),
  ...(existsSync(join(root, "renderer/index.html"))
    ? [
        [
          "types of renderer",
          node(
            "svelte-check/bin/svelte-check",
            "--workspace",
            "renderer",
            "--tsconfig",
            "./tsconfig.json",
            "--fail-on-warnings",
            "--output",
            "human",
          ),
        ],
      ]
    : []),
  ["unused code", [process.execPath, [join(root, "build/unused.mjs")]]],
  ["build", [process.execPath, [join(root, "build/build.mjs")]]],
]

/** Gives what it wrote where it failed, null where it passed. */
function step([name, [program, options]]) {
  const began = Date.now()
  return new Promise((resolve) => {
    const child = spawn(program, options, { cwd: root, stdio: ["ignore", "pipe", "pipe"] })
    running.add(child)
    let said = ""
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (text) => (said += text))
    const ended = (code) => {
      running.delete(child)
      const seconds = ((Date.now() - began) / 1000).toFixed(1)
      if (code === 0) process.stdout.write(`ok    ${name} (${seconds} s)\n`)
      resolve(code === 0 ? null : `${said}\nFAILED ${name} (${seconds} s)\n`)
    }
    child.on("error", (error) => {
      said += error.message
      ended(1)
    })
    child.on("close", ended)
  })
}

/** Two at a time: none needs another's result. The first that fails ends the run. */
const running = new Set()
const waiting = [...steps].sort(([one], [other]) => Number(other === longest) - Number(one === longest))
async function lane() {
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    const failure = await step(next)
    if (failure === null) continue
    for (const child of running) child.kill()
    process.stdout.write(failure, () => process.exit(1))
    return new Promise(() => undefined)
  }
}
await Promise.all([lane(), lane()])

const chromium = await getChromium()
if (!chromium) {
  process.stdout.write("FAILED browser: install Chromium, Chrome or Edge, or set CHROMIUM to the path of one\n")
  process.exit(1)
}
process.stdout.write(`ok    browser ${chromium}\n`)
if (!process.env.PLANTWARDEN_CAPTURES) process.stdout.write("oracle tests: not run, no captures\n")

const [program, options] = node(
  "vitest/vitest.mjs",
  "run",
  "--config",
  "build/vitest.config.ts",
  ...process.argv.slice(2),
)
const tests = spawnSync(program, options, { cwd: root, stdio: "inherit", env: { ...process.env, CHROMIUM: chromium } })
process.exit(tests.status ?? 1)
