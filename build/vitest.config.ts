/** The test runner: everything under test/, in Node, with the plain closing line that scripts read. */
import { fileURLToPath } from "node:url"
import { defineConfig } from "vitest/config"

export default defineConfig({
  root: fileURLToPath(new URL("..", import.meta.url)),
  test: {
    include: ["test/**/*.test.ts"],
    environment: "node",
    testTimeout: 30_000,
    hookTimeout: 60_000,
    pool: "forks",
    maxWorkers: 2,
    // Threads that come and go race V8's list of code pages under memory protection keys ("Check failed: jit_page.has_value()", nodejs/node#64500).
    execArgv: ["--no-memory-protection-keys"],
    reporters: [["default", { summary: false }], fileURLToPath(new URL("plain-reporter.mjs", import.meta.url))],
  },
})
