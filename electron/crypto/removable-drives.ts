/** Removable drives of this computer, and the small files on them that may be signed ones. Nothing outside a drive is ever read. */
import {
  closeSync,
  constants,
  existsSync,
  fstatSync,
  openSync,
  readFileSync,
  readSync,
  readdirSync,
  realpathSync,
  statSync,
} from "node:fs"
import { basename, join, sep } from "node:path"
import { mostFileBytes } from "./signed-file.ts"

export type Drive = { readonly name: string; readonly folder: string }
/** `path` is what a listing names and what may be asked for again. `size`: bytes. `changedAt`: milliseconds. */
export type DriveFile = {
  readonly name: string
  readonly path: string
  readonly size: number
  readonly changedAt: number
}

/** What is asked of the system; another one in tests. */
export type DriveWorld = {
  readonly platform: NodeJS.Platform
  /** PLANTWARDEN_DRIVES: folders that stand for drives, for trying things out. */
  readonly named: string
  readonly mounts: string
  readonly blocks: string
  readonly media: readonly string[]
  readonly volumes: string
}

export const thisComputer = (environment: NodeJS.ProcessEnv): DriveWorld => ({
  platform: process.platform,
  named: environment.PLANTWARDEN_DRIVES ?? "",
  mounts: "/proc/self/mounts",
  blocks: "/sys/class/block",
  media: ["/media", "/run/media"],
  volumes: "/Volumes",
})

const mostDrives = 20
const mostFiles = 100
const mostLooked = 5000

const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() === true

/** Nothing where the system does not let us look: a drive that was pulled out, a folder of someone else. */
function looked<Found>(look: () => Found, otherwise: Found): Found {
  try {
    return look()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== undefined) return otherwise
    throw error
  }
}

/** proc(5) writes spaces and the like as octal escapes. */
const unescaped = (text: string): string =>
  text.replaceAll(/\\([0-7]{3})/g, (_, digits: string) => String.fromCharCode(parseInt(digits, 8)))

/** A partition's own folder has no `removable`; that of its disk, the folder above, does. */
function isRemovable(device: string, blocks: string): boolean {
  return looked(() => {
    const place = realpathSync(join(blocks, basename(device)))
    const said = [join(place, "removable"), join(place, "..", "removable")].find((path) => existsSync(path))
    return said !== undefined && readFileSync(said, "utf8").trim() === "1"
  }, false)
}

function linuxDrives(world: DriveWorld): string[] {
  const lines = looked(() => readFileSync(world.mounts, "utf8"), "").split("\n")
  return lines.flatMap((line) => {
    const [device = "", folder = ""] = line.split(" ").map(unescaped)
    const inMedia = world.media.some((one) => folder.startsWith(`${one}/`))
    return inMedia || (device.startsWith("/dev/") && isRemovable(device, world.blocks)) ? [folder] : []
  })
}

/** The system's own volume stands there as a link to the root. */
const macDrives = (world: DriveWorld): string[] =>
  looked(() => readdirSync(world.volumes, { withFileTypes: true }), [])
    .filter((entry) => entry.isDirectory())
    .map((entry) => join(world.volumes, entry.name))

/** Every drive but the system's and the old floppy letters: Node can't ask Windows which are removable. */
const windowsDrives = (): string[] =>
  [..."DEFGHIJKLMNOPQRSTUVWXYZ"]
    .map((letter) => `${letter}:\\`)
    .filter((folder) => !folder.startsWith((process.env.SystemDrive ?? "C:").toUpperCase()))

function foldersOf(world: DriveWorld): string[] {
  if (world.named !== "") return world.named.split(world.platform === "win32" ? ";" : ":").filter((one) => one !== "")
  if (world.platform === "win32") return windowsDrives()
  return world.platform === "darwin" ? macDrives(world) : linuxDrives(world)
}

export function removableDrives(world: DriveWorld): Drive[] {
  const folders = [...new Set(foldersOf(world))].filter((folder) => looked(() => isFolder(folder), false))
  return folders.slice(0, mostDrives).map((folder) => ({ name: (basename(folder) || folder).slice(0, 200), folder }))
}

/** Plain files of the right ending and size; a link is none. */
function filesIn(folder: string, prefix: string, extension: string, most: number): DriveFile[] {
  const entries = looked(() => readdirSync(folder, { withFileTypes: true }), []).slice(0, mostLooked)
  return entries
    .filter((entry) => entry.isFile() && entry.name.toLowerCase().endsWith(extension) && !entry.name.startsWith("."))
    .flatMap((entry) => {
      const path = join(folder, entry.name)
      const facts = looked(() => statSync(path, { throwIfNoEntry: false }), undefined)
      if (!facts || facts.size > most || path.length > 4096) return []
      return [{ name: `${prefix}${entry.name}`.slice(0, 300), path, size: facts.size, changedAt: facts.mtimeMs }]
    })
}

/** In the drive's own folder and the folders right in it; the newest first. `most`: bytes of a file. */
export function filesOnDrive(drive: Drive, extension: string, most = mostFileBytes): DriveFile[] {
  const below = looked(() => readdirSync(drive.folder, { withFileTypes: true }), [])
    .slice(0, mostLooked)
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith("."))
  const files = [
    ...filesIn(drive.folder, "", extension, most),
    ...below.flatMap(({ name }) => filesIn(join(drive.folder, name), `${name}/`, extension, most)),
  ]
  return files.sort((a, b) => b.changedAt - a.changedAt).slice(0, mostFiles)
}

/** A file that a listing of now names; null for any other path, whatever it leads to. `most`: bytes. */
export function readDriveBytes(world: DriveWorld, path: string, extension: string, most: number): Buffer | null {
  const named = (one: Drive): boolean => filesOnDrive(one, extension, most).some((file) => file.path === path)
  const drive = removableDrives(world).find(named)
  if (!drive) return null
  return looked(() => {
    const inside = realpathSync(path).startsWith(realpathSync(drive.folder).replace(/[\\/]?$/, sep))
    if (!inside) return null
    const file = openSync(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0))
    try {
      const facts = fstatSync(file)
      if (!facts.isFile() || facts.size > most) return null
      const bytes = Buffer.alloc(facts.size)
      return bytes.subarray(0, readSync(file, bytes, 0, facts.size, 0))
    } finally {
      closeSync(file)
    }
  }, null)
}

/** The text of a signed file, in the same way. */
export const readDriveFile = (world: DriveWorld, path: string, extension: string): string | null =>
  readDriveBytes(world, path, extension, mostFileBytes)?.toString("utf8") ?? null
