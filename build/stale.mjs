/** Whether dist/ is older than what it was made from. Times of files and folders only (a folder's time tells of deletions), so it takes a few milliseconds. */
import { readdirSync, statSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"

const root = fileURLToPath(new URL("..", import.meta.url))
const sources = {
  node: ["shared", "electron", "build", "package.json", "package-lock.json"],
  page: ["shared", "renderer", "build", "package.json", "package-lock.json"],
}
export const stamps = { node: join(root, "dist/node.built"), page: join(root, "dist/page.built") }

function newerThan(path, time) {
  const at = statSync(path, { throwIfNoEntry: false })
  if (at === undefined) return false
  if (at.mtimeMs > time) return true
  if (!at.isDirectory()) return false
  return readdirSync(path, { withFileTypes: true }).some((entry) => newerThan(join(path, entry.name), time))
}

export function isStale(part) {
  const built = statSync(stamps[part], { throwIfNoEntry: false })
  return built === undefined || sources[part].some((path) => newerThan(join(root, path), built.mtimeMs))
}
