/** Makes dist/: `node build/build.mjs [node|page] [--quiet]`; both parts without a name. One build at a time: a second waits for the first. */
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { brotliCompressSync, constants, gzipSync } from "node:zlib"
import { setTimeout as wait } from "node:timers/promises"
import { build } from "vite"
import { isStale, stamps } from "./stale.mjs"
import { writeVendorPrefixes } from "./vendor-prefixes.mjs"

const root = fileURLToPath(new URL("..", import.meta.url))
const dist = join(root, "dist")
const lock = join(dist, "build.lock")
const staleLock = 120_000
const compressible = /\.(html|js|css|svg|json|wasm|txt|map)$/

async function takeLock() {
  mkdirSync(dist, { recursive: true })
  for (;;) {
    try {
      mkdirSync(lock)
      return
    } catch (error) {
      if (error.code !== "EEXIST") throw error
      const held = statSync(lock, { throwIfNoEntry: false })
      if (held && Date.now() - held.mtimeMs > staleLock) rmSync(lock, { recursive: true, force: true })
      else await wait(100)
    }
  }
}

/** Old chunks stay while a program that loaded them may still run; they go when they are a day old. */
function dropOldChunks() {
  const folder = join(dist, "chunks")
  if (!existsSync(folder)) return
  for (const name of readdirSync(folder)) {
    const path = join(folder, name)
    if (Date.now() - statSync(path).mtimeMs > 86_400_000) rmSync(path)
  }
}

async function buildNode() {
  await build((await import("./node.config.mjs")).default)
  if (existsSync(join(root, "electron/entry/preload.ts"))) await build((await import("./preload.config.mjs")).default)
  copyFileSync(join(root, "node_modules/sql.js/dist/sql-wasm.wasm"), join(dist, "sql-wasm.wasm"))
  cpSync(join(root, "node_modules/pdfmake/fonts/Roboto"), join(dist, "fonts"), { recursive: true })
  writeVendorPrefixes(join(dist, "vendor-prefixes.txt"))
  dropOldChunks()
}

function compress(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) compress(path)
    else if (compressible.test(entry.name) && statSync(path).size > 1024) {
      const bytes = readFileSync(path)
      writeFileSync(path + ".gz", gzipSync(bytes, { level: 9 }))
      writeFileSync(path + ".br", brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }))
    }
  }
}

async function buildPage() {
  if (!existsSync(join(root, "renderer/index.html"))) {
    process.stderr.write("The page is not built: renderer/index.html does not exist.\n")
    mkdirSync(join(dist, "page"), { recursive: true })
    return
  }
  await build((await import("./page.config.mjs")).default)
  compress(join(dist, "page"))
}

const makers = { node: buildNode, page: buildPage }
const wanted = process.argv.slice(2).filter((word) => !word.startsWith("--"))
const quiet = process.argv.includes("--quiet")
const unknown = wanted.find((word) => !Object.hasOwn(makers, word))
if (unknown !== undefined) {
  process.stderr.write(`Unknown part "${unknown}". Use node or page, or neither for both.\n`)
  process.exit(2)
}
await takeLock()
try {
  for (const part of wanted.length > 0 ? wanted : ["node", "page"]) {
    if (quiet && !isStale(part)) continue // another build made it while this one waited
    const began = Date.now()
    await makers[part]()
    writeFileSync(stamps[part], "")
    utimesSync(stamps[part], began / 1000, began / 1000) // what changed while building is newer
    if (!quiet) process.stdout.write(`built ${part} in ${((Date.now() - began) / 1000).toFixed(1)} s\n`)
  }
} finally {
  rmSync(lock, { recursive: true, force: true })
}
