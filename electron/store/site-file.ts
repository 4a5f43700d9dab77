/** Small settings that must be readable before the database is open, or while another program has it: one JSON file each, written whole. */
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from "node:fs"
import { dirname } from "node:path"

export type Kept<Value> = {
  /** Null where there is no file, or none that could be read. */
  readonly value: Value | null
  /** Where a damaged file was put aside, unchanged, and why; else null. */
  readonly damaged: { readonly place: string; readonly reason: string } | null
}

/** `read` turns the parsed JSON into a value and throws TypeError where it is none. `now`: milliseconds, names the copy of a damaged file. */
export function readSiteFile<Value>(path: string, read: (json: unknown) => Value, now: number): Kept<Value> {
  if (!existsSync(path)) return { value: null, damaged: null }
  try {
    return { value: read(JSON.parse(readFileSync(path, "utf8"))), damaged: null }
  } catch (error) {
    if (!(error instanceof SyntaxError) && !(error instanceof TypeError)) throw error
    const place = `${path}.damaged-${now}`
    renameSync(path, place)
    return { value: null, damaged: { place, reason: `${path} is damaged: ${error.message}.` } }
  }
}

/** On the disk when it returns; readable by the owner only. */
export function writeSiteFile(path: string, value: unknown): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  const fresh = `${path}.${process.pid}.new`
  const file = openSync(fresh, "w", 0o600)
  writeSync(file, `${JSON.stringify(value, null, 1)}\n`)
  fsyncSync(file)
  closeSync(file)
  renameSync(fresh, path)
  syncFolder(dirname(path))
}

export function removeSiteFile(path: string): void {
  rmSync(path, { force: true })
  if (existsSync(dirname(path))) syncFolder(dirname(path))
}

/** Changes whenever the file does; "" where there is none. */
export function stampOf(path: string): string {
  const found = statSync(path, { throwIfNoEntry: false, bigint: true })
  return found ? `${found.mtimeNs} ${found.size} ${found.ino}` : ""
}

/** Windows can't open folders; its renames are durable by themselves. */
function syncFolder(folder: string): void {
  if (process.platform === "win32") return
  const handle = openSync(folder, "r")
  fsyncSync(handle)
  closeSync(handle)
}
