/** The page's files, read once and kept, with the compressed copies that the build made. */
import { readFileSync, readdirSync } from "node:fs"
import { join } from "node:path"
import { contentType } from "../../shared/api/pages.ts"

export type PageFile = { readonly bytes: Uint8Array; readonly headers: Readonly<Record<string, string>> }
export type Pages = { readonly find: (path: string, accepted: string) => PageFile | null }

const encodings = [
  ["br", ".br"],
  ["gzip", ".gz"],
] as const

function list(folder: string, prefix: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? list(join(folder, entry.name), `${prefix}${entry.name}/`) : [`${prefix}${entry.name}`],
  )
}

/** Only what was in the folder at the start is ever served, so a path can't lead out of it. */
export function openPages(folder: string): Pages {
  const names = new Set(list(folder, "/"))
  const kept = new Map<string, Uint8Array>()
  const read = (name: string): Uint8Array => {
    const bytes = kept.get(name) ?? readFileSync(join(folder, name))
    kept.set(name, bytes)
    return bytes
  }
  const find = (path: string, accepted: string): PageFile | null => {
    const name = path === "/" ? "/index.html" : path
    const type = contentType(name)
    if (!names.has(name) || type === undefined) return null
    const lasting = name.startsWith("/assets/") // their names carry a hash of the content
    const headers = {
      "content-type": type,
      "cache-control": lasting ? "public, max-age=31536000, immutable" : "no-cache",
      vary: "accept-encoding",
    }
    const encoding = encodings.find(([word, ending]) => accepted.includes(word) && names.has(name + ending))
    if (!encoding) return { bytes: read(name), headers }
    return { bytes: read(name + encoding[1]), headers: { ...headers, "content-encoding": encoding[0] } }
  }
  return { find }
}
