/** Captures that a browser sends up: announced, received in pieces, each piece on the disk before it is acknowledged. */
import { randomUUID } from "node:crypto"
import { mkdir, open, statfs } from "node:fs/promises"
import { join } from "node:path"
import type { Range, Received } from "../../shared/api/host.ts"
import { Refusal } from "../../shared/api/server.ts"
import type { SiteLink } from "./site-link.ts"

/** The page sends pieces of this size. */
const chunk = 8 * 1024 * 1024
/** What stays free for the database. */
const spare = 256 * 1024 * 1024

export const freeBytes = async (folder: string): Promise<number> => {
  const { bavail, bsize } = await statfs(folder)
  return bavail * bsize
}

const refuse = (status: number, received: number, message: string): Received => ({
  ok: false,
  status,
  message,
  received,
})
const megabytes = (bytes: number): string => `${Math.ceil(bytes / 1e6)} MB`

export class Uploads {
  readonly #site: SiteLink
  readonly #folder: string
  readonly #busy = new Set<string>()

  constructor(site: SiteLink, siteFolder: string) {
    this.#site = site
    this.#folder = join(siteFolder, "staging")
  }

  async announce(
    name: string,
    size: number,
    print: string,
    by: string,
  ): Promise<{ id: string; received: number; chunk: number }> {
    if (size === 0) throw new Refusal("refused", `${name} is empty. Choose a capture with packets in it.`)
    await mkdir(this.#folder, { recursive: true, mode: 0o700 })
    const free = await freeBytes(this.#folder)
    const begun = await this.#site.query("imports", "uploadOf", print, size)
    const needed = size - (begun?.progress ?? 0) + spare
    if (free < needed)
      throw new Refusal(
        "refused",
        `${name} needs ${megabytes(needed)} and ${megabytes(free)} are free on the sensor's disk. Free some space and send it again.`,
      )
    const id = randomUUID()
    const path = join(this.#folder, id)
    return { ...(await this.#site.queue("announce", { name, size, print, by, path, id })), chunk }
  }

  async receive(id: string, range: Range, body: AsyncIterable<Uint8Array>): Promise<Received> {
    const one = await this.#site.query("imports", "get", id)
    if (one?.state !== "uploading")
      return refuse(404, 0, "This upload is not expected: it was cancelled or is complete. Import the file again.")
    if (this.#busy.has(id))
      return refuse(409, one.progress, "This upload is under way in another window. Wait for it to end.")
    if (range.size !== one.size || range.from !== one.progress || range.to >= one.size || range.to < range.from)
      return refuse(
        409,
        one.progress,
        `The piece does not fit: ${one.progress} of ${one.size} bytes of ${one.file} are here. Go on from there.`,
      )
    this.#busy.add(id)
    try {
      return await this.#write(id, one.path, range, body)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENOSPC") throw error
      return refuse(
        507,
        one.progress,
        `The sensor's disk is full. Free some space; ${one.file} then goes on from where it was.`,
      )
    } finally {
      this.#busy.delete(id)
    }
  }

  async #write(id: string, path: string, range: Range, body: AsyncIterable<Uint8Array>): Promise<Received> {
    const file = await open(path, range.from === 0 ? "w" : "r+", 0o600)
    let at = range.from
    try {
      await file.truncate(range.from) // what a crash left beyond the last acknowledged byte
      for await (const piece of body) {
        if (at + piece.length > range.to + 1) return refuse(400, range.from, "The piece is longer than it said.")
        await file.write(piece, 0, piece.length, at)
        at += piece.length
      }
      if (at !== range.to + 1)
        return refuse(
          400,
          range.from,
          "The piece is shorter than it said: the connection broke. Go on from the last whole piece.",
        )
      await file.sync()
    } finally {
      await file.close()
    }
    await this.#site.write("imports", "received", id, at)
    if (at === range.size) await this.#site.queue("arrived", id)
    return { ok: true, received: at }
  }
}
