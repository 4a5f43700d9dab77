/** Finds a Chromium for the browser tests, or gets one; prints its path. `node build/chromium.mjs`, or import findChromium. */
import { spawnSync } from "node:child_process"
import { existsSync, readFileSync } from "node:fs"
import { delimiter, join } from "node:path"
import { fileURLToPath } from "node:url"

const names = [
  "chromium",
  "chromium-browser",
  "google-chrome",
  "google-chrome-stable",
  "microsoft-edge",
  "microsoft-edge-stable",
  "chrome",
  "msedge",
]
const places = {
  win32: ["PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA"].flatMap((name) =>
    process.env[name]
      ? [
          join(process.env[name], "Google/Chrome/Application/chrome.exe"),
          join(process.env[name], "Microsoft/Edge/Application/msedge.exe"),
        ]
      : [],
  ),
  darwin: [
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
  ],
}

function onPath() {
  const ending = process.platform === "win32" ? ".exe" : ""
  return (process.env.PATH ?? "").split(delimiter).flatMap((folder) => names.map((name) => join(folder, name + ending)))
}

async function playwrightPath() {
  const { chromium } = await import("playwright-core")
  return chromium.executablePath()
}

/** A Chromium that is there; undefined if none. */
export async function findChromium() {
  const candidates = [process.env.CHROMIUM, ...onPath(), ...(places[process.platform] ?? []), await playwrightPath()]
  return candidates.find((path) => path && existsSync(path))
}

function isDebianRoot() {
  const release = existsSync("/etc/os-release") ? readFileSync("/etc/os-release", "utf8") : ""
  return process.getuid?.() === 0 && /^ID(_LIKE)?=.*\b(debian|ubuntu)\b/m.test(release)
}

const run = (program, options) =>
  spawnSync(program, options, { stdio: ["ignore", 2, 2], env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" } })
    .status === 0

/** A Chromium, installed if need be; undefined if none can be had. */
export async function getChromium() {
  const there = await findChromium()
  if (there) return there
  if (
    isDebianRoot() &&
    run("apt-get", ["update", "-q"]) &&
    run("apt-get", ["install", "-y", "-q", "--no-install-recommends", "chromium"])
  ) {
    const installed = await findChromium()
    if (installed) return installed
  }
  run(process.execPath, [
    fileURLToPath(new URL("../node_modules/playwright-core/cli.js", import.meta.url)),
    "install",
    "chromium",
  ])
  return findChromium()
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const path = await getChromium()
  if (!path) {
    process.stderr.write(
      "No browser for the tests: install Chromium, Chrome or Edge, or set CHROMIUM to the path of one.\n",
    )
    process.exit(1)
  }
  process.stdout.write(path + "\n")
}
