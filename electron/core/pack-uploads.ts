/** Packs that a browser sends up, in pieces and in order. One at a time: who begins another gives the first one up. */
import { randomUUID } from "node:crypto"
import { mkdir, open, readFile, rm } from "node:fs/promises"
import { join } from "node:path"
import { Refusal } from "../../shared/api/server.ts"
import { freeBytes } from "./uploads.ts"

/** Bytes of a piece. In base64 it fits what one question may carry. */
const piece = 2_000_000
/** What stays free for the database. */
const spare = 256 * 1024 * 1024

const gone = (): Refusal =>
  new Refusal("refused", "This file is no longer being received: another one was begun. Choose it again.")

export class PackUploads {
  readonly #folder: string
  #current: { readonly id: string; readonly path: string; readonly size: number; at: number } | null = null

  constructor(siteFolder: string) {
    this.#folder = join(siteFolder, "staging")
  }

  async begin(name: string, size: number): Promise<{ id: string; piece: number }> {
    await this.#giveUp()
    await mkdir(this.#folder, { recursive: true, mode: 0o700 })
    if ((await freeBytes(this.#folder)) < size + spare)
      throw new Refusal("refused", `The sensor's disk has no room for ${name}. Free some space and choose it again.`)
    const id = randomUUID()
    this.#current = { id, path: join(this.#folder, `pack-${id}`), size, at: 0 }
    return { id, piece }
  }

  async receive(id: string, at: number, base64: string): Promise<void> {
    const one = this.#current
    if (one?.id !== id) throw gone()
    const bytes = Buffer.from(base64, "base64")
    if (at !== one.at || bytes.length === 0 || at + bytes.length > one.size)
      throw new Refusal("bad-input", `The piece does not fit: ${one.at} of ${one.size} bytes are here.`)
    const file = await open(one.path, at === 0 ? "w" : "r+", 0o600)
    try {
      await file.write(bytes, 0, bytes.length, at)
    } finally {
      await file.close()
    }
    one.at += bytes.length
  }

  /** The whole file; what was received is deleted. */
  async take(id: string): Promise<Uint8Array> {
    const one = this.#current
    if (one?.id !== id) throw gone()
    if (one.at !== one.size)
      throw new Refusal("refused", `Only ${one.at} of ${one.size} bytes of the file are here. Choose it again.`)
    const bytes = await readFile(one.path)
    await this.#giveUp()
    return bytes
  }

  async #giveUp(): Promise<void> {
    const one = this.#current
    this.#current = null
    if (one) await rm(one.path, { force: true })
  }
}
