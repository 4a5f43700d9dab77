/** Finds the program that shows the window, or says in one line why there is none. Electron's package has its binary downloaded on first use. */
import { spawnSync } from "node:child_process"
import { existsSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"

const home = fileURLToPath(new URL("../node_modules/electron", import.meta.url))
const usual = { win32: "electron.exe", darwin: "Electron.app/Contents/MacOS/Electron" }
const downloadLimit = 180_000

function installed() {
  const folder = process.env.ELECTRON_OVERRIDE_DIST_PATH ?? join(home, "dist")
  const note = join(home, "path.txt")
  const name = existsSync(note) ? readFileSync(note, "utf8") : (usual[process.platform] ?? "electron")
  const path = join(folder, name)
  return existsSync(path) ? path : undefined
}

/** Linux windows need a display; Chromium's sandbox does not work for root, and we do not switch it off. */
function noWindowReason() {
  if (process.platform !== "linux") return undefined
  if (!process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) return "there is no display."
  if (process.getuid?.() === 0) return "Electron's sandbox does not run as root; start it as an ordinary user."
  return undefined
}

export function electronOrReason() {
  const reason = noWindowReason()
  if (reason) return { reason }
  if (!installed() && existsSync(join(home, "install.js")))
    spawnSync(process.execPath, [join(home, "install.js")], { stdio: "ignore", timeout: downloadLimit })
  const binary = installed()
  return binary ? { binary } : { reason: "Electron's program is not installed and could not be downloaded." }
}
