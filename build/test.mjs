/** `npm test`: everything that must pass, one line per step; the first failing step ends the run. Names of test files given to it run only those. */
import { spawnSync } from "node:child_process"
import { existsSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { getChromium } from "./chromium.mjs"

const root = fileURLToPath(new URL("..", import.meta.url))
const bin = (path) => join(root, "node_modules", path)
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

function step(name, [program, options]) {
  const began = Date.now()
  const result = spawnSync(program, options, { cwd: root, encoding: "utf8", maxBuffer: 64 << 20 })
  const seconds = ((Date.now() - began) / 1000).toFixed(1)
  if (result.status === 0) return process.stdout.write(`ok    ${name} (${seconds} s)\n`)
  process.stdout.write(
    `${result.stdout}${result.stderr}${result.error?.message ?? ""}\nFAILED ${name} (${seconds} s)\n`,
  )
  process.exit(1)
}

for (const [name, command] of steps) step(name, command)

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
